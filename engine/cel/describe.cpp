#include "engine/cel/describe.hpp"

#include <cstdio>

#include "engine/cel/functions.hpp"
#include "engine/cel/moments.hpp"

namespace verloop::cel {
namespace {

/// How tightly the parts of an expression hold together.
enum class Binding : std::uint8_t { choice, either, both, relation, sum, product, sign, whole };

Binding tighter(Binding binding) {
  return binding == Binding::whole ? binding : static_cast<Binding>(static_cast<int>(binding) + 1);
}

bool is_infix(const Node& node) {
  return node.kind == NodeKind::call && !node.method && node.children.size() == 2 &&
         (node.name.starts_with('_') || node.name == "@in");
}

Binding binding_of(const Node& node) {
  if (node.kind == NodeKind::conditional) return Binding::choice;
  if (node.kind == NodeKind::disjunction) return Binding::either;
  if (node.kind == NodeKind::conjunction) return Binding::both;
  if (node.kind == NodeKind::call && node.children.size() == 1 && node.name.ends_with('_'))
    return Binding::sign;
  if (!is_infix(node)) return Binding::whole;
  if (node.name == "_+_" || node.name == "_-_") return Binding::sum;
  if (node.name == "_*_" || node.name == "_/_" || node.name == "_%_") return Binding::product;
  return Binding::relation;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string span_text(const Span& span) {
  const bool is_days = span.nanos == 0 && span.seconds % seconds_per_day == 0;
  if (is_days) return "days(" + std::to_string(span.seconds / seconds_per_day) + ")";
  return "duration('" + std::to_string(span.seconds) + "s" + std::to_string(span.nanos) + "ns')";
}

std::string real_text(double number) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17g", number);
  return buffer;
}

std::string value_text(const Value& value);

std::string list_text(const List& list) {
  std::string text;
  for (const Value& element : list) text += (text.empty() ? "" : ", ") + value_text(element);
  return "[" + text + "]";
}

std::string value_text(const Value& value) {
  if (const auto* truth = value.get_if<bool>()) return *truth ? "true" : "false";
  if (const auto* number = value.get_if<std::int64_t>()) return std::to_string(*number);
  if (const auto* number = value.get_if<std::uint64_t>()) return std::to_string(*number) + "u";
  if (const auto* number = value.get_if<double>()) return real_text(*number);
  if (const auto* text = value.get_if<std::string>()) return quoted(*text);
  if (const auto* bytes = value.get_if<Bytes>()) return "b" + quoted(bytes->data);
  if (const auto* day = value.get_if<Date>()) return "date('" + format(*day) + "')";
  if (const auto* span = value.get_if<Span>()) return span_text(*span);
  if (const auto* moment = value.get_if<Moment>())
    return "timestamp(" + std::to_string(moment->seconds) + "." + std::to_string(moment->nanos) +
           ")";
  if (const auto* type = value.get_if<Type>()) return to_string(*type);
  if (const auto* list = value.get_if<std::shared_ptr<const List>>()) return list_text(**list);
  return "null";
}

class Writer {
 public:
  explicit Writer(const Tree& tree) : tree_(tree) {}

  std::string text(NodeId id, Binding least) const {
    const Node& node = tree_.at(id);
    const std::string inner = bare(node);
    return binding_of(node) < least ? "(" + inner + ")" : inner;
  }

 private:
  std::string whole(NodeId id) const { return text(id, Binding::whole); }

  std::string joined(const Node& node, std::size_t first, const std::string& between,
                     Binding least) const {
    std::string out;
    for (std::size_t i = first; i < node.children.size(); ++i)
      out += (i == first ? "" : between) + text(node.children[i], least);
    return out;
  }

  std::string bare(const Node& node) const {
    switch (node.kind) {
      case NodeKind::literal:
        return value_text(node.value);
      case NodeKind::name:
      case NodeKind::variable:
      case NodeKind::local:
        return node.name;
      case NodeKind::select:
        return whole(node.children[0]) + "." + node.name;
      case NodeKind::test:
        return "has(" + whole(node.children[0]) + "." + node.name + ")";
      case NodeKind::call:
        return call(node);
      case NodeKind::index:
        return whole(node.children[0]) + "[" + text(node.children[1], Binding::choice) + "]";
      case NodeKind::list:
        return "[" + joined(node, 0, ", ", Binding::choice) + "]";
      case NodeKind::map:
        return map(node);
      case NodeKind::conditional:
        return text(node.children[0], Binding::either) + " ? " +
               text(node.children[1], Binding::either) + " : " +
               text(node.children[2], Binding::choice);
      case NodeKind::conjunction:
        return joined(node, 0, " && ", Binding::relation);
      case NodeKind::disjunction:
        return joined(node, 0, " || ", Binding::both);
      case NodeKind::comprehension:
        return comprehension(node);
    }
    return {};
  }

  std::string map(const Node& node) const {
    std::string out;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2)
      out += (i == 0 ? "" : ", ") + text(node.children[i], Binding::choice) + ": " +
             text(node.children[i + 1], Binding::choice);
    return "{" + out + "}";
  }

  std::string call(const Node& node) const {
    if (binding_of(node) == Binding::sign)
      return spelling(node.name) + text(node.children[0], Binding::sign);
    if (is_infix(node)) {
      const Binding own = binding_of(node);
      return text(node.children[0], own) + " " + spelling(node.name) + " " +
             text(node.children[1], tighter(own));
    }
    if (node.method)
      return whole(node.children[0]) + "." + node.name + "(" +
             joined(node, 1, ", ", Binding::choice) + ")";
    return node.name + "(" + joined(node, 0, ", ", Binding::choice) + ")";
  }

  std::string comprehension(const Node& node) const {
    static constexpr const char* names[] = {"all", "exists", "exists_one", "map", "filter"};
    return whole(node.children[0]) + "." + names[static_cast<std::size_t>(node.macro)] + "(" +
           node.name + ", " + joined(node, 1, ", ", Binding::choice) + ")";
  }

  const Tree& tree_;
};

}  // namespace

std::string describe(const Tree& tree, NodeId node) {
  return Writer(tree).text(node, Binding::choice);
}

}  // namespace verloop::cel
