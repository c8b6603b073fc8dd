#include "engine/cel/carried.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "engine/cel/ast.hpp"
#include "engine/cel/read_paths.hpp"

namespace verloop::cel {
namespace {

/// Path -> where it is read.
using Paths = std::map<std::string, std::uint32_t>;

/// What these answer is a fact about what they are given, few-valued or a size.
constexpr std::array<std::string_view, 25> facts = {
    "_==_",         "_!=_",     "_<_",        "_<=_",          "_>_",
    "_>=_",         "@in",      "!_",         "contains",      "startsWith",
    "endsWith",     "matches",  "size",       "type",          "bool",
    "getFullYear",  "getMonth", "getDate",    "getDayOfMonth", "getDayOfWeek",
    "getDayOfYear", "getHours", "getMinutes", "getSeconds",    "getMilliseconds"};

class Flow {
 public:
  explicit Flow(const Tree& tree) : tree_(tree), locals_(tree.locals_max) {}

  Paths of(NodeId id) {
    const Node& node = tree_.at(id);
    switch (node.kind) {
      case NodeKind::variable:
        return {{node.name, node.offset}};
      case NodeKind::local:
        return locals_[node.slot];
      case NodeKind::select:
        return extended(of(node.children[0]), "." + node.name);
      case NodeKind::index:
        return element(node);
      case NodeKind::conditional:
        return merged(node, 1);
      case NodeKind::list:
      case NodeKind::map:
        return merged(node, 0);
      case NodeKind::comprehension:
        return comprehension(node);
      case NodeKind::call:
        if (std::find(facts.begin(), facts.end(), node.name) != facts.end()) return {};
        return merged(node, 0);
      case NodeKind::literal:
      case NodeKind::name:
      case NodeKind::test:
      case NodeKind::conjunction:
      case NodeKind::disjunction:
        return {};
    }
    return {};
  }

 private:
  static Paths extended(const Paths& paths, const std::string& end) {
    Paths result;
    for (const auto& [path, offset] : paths) result.emplace(path + end, offset);
    return result;
  }

  Paths merged(const Node& node, std::size_t first) {
    Paths result;
    for (std::size_t i = first; i < node.children.size(); ++i) result.merge(of(node.children[i]));
    return result;
  }

  Paths element(const Node& node) {
    const Node& key = tree_.at(node.children[1]);
    const auto* name = key.value.get_if<std::string>();
    const bool is_name = key.kind == NodeKind::literal && name != nullptr;
    return extended(of(node.children[0]), is_name ? "." + *name : "[]");
  }

  Paths comprehension(const Node& node) {
    const Paths range = of(node.children[0]);
    if (node.macro == Macro::filter) return range;
    if (node.macro != Macro::map) return {};
    locals_[node.slot] = extended(range, "[]");
    return of(node.children.back());
  }

  const Tree& tree_;
  std::vector<Paths> locals_;
};

}  // namespace

std::vector<Carried> carried(const Program& program) {
  std::vector<Carried> result;
  for (const auto& [path, offset] : Flow(program.tree()).of(program.tree().root))
    result.push_back({path, offset});
  std::sort(result.begin(), result.end(),
            [](const Carried& a, const Carried& b) { return a.offset < b.offset; });
  return result;
}

}  // namespace verloop::cel
