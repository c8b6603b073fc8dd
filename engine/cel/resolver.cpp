#include "engine/cel/resolver.hpp"

#include <algorithm>

#include "engine/cel/functions.hpp"
#include "engine/cel/nearest_name.hpp"
#include "engine/cel/regex.hpp"

namespace verloop::cel {
namespace {

struct NamedType {
  std::string_view name;
  Kind kind;
};

constexpr NamedType type_names[] = {{"bool", Kind::boolean},
                                    {"int", Kind::integer},
                                    {"uint", Kind::unsigned_integer},
                                    {"double", Kind::real},
                                    {"string", Kind::string},
                                    {"bytes", Kind::bytes},
                                    {"list", Kind::list},
                                    {"map", Kind::map},
                                    {"null_type", Kind::null},
                                    {"type", Kind::type},
                                    {"date", Kind::date},
                                    {"google.protobuf.Timestamp", Kind::timestamp},
                                    {"google.protobuf.Duration", Kind::duration}};

class Resolver {
 public:
  Resolver(Tree& tree, const Environment& environment, Checking checking)
      : tree_(tree), environment_(environment), strict_(checking == Checking::types) {}

  std::optional<Fault> run() {
    visit(tree_.root);
    return std::move(fault_);
  }

 private:
  void visit(NodeId id) {
    Node& node = tree_.at(id);
    switch (node.kind) {
      case NodeKind::name:
        if (!bind(id, node.name)) refuse_name(node);
        return;
      case NodeKind::select: {
        const std::string name = dotted(id);
        if (!name.empty() && bind(id, name)) return;
        break;
      }
      case NodeKind::call:
        bind_function(node);
        break;
      case NodeKind::comprehension:
        comprehension(id);
        return;
      case NodeKind::literal:
      case NodeKind::variable:
      case NodeKind::local:
      case NodeKind::test:
      case NodeKind::index:
      case NodeKind::list:
      case NodeKind::map:
      case NodeKind::conditional:
      case NodeKind::conjunction:
      case NodeKind::disjunction:
        break;
    }
    for (const NodeId child : tree_.at(id).children) visit(child);
  }

  /// `a.b.c` when the node is such a chain that starts with a free identifier; else empty.
  std::string dotted(NodeId id) const {
    const Node& node = tree_.at(id);
    if (node.kind == NodeKind::name)
      return !node.rooted && local(node.name) != nullptr ? std::string() : node.name;
    if (node.kind != NodeKind::select || node.quoted) return {};
    const std::string front = dotted(node.children[0]);
    return front.empty() ? front : front + "." + node.name;
  }

  /// Its slot.
  const std::uint32_t* local(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (scope->first == name) return &scope->second;
    return nullptr;
  }

  bool bind(NodeId id, const std::string& name) {
    Node& node = tree_.at(id);
    const bool is_plain = node.kind == NodeKind::name && !node.rooted;
    if (const auto* slot = is_plain ? local(name) : nullptr) {
      node.kind = NodeKind::local;
      node.slot = *slot;
      return true;
    }
    if (environment_.variables.contains(name)) {
      node.kind = NodeKind::variable;
      node.slot = variable(name);
      node.name = name;
      node.children.clear();
      return true;
    }
    const auto type = std::find_if(std::begin(type_names), std::end(type_names),
                                   [&](const NamedType& entry) { return entry.name == name; });
    if (type == std::end(type_names)) return false;
    node.kind = NodeKind::literal;
    node.value = Value::of(Type{type->kind, {}, {}});
    node.children.clear();
    return true;
  }

  std::uint32_t variable(const std::string& name) {
    auto& variables = tree_.variables;
    const auto found = std::find(variables.begin(), variables.end(), name);
    if (found != variables.end()) return static_cast<std::uint32_t>(found - variables.begin());
    variables.push_back(name);
    return static_cast<std::uint32_t>(variables.size() - 1);
  }

  void bind_function(Node& node) {
    const auto found = library().find(node.name);
    if (found != library().end()) {
      node.function = &found->second;
      bind_pattern(node);
    } else if (strict_) {
      std::vector<std::string> names = {"has"};
      for (const auto& entry : library()) names.push_back(entry.first);
      if (node.method) names = {"all", "exists", "exists_one", "map", "filter"};
      if (node.method)
        for (const auto& [name, function] : library())
          if (function.signatures[0].method || name == "size") names.push_back(name);
      refuse(node.offset,
             "there is no function '" + node.name + "'" + suggestion(node.name, names));
    }
  }

  void bind_pattern(Node& node) {
    if (node.name != "matches" || node.children.size() != 2) return;
    const Node& pattern = tree_.at(node.children[1]);
    const auto* text = pattern.value.get_if<std::string>();
    if (pattern.kind != NodeKind::literal || text == nullptr) return;
    node.regex = Regex::compile(*text);
    if (node.regex == nullptr && strict_)
      refuse(pattern.offset, "this is no regular expression (the syntax is that of re2)");
  }

  void comprehension(NodeId id) {
    const std::vector<NodeId> children = tree_.at(id).children;
    visit(children[0]);
    const auto slot = static_cast<std::uint32_t>(scopes_.size());
    tree_.at(id).slot = slot;
    tree_.locals_max = std::max(tree_.locals_max, slot + 1);
    scopes_.emplace_back(tree_.at(id).name, slot);
    for (std::size_t i = 1; i < children.size(); ++i) visit(children[i]);
    scopes_.pop_back();
  }

  void refuse_name(const Node& node) {
    if (!strict_) return;
    std::vector<std::string> names;
    for (const auto& entry : environment_.variables) names.push_back(entry.first);
    for (const auto& scope : scopes_) names.push_back(scope.first);
    refuse(node.offset, "there is no variable '" + node.name + "'" + suggestion(node.name, names));
  }

  void refuse(std::uint32_t offset, std::string message) {
    if (!fault_) fault_ = Fault{offset, std::move(message)};
  }

  Tree& tree_;
  const Environment& environment_;
  bool strict_;
  std::vector<std::pair<std::string, std::uint32_t>> scopes_;
  std::optional<Fault> fault_;
};

}  // namespace

std::optional<Fault> resolve_names(Tree& tree, const Environment& environment, Checking checking) {
  return Resolver(tree, environment, checking).run();
}

}  // namespace verloop::cel
