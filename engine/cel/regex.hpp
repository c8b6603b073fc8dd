#pragma once
// Regular expressions in linear time.

#include <memory>
#include <string_view>

namespace verloop::cel {

class Regex {
 public:
  /// Null when `pattern` is no expression of re2, or a too large one.
  static std::shared_ptr<const Regex> compile(std::string_view pattern);
  virtual ~Regex() = default;
  virtual bool matches(std::string_view text) const = 0;  // Somewhere in the text.
};

}  // namespace verloop::cel
