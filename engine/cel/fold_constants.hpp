#pragma once
// Computes once what is the same in every evaluation.

#include <optional>

#include "engine/cel/ast.hpp"
#include "engine/cel/cel.hpp"

namespace verloop::cel {

/// Lists of literals and calls on literals become literals. What fails is left to fail at
/// evaluation, but with types checked a literal date that does not exist is a fault.
std::optional<Fault> fold_constants(Tree& tree, Checking checking);

}  // namespace verloop::cel
