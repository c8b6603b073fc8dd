#include "engine/cel/branches.hpp"

namespace verloop::cel {
namespace {

using Branches = std::optional<std::vector<Branch>>;

constexpr std::size_t branches_max = 256;
constexpr std::size_t demands_max = 4096;  // In all branches together.

std::size_t count(const std::vector<Branch>& branches) {
  std::size_t sum = 0;
  for (const Branch& branch : branches) sum += branch.size();
  return sum;
}

class Expansion {
 public:
  Expansion(const Tree& tree, Meter& meter) : tree_(tree), meter_(meter) {}

  Branches of(NodeId id, Truth truth) {
    if (!meter_.spend(1)) return std::nullopt;
    const Node& node = tree_.at(id);
    const bool holds = truth == Truth::holds;
    if (node.kind == NodeKind::conjunction)
      return holds ? all(node.children, truth) : any(node.children, truth);
    if (node.kind == NodeKind::disjunction)
      return holds ? any(node.children, truth) : all(node.children, truth);
    if (node.kind == NodeKind::conditional) return choice(node, truth);
    if (node.kind == NodeKind::call && node.name == "!_")
      return of(node.children[0], opposite(truth));
    if (const auto compared = with_literal(node))
      return of(compared->node, compared->truth == truth ? Truth::holds : Truth::fails);
    return std::vector<Branch>{{{id, truth}}};
  }

 private:
  /// `x == true` and its like: what x must come to for it to hold.
  std::optional<Demand> with_literal(const Node& node) const {
    const bool equal = node.kind == NodeKind::call && node.name == "_==_";
    const bool differ = node.kind == NodeKind::call && node.name == "_!=_";
    if ((!equal && !differ) || node.children.size() != 2) return std::nullopt;
    for (const std::size_t side : {0U, 1U}) {
      const Node& literal = tree_.at(node.children[side]);
      const auto* value = literal.value.get_if<bool>();
      if (literal.kind != NodeKind::literal || value == nullptr) continue;
      return Demand{node.children[1 - side], *value == equal ? Truth::holds : Truth::fails};
    }
    return std::nullopt;
  }

  Branches any(const std::vector<NodeId>& children, Truth truth) {
    std::vector<Branch> result;
    for (const NodeId child : children) {
      auto more = of(child, truth);
      if (!more || !add(result, std::move(*more))) return std::nullopt;
    }
    return result;
  }

  Branches all(const std::vector<NodeId>& children, Truth truth) {
    std::vector<Branch> result = {{}};
    for (const NodeId child : children) {
      auto more = of(child, truth);
      if (!more || !multiply(result, *more)) return std::nullopt;
    }
    return result;
  }

  Branches choice(const Node& node, Truth truth) {
    std::vector<Branch> result;
    for (const Truth condition : {Truth::holds, Truth::fails}) {
      auto way = of(node.children[0], condition);
      const auto then = of(node.children[condition == Truth::holds ? 1 : 2], truth);
      if (!way || !then || !multiply(*way, *then) || !add(result, std::move(*way)))
        return std::nullopt;
    }
    return result;
  }

  static bool add(std::vector<Branch>& result, std::vector<Branch> more) {
    for (Branch& branch : more) result.push_back(std::move(branch));
    return result.size() <= branches_max && count(result) <= demands_max;
  }

  /// Each of `result` together with each of `more`.
  bool multiply(std::vector<Branch>& result, const std::vector<Branch>& more) {
    const std::size_t demands = count(result) * more.size() + count(more) * result.size();
    if (result.size() * more.size() > branches_max || demands > demands_max) return false;
    if (more.size() == 1) {
      for (Branch& branch : result)
        branch.insert(branch.end(), more.front().begin(), more.front().end());
      return meter_.spend(count(more) * result.size());
    }
    std::vector<Branch> product;
    for (const Branch& left : result)
      for (const Branch& right : more) {
        product.push_back(left);
        product.back().insert(product.back().end(), right.begin(), right.end());
      }
    result = std::move(product);
    return meter_.spend(demands);
  }

  const Tree& tree_;
  Meter& meter_;
};

}  // namespace

Truth opposite(Truth truth) {
  return truth == Truth::holds ? Truth::fails : Truth::holds;
}

Branches branches(const Tree& tree, NodeId node, Truth truth, Meter& meter) {
  return Expansion(tree, meter).of(node, truth);
}

}  // namespace verloop::cel
