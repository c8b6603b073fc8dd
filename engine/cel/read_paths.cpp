#include "engine/cel/read_paths.hpp"

#include <algorithm>

namespace verloop::cel {
namespace {

void collect_reads(const Tree& tree, NodeId id, std::vector<NodeId>& reads) {
  const Node& node = tree.at(id);
  switch (node.kind) {
    case NodeKind::select:
      reads.push_back(id);
      return collect_reads(tree, node.children[0], reads);
    case NodeKind::call:
    case NodeKind::index:
    case NodeKind::list:
    case NodeKind::map:
      for (const NodeId child : node.children) collect_reads(tree, child, reads);
      return;
    case NodeKind::conditional:
    case NodeKind::comprehension:
      return collect_reads(tree, node.children[0], reads);
    case NodeKind::literal:
    case NodeKind::name:
    case NodeKind::variable:
    case NodeKind::local:
    case NodeKind::test:
    case NodeKind::conjunction:
    case NodeKind::disjunction:
      return;
  }
}

}  // namespace

std::string ReadPaths::of(NodeId id) const {
  const Node& node = tree_.at(id);
  switch (node.kind) {
    case NodeKind::variable: {
      const auto alias = aliases_.find(node.name);
      return alias == aliases_.end() ? node.name : alias->second;
    }
    case NodeKind::local:
      return locals_[node.slot];
    case NodeKind::select:
    case NodeKind::test: {
      const std::string base = of(node.children[0]);
      return base.empty() ? base : base + "." + node.name;
    }
    case NodeKind::index: {
      const std::string base = of(node.children[0]);
      const Node& key = tree_.at(node.children[1]);
      const auto* name = key.value.get_if<std::string>();
      if (base.empty() || key.kind != NodeKind::literal || name == nullptr)
        return base.empty() ? base : base + "[]";
      return base + "." + *name;
    }
    case NodeKind::comprehension:
      return node.macro == Macro::filter ? of(node.children[0]) : std::string();
    case NodeKind::call:
      return node.name == "dyn" && node.children.size() == 1 ? of(node.children[0]) : std::string();
    case NodeKind::literal:
    case NodeKind::name:
    case NodeKind::list:
    case NodeKind::map:
    case NodeKind::conditional:
    case NodeKind::conjunction:
    case NodeKind::disjunction:
      return {};
  }
  return {};
}

void ReadPaths::enter(const Node& comprehension) {
  const std::string range = of(comprehension.children[0]);
  locals_[comprehension.slot] = range.empty() ? range : range + "[]";
}

std::vector<NodeId> certain_reads(const Tree& tree, NodeId id) {
  std::vector<NodeId> reads;
  collect_reads(tree, id, reads);
  return reads;
}

std::uint32_t begin_of(const Tree& tree, NodeId id) {
  const Node& node = tree.at(id);
  std::uint32_t begin = node.offset;
  for (const NodeId child : node.children) begin = std::min(begin, begin_of(tree, child));
  return begin;
}

}  // namespace verloop::cel
