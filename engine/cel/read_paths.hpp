#pragma once
// Which paths the parts of a tree read, node by node; and which of them are read whatever comes of
// the rest.

#include <map>
#include <string>
#include <vector>

#include "engine/cel/ast.hpp"

namespace verloop::cel {

class ReadPaths {
 public:
  /// `aliases`: variables that stand for an entry, and the path of the entries. Both outlive this.
  ReadPaths(const Tree& tree, const std::map<std::string, std::string>& aliases)
      : tree_(tree), aliases_(aliases), locals_(tree.locals_max) {}

  /// `case.members[].active`; empty when the node's value is computed.
  std::string of(NodeId id) const;
  /// From here on the variable of the comprehension is an entry of its range.
  void enter(const Node& comprehension);

 private:
  const Tree& tree_;
  const std::map<std::string, std::string>& aliases_;
  std::vector<std::string> locals_;  // By slot.
};

/// The selections without whose value the node has none itself.
std::vector<NodeId> certain_reads(const Tree& tree, NodeId id);

/// Where the node begins in the text.
std::uint32_t begin_of(const Tree& tree, NodeId id);

}  // namespace verloop::cel
