#pragma once
// The macros of CEL: calls that are not calls, as their arguments are not evaluated first.

#include <optional>
#include <span>
#include <string_view>

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"

namespace verloop::cel {

/// all, exists, exists_one, map and filter: children are the range, the name of the variable and
/// the expressions. None when `name` with so many arguments is no macro.
boost::system::result<std::optional<Node>, Fault> expand_method(const Tree& tree,
                                                                std::string_view name,
                                                                std::uint32_t offset,
                                                                std::span<const NodeId> children);

boost::system::result<Node, Fault> expand_has(const Tree& tree, std::uint32_t offset,
                                              std::span<const NodeId> children);

}  // namespace verloop::cel
