#pragma once
// Which paths of the variables a program reads.

#include <string>
#include <vector>

#include "engine/cel/ast.hpp"

namespace verloop::cel {

/// Sorted, each once. A value that a part only passes on keeps its path: in
/// `case.members.filter(m, m.active)[0].name` the name is `case.members[].name`.
std::vector<std::string> selected_paths(const Tree& tree);

}  // namespace verloop::cel
