#include "engine/cel/possible.hpp"

#include <algorithm>

#include "engine/cel/ast.hpp"
#include "engine/cel/branches.hpp"
#include "engine/cel/describe.hpp"
#include "engine/cel/read_paths.hpp"

namespace verloop::cel {
namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

struct Finding {
  NodeId node = 0;
  std::string reason;
};
using Found = std::optional<Finding>;  // None: as far as is known it may be.

Found at(NodeId node, Constraints::Reason reason) {
  if (!reason) return std::nullopt;
  return Finding{node, std::move(*reason)};
}

struct Comparison {
  NodeId left = 0;
  NodeId right = 0;
  Relations relations = 0;  // That make it true.
};

std::optional<Comparison> comparison(const Node& node, Truth truth) {
  static const std::map<std::string, Relations, std::less<>> names = {
      {"_==_", equal},  {"_!=_", less | greater | unordered},
      {"_<_", less},    {"_<=_", less | equal},
      {"_>_", greater}, {"_>=_", greater | equal}};
  const auto name = names.find(node.name);
  if (node.kind != NodeKind::call || name == names.end() || node.children.size() != 2)
    return std::nullopt;
  const Relations wanted = truth == Truth::holds ? name->second : any_relation & ~name->second;
  return Comparison{node.children[0], node.children[1], wanted};
}

class Analysis {
 public:
  Analysis(const Tree& tree, const Knowledge& knowledge, Meter& meter)
      : tree_(tree), knowledge_(knowledge), meter_(meter), paths_(tree, knowledge.aliases) {}

  Found never(NodeId id, Truth truth) {
    const auto ways = branches(tree_, id, truth, meter_);
    if (!ways) return std::nullopt;
    Found first;
    for (const Branch& way : *ways) {
      Found found = refute(way);
      if (!found) return std::nullopt;
      if (!first) first = std::move(found);
    }
    return first;
  }

 private:
  Found refute(const Branch& branch) {
    Constraints constraints;
    for (const Demand& demand : branch) {
      if (!meter_.spend(4)) return std::nullopt;
      if (Found found = add(demand, constraints)) return found;
    }
    return std::nullopt;
  }

  std::string text(NodeId id) const { return describe(tree_, id); }

  Known known(NodeId id) const {
    const std::string path = paths_.of(id);
    return path.empty() ? Known{} : knowledge_.of(path);
  }

  Found add(const Demand& demand, Constraints& constraints) {
    const Node& node = tree_.at(demand.node);
    if (node.kind == NodeKind::test) return add_test(demand, constraints);
    if (Found found = add_reads(demand.node, constraints)) return found;
    if (node.kind == NodeKind::literal) return add_literal(demand);
    if (node.kind == NodeKind::comprehension)
      if (Found found = add_comprehension(demand)) return found;
    if (const auto compared = comparison(node, demand.truth))
      if (Found found = add_comparison(demand.node, *compared, constraints)) return found;
    if (node.kind == NodeKind::call && node.name == "@in")
      if (Found found = add_membership(demand, constraints)) return found;
    return at(demand.node, constraints.comes_to(text(demand.node), demand.truth));
  }

  /// What a part reads whatever comes of it must be there.
  Found add_reads(NodeId id, Constraints& constraints) {
    for (const NodeId read : certain_reads(tree_, id)) {
      if (!meter_.spend(1)) return std::nullopt;
      Found found = at(read, constraints.there(text(read), known(read), text(id)));
      if (found) return found;
    }
    return std::nullopt;
  }

  Found add_test(const Demand& demand, Constraints& constraints) {
    const Node& node = tree_.at(demand.node);
    const std::string value = text(node.children[0]) + "." + node.name;
    const std::string path = paths_.of(demand.node);
    const Known known = path.empty() ? Known{} : knowledge_.of(path);
    if (demand.truth == Truth::fails)
      return at(demand.node, constraints.not_there(value, known, text(demand.node)));
    if (Found found = add_reads(node.children[0], constraints)) return found;
    return at(demand.node, constraints.there(value, known, text(demand.node)));
  }

  Found add_literal(const Demand& demand) const {
    const auto* value = tree_.at(demand.node).value.get_if<bool>();
    if (value == nullptr || *value == (demand.truth == Truth::holds)) return std::nullopt;
    return Finding{demand.node, *value ? "it is always true" : "it is always false"};
  }

  /// Of an entry that is asked for something, the list must be able to have one that gives it.
  Found add_comprehension(const Demand& demand) {
    const Node& node = tree_.at(demand.node);
    const bool some = (node.macro == Macro::exists || node.macro == Macro::exists_one) &&
                      demand.truth == Truth::holds;
    const bool not_all = node.macro == Macro::all && demand.truth == Truth::fails;
    if (!some && !not_all) return std::nullopt;
    if (known(node.children[0]).always_empty)
      return Finding{node.children[0],
                     "nothing that can be recorded adds to " + text(node.children[0])};
    paths_.enter(node);
    return never(node.children[1], demand.truth);
  }

