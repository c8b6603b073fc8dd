#pragma once
// The syntax tree. Nodes lie in one vector and name each other by index. The parser makes it, the
// resolver binds its names, the checker its types; after that it is only read, by any thread.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/cel/value.hpp"

namespace verloop::cel {

constexpr std::size_t text_size_max = 16 * 1024;
constexpr std::size_t nesting_max = 64;   // Brackets, branches and signs within each other.
constexpr std::uint16_t depth_max = 250;  // Of the tree: also long chains like a + b + c + ...

struct Function;
class Regex;

using NodeId = std::uint32_t;

enum class NodeKind : std::uint8_t {
  literal,        // `value`
  name,           // An identifier that is not bound (yet).
  variable,       // Tree::variables[slot]
  local,          // The variable of a comprehension, by its depth: `slot`.
  select,         // child . name
  test,           // has(child . name)
  call,           // name(children...); a method's receiver is the first child.
  index,          // child [ child ]
  list,           // [children...]
  map,            // {child: child, ...}
  conditional,    // child ? child : child
  conjunction,    // children && ...
  disjunction,    // children || ...
  comprehension,  // A macro over the first child: predicate; for `map` an optional predicate and
                  // the new element.
};

enum class Macro : std::uint8_t { all, exists, exists_one, map, filter };

struct Node {
  NodeKind kind{};
  Macro macro{};
  bool method = false;  // call: written as receiver.name(...)
  bool rooted = false;  // name: written with a leading dot.
  bool quoted = false;  // select: the name stood between backticks.
  std::uint16_t depth = 1;
  std::uint32_t offset = 0;  // In bytes, in the text.
  std::uint32_t slot = 0;
  std::string name;
  std::string record;  // select: the record type of the field, if it is a record.
  std::vector<NodeId> children;
  Value value;
  const Function* function = nullptr;  // call: null when there is none of that name.
  std::shared_ptr<const Regex> regex;  // call of `matches` with a literal pattern.
};

struct Tree {
  std::vector<Node> nodes;
  NodeId root = 0;
  std::vector<std::string> variables;
  std::uint32_t locals_max = 0;  // The deepest comprehension.

  const Node& at(NodeId id) const { return nodes[id]; }
  Node& at(NodeId id) { return nodes[id]; }
};

/// Why a text is no program, at a byte offset.
struct Fault {
  std::uint32_t offset = 0;
  std::string message;
};

}  // namespace verloop::cel
