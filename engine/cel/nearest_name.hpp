#pragma once
// What the author may have meant.

#include <string>
#include <string_view>
#include <vector>

namespace verloop::cel {

/// `; did you mean 'x'?` for the candidate nearest to `name`, or nothing when none is near.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace verloop::cel
