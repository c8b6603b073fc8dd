#pragma once
// Regular expressions in linear time.

#include <memory>
#include <string_view>
#include <vector>

namespace verloop::cel {

struct RegexPlace {
  std::size_t from = 0, to = 0;  // Bytes, `to` left out.
};

class Regex {
 public:
  /// Null when `pattern` is no expression of re2, or a too large one.
  static std::shared_ptr<const Regex> compile(std::string_view pattern);
  virtual ~Regex() = default;
  virtual bool matches(std::string_view text) const = 0;  // Somewhere in the text.
  /// The places of the first `count_max` matches, of which none overlaps another and none is empty.
  virtual std::vector<RegexPlace> find_all(std::string_view text, std::size_t count_max) const = 0;
};

}  // namespace verloop::cel
