#include "engine/cel/regex.hpp"

#include <algorithm>
#include <re2/re2.h>

namespace verloop::cel {
namespace {

class Re2Regex : public Regex {
 public:
  Re2Regex(std::string_view pattern, const re2::RE2::Options& options)
      : regex_(re2::StringPiece(pattern.data(), pattern.size()), options) {}
  bool ok() const { return regex_.ok(); }
  bool matches(std::string_view text) const override {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex_);
  }
  std::vector<RegexPlace> find_all(std::string_view text, std::size_t count_max) const override {
    const re2::StringPiece whole(text.data(), text.size());
    std::vector<RegexPlace> places;
    re2::StringPiece found;
    for (std::size_t from = 0; places.size() < count_max && from < text.size();) {
      if (!regex_.Match(whole, from, text.size(), re2::RE2::UNANCHORED, &found, 1)) break;
      const auto begin = static_cast<std::size_t>(found.data() - text.data());
      if (!found.empty()) places.push_back({begin, begin + found.size()});
      from = begin + std::max<std::size_t>(found.size(), 1);
    }
    return places;
  }

 private:
  re2::RE2 regex_;
};

}  // namespace

std::shared_ptr<const Regex> Regex::compile(std::string_view pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto regex = std::make_shared<const Re2Regex>(pattern, options);
  return regex->ok() ? regex : nullptr;
}

}  // namespace verloop::cel
