#include "engine/cel/fold_constants.hpp"

#include <algorithm>

#include "engine/cel/functions.hpp"

namespace verloop::cel {
namespace {

constexpr std::uint64_t steps_max = 1'000;

bool has_only_literals(const Tree& tree, const Node& node) {
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](NodeId child) { return tree.at(child).kind == NodeKind::literal; });
}

/// It begins where the first of what it was made from does.
void become_literal(const Tree& tree, Node& node, Value value) {
  for (const NodeId child : node.children)
    node.offset = std::min(node.offset, tree.at(child).offset);
  node.kind = NodeKind::literal;
  node.value = std::move(value);
  node.children.clear();
}

void fold_list(const Tree& tree, Node& node) {
  List elements;
  for (const NodeId child : node.children) elements.push_back(tree.at(child).value);
  become_literal(tree, node, Value::of(std::move(elements)));
}

std::optional<Fault> fold_call(const Tree& tree, Node& node, Checking checking) {
  if (node.function == nullptr || node.children.size() > arguments_max) return std::nullopt;
  std::vector<const Value*> arguments;
  for (const NodeId child : node.children) arguments.push_back(&tree.at(child).value);
  Meter meter(steps_max);
  auto outcome = node.function->run({arguments, meter, node.regex.get()});
  if (meter.exhausted()) return std::nullopt;
  if (outcome.has_value()) {
    become_literal(tree, node, std::move(*outcome));
  } else if (checking == Checking::types && node.name == "date") {
    return Fault{node.offset, outcome.error().message};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Fault> fold_constants(Tree& tree, Checking checking) {
  // A child stands before its parent.
  for (Node& node : tree.nodes) {
    if (node.kind != NodeKind::list && node.kind != NodeKind::call) continue;
    if (!has_only_literals(tree, node)) continue;
    if (node.kind == NodeKind::list)
      fold_list(tree, node);
    else if (auto fault = fold_call(tree, node, checking))
      return fault;
  }
  return std::nullopt;
}

}  // namespace verloop::cel