  Found add_comparison(NodeId id, const Comparison& compared, Constraints& constraints) {
    const bool literal_left = tree_.at(compared.left).kind == NodeKind::literal;
    const bool literal_right = tree_.at(compared.right).kind == NodeKind::literal;
    if (literal_left && literal_right) return std::nullopt;
    if (literal_right)
      return add_limit(id, compared.left, compared.relations, compared.right, constraints);
    if (literal_left)
      return add_limit(id, compared.right, mirrored(compared.relations), compared.left,
                       constraints);
    return at(id, constraints.compare(text(compared.left), text(compared.right), compared.relations,
                                      text(id)));
  }

  /// A value beside a literal.
  Found add_limit(NodeId id, NodeId value, Relations relations, NodeId literal,
                  Constraints& constraints) {
    const Value& limit = tree_.at(literal).value;
    if (const auto* word = limit.get_if<std::string>()) {
      if (relations == equal)
        return at(id, constraints.one_of(text(value), known(value), {*word}, text(id)));
      if ((relations & equal) == 0 && (relations & less) != 0 && (relations & greater) != 0)
        return at(id, constraints.none_of(text(value), known(value), {*word}, text(id)));
      return std::nullopt;
    }
    if (const auto* number = limit.get_if<std::int64_t>())
      if (const auto whole = known_number(value))
        return add_bounds(id, text(value), *whole, relations, *number, constraints);
    if (const auto* day = limit.get_if<Date>()) {
      const std::int64_t number = std::chrono::sys_days(*day).time_since_epoch().count();
      return add_bounds(id, text(value), Known{}, relations, number, constraints);
    }
    return std::nullopt;
  }

  /// Of what is a whole number for certain: fields and sizes; none of all else.
  std::optional<Known> known_number(NodeId id) const {
    const Node& node = tree_.at(id);
    if (!paths_.of(id).empty()) return known(id);
    if (node.kind != NodeKind::call || node.name != "size") return std::nullopt;
    Known size;
    size.min = 0;
    if (known(node.children[0]).always_empty) size.max = 0;
    return size;
  }

  Found add_bounds(NodeId id, const std::string& value, const Known& known, Relations relations,
                   std::int64_t limit, Constraints& constraints) const {
    return at(id, bounds(value, known, relations, limit, constraints, text(id)));
  }

  static Constraints::Reason bounds(const std::string& value, const Known& known,
                                    Relations relations, std::int64_t limit,
                                    Constraints& constraints, const std::string& said) {
    if (limit == lowest || limit == highest) return std::nullopt;
    switch (relations & (less | equal | greater)) {
      case less:
        return constraints.within(value, known, lowest, limit - 1, said);
      case less | equal:
        return constraints.within(value, known, lowest, limit, said);
      case equal:
        return constraints.within(value, known, limit, limit, said);
      case greater | equal:
        return constraints.within(value, known, limit, highest, said);
      case greater:
        return constraints.within(value, known, limit + 1, highest, said);
      case less | greater:
        return constraints.is_not(value, known, limit, said);
      default:
        return std::nullopt;
    }
  }

  Found add_membership(const Demand& demand, Constraints& constraints) {
    const Node& node = tree_.at(demand.node);
    const Node& list = tree_.at(node.children[1]);
    if (list.kind != NodeKind::literal) {
      const bool empty = demand.truth == Truth::holds && known(node.children[1]).always_empty;
      if (!empty) return std::nullopt;
      return Finding{node.children[1],
                     "nothing that can be recorded adds to " + text(node.children[1])};
    }
    const auto* elements = list.value.get_if<std::shared_ptr<const List>>();
    if (elements == nullptr) return std::nullopt;
    std::set<std::string> words;
    for (const Value& element : **elements) {
      const auto* word = element.get_if<std::string>();
      if (word == nullptr) return std::nullopt;
      words.insert(*word);
    }
    const NodeId value = node.children[0];
    if (demand.truth == Truth::fails)
      return at(demand.node,
                constraints.none_of(text(value), known(value), words, text(demand.node)));
    if (words.empty()) return Finding{demand.node, "it is always false"};
    return at(demand.node, constraints.one_of(text(value), known(value), words, text(demand.node)));
  }

  const Tree& tree_;
  const Knowledge& knowledge_;
  Meter& meter_;
  ReadPaths paths_;
};

Remark remark(const Tree& tree, const Finding& finding) {
  return {begin_of(tree, finding.node), finding.reason};
}

}  // namespace

std::optional<Remark> why_never(const Program& program, Truth truth, const Knowledge& knowledge,
                                Meter& meter) {
  const Tree& tree = program.tree();
  const Found found = Analysis(tree, knowledge, meter).never(tree.root, truth);
  if (!found) return std::nullopt;
  return remark(tree, *found);
}

std::optional<Remark> why_always(const Program& program, Truth truth, const Knowledge& knowledge,
                                 Meter& meter) {
  const Tree& tree = program.tree();
  if (may_fail(program, knowledge)) return std::nullopt;
  const Found found = Analysis(tree, knowledge, meter).never(tree.root, opposite(truth));
  if (!found) return std::nullopt;
  const bool is_literal = tree.at(tree.root).kind == NodeKind::literal;
  return Remark{begin_of(tree, tree.root), is_literal ? found->reason : "whatever is recorded"};
}

}  // namespace verloop::cel
