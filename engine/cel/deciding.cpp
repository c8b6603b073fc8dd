#include "engine/cel/deciding.hpp"

#include <set>

#include "engine/cel/evaluator.hpp"
#include "engine/cel/paths.hpp"

namespace verloop::cel {
namespace {

constexpr std::uint64_t steps_max = 100'000;

class Deciders {
 public:
  Deciders(const Tree& tree, const Bindings& bindings) : part_(tree), bindings_(bindings) {}

  std::vector<std::string> run() {
    visit(part_.root);
    return {paths_.begin(), paths_.end()};
  }

 private:
  bool holds(NodeId id) {
    part_.root = id;
    const auto value = evaluate_tree(part_, bindings_, steps_max);
    return value.has_value() && value->get_if<bool>() != nullptr && *value->get_if<bool>();
  }

  void visit(NodeId id) {
    const Node& node = part_.at(id);
    const bool joins = node.kind == NodeKind::conjunction || node.kind == NodeKind::disjunction;
    if (!joins) {
      part_.root = id;
      for (std::string& path : selected_paths(part_)) paths_.insert(std::move(path));
      return;
    }
    // One operand that does not hold decides a conjunction, one that does a disjunction.
    const bool decisive = node.kind == NodeKind::disjunction;
    const bool is_decided = holds(id) == decisive;
    for (const NodeId child : node.children)
      if (!is_decided || holds(child) == decisive) visit(child);
  }

  Tree part_;  // Of which `root` is the part that is looked at.
  const Bindings& bindings_;
  std::set<std::string> paths_;
};

}  // namespace

std::vector<std::string> paths_that_decide(const Tree& tree, const Bindings& bindings) {
  return Deciders(tree, bindings).run();
}

}  // namespace verloop::cel
