#include "engine/cel/regex.hpp"

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
