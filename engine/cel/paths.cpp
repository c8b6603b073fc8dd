#include "engine/cel/paths.hpp"

#include <set>

namespace verloop::cel {
namespace {

using Paths = std::set<std::string>;

class Collector {
 public:
  explicit Collector(const Tree& tree) : tree_(tree), locals_(tree.locals_max) {}

  Paths run() {
    read(tree_.root);
    return std::move(read_);
  }

 private:
  /// The node's value is used as it is.
  void read(NodeId id) { read_.merge(origins(id)); }

  static Paths extended(const Paths& paths, const std::string& end) {
    Paths result;
    for (const std::string& path : paths) result.insert(path + end);
    return result;
  }

  /// Where the node's value may come from; what is read on the way is noted.
  Paths origins(NodeId id) {
    const Node& node = tree_.at(id);
    switch (node.kind) {
      case NodeKind::literal:
      case NodeKind::name:
        return {};
      case NodeKind::variable:
        return {node.name};
      case NodeKind::local:
        return locals_[node.slot];
      case NodeKind::select:
        return extended(origins(node.children[0]), "." + node.name);
      case NodeKind::test:
        read_.merge(extended(origins(node.children[0]), "." + node.name));
        return {};
      case NodeKind::index:
        return index(node);
      case NodeKind::conditional: {
        read(node.children[0]);
        Paths result = origins(node.children[1]);
        result.merge(origins(node.children[2]));
        return result;
      }
      case NodeKind::comprehension:
        return comprehension(node);
      case NodeKind::call:
        if (node.name == "dyn" && node.children.size() == 1) return origins(node.children[0]);
        break;
      case NodeKind::list:
      case NodeKind::map:
      case NodeKind::conjunction:
      case NodeKind::disjunction:
        break;
    }
    for (const NodeId child : node.children) read(child);
    return {};
  }

  Paths index(const Node& node) {
    read(node.children[1]);
    const Node& key = tree_.at(node.children[1]);
    const auto* name = key.value.get_if<std::string>();
    const bool is_name = key.kind == NodeKind::literal && name != nullptr;
    return extended(origins(node.children[0]), is_name ? "." + *name : "[]");
  }

  Paths comprehension(const Node& node) {
    const Paths range = origins(node.children[0]);
    read_.insert(range.begin(), range.end());
    locals_[node.slot] = extended(range, "[]");
    for (std::size_t i = 1; i < node.children.size(); ++i) read(node.children[i]);
    return node.macro == Macro::filter ? range : Paths{};
  }

  const Tree& tree_;
  std::vector<Paths> locals_;
  Paths read_;
};

}  // namespace

std::vector<std::string> selected_paths(const Tree& tree) {
  const Paths paths = Collector(tree).run();
  return {paths.begin(), paths.end()};
}

}  // namespace verloop::cel
