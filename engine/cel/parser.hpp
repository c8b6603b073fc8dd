#pragma once
// From text to an unbound tree, after the grammar of CEL (langdef.md, "Syntax"), by recursive
// descent. Macros become comprehensions here.

#include <string_view>

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"
#include "engine/cel/cel.hpp"

namespace verloop::cel {

boost::system::result<Tree, Fault> parse(std::string_view text, Macros macros);

}  // namespace verloop::cel
