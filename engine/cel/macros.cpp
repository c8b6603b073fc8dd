#include "engine/cel/macros.hpp"

#include <algorithm>

namespace verloop::cel {
namespace {

struct Entry {
  std::string_view name;
  std::size_t children;  // With the range.
  Macro macro;
};

constexpr Entry table[] = {
    {"all", 3, Macro::all}, {"exists", 3, Macro::exists}, {"exists_one", 3, Macro::exists_one},
    {"map", 3, Macro::map}, {"map", 4, Macro::map},       {"filter", 3, Macro::filter}};

}  // namespace

boost::system::result<std::optional<Node>, Fault> expand_method(const Tree& tree,
                                                                std::string_view name,
                                                                std::uint32_t offset,
                                                                std::span<const NodeId> children) {
  const auto found = std::find_if(std::begin(table), std::end(table), [&](const Entry& entry) {
    return entry.name == name && entry.children == children.size();
  });
  if (found == std::end(table)) return std::optional<Node>();
  const Node& variable = tree.at(children[1]);
  if (variable.kind != NodeKind::name || variable.rooted)
    return Fault{variable.offset, "the first argument of '" + std::string(name) +
                                      "' must be a simple name for the elements"};
  Node node;
  node.kind = NodeKind::comprehension;
  node.macro = found->macro;
  node.offset = offset;
  node.name = variable.name;
  node.children = {children[0]};
  node.children.insert(node.children.end(), children.begin() + 2, children.end());
  return std::optional<Node>(std::move(node));
}

boost::system::result<Node, Fault> expand_has(const Tree& tree, std::uint32_t offset,
                                              std::span<const NodeId> children) {
  if (children.size() != 1 || tree.at(children[0]).kind != NodeKind::select)
    return Fault{offset, "'has' takes one field selection, as in has(case.field)"};
  Node node = tree.at(children[0]);
  node.kind = NodeKind::test;
  return node;
}

}  // namespace verloop::cel
