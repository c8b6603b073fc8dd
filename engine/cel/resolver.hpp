#pragma once
// Binds names: identifiers (the longest dotted name that is declared) to variables, locals of
// comprehensions and type names; calls to functions; literal patterns to regular expressions.

#include <optional>

#include "engine/cel/ast.hpp"
#include "engine/cel/cel.hpp"

namespace verloop::cel {

/// With syntax_only an unknown name is no fault here: reading it fails at evaluation.
std::optional<Fault> resolve_names(Tree& tree, const Environment& environment, Checking checking);

}  // namespace verloop::cel
