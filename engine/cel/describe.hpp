#pragma once
// An expression as its author would write it, from the checked tree. Two parts of one tree that
// read the same mean the same, so it also serves as the name of a part.

#include <string>

#include "engine/cel/ast.hpp"

namespace verloop::cel {

std::string describe(const Tree& tree, NodeId node);

}  // namespace verloop::cel
