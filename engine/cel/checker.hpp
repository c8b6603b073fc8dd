#pragma once
// Types of a tree whose names are bound. Every overload that fits is kept; if they do not agree on
// the result it is dyn.

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"
#include "engine/cel/cel.hpp"

namespace verloop::cel {

/// The type of the whole. Notes in the tree which fields are records.
boost::system::result<Type, Fault> check_types(Tree& tree, const Environment& environment);

}  // namespace verloop::cel
