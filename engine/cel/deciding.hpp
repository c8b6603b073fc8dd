#pragma once
// Which part of a condition makes it come to what it comes to.

#include <string>
#include <vector>

#include "engine/cel/ast.hpp"
#include "engine/cel/cel.hpp"

namespace verloop::cel {

/// The paths that are read by those operands of && and || that decide the outcome: of a conjunction
/// that does not hold those that do not, of a disjunction that holds those that do, else all. What
/// has no value does not hold. Sorted, each once.
std::vector<std::string> paths_that_decide(const Tree& tree, const Bindings& bindings);

}  // namespace verloop::cel
