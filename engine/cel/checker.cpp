#include "engine/cel/checker.hpp"

#include <optional>

#include "engine/cel/functions.hpp"
#include "engine/cel/inference.hpp"
#include "engine/cel/nearest_name.hpp"

namespace verloop::cel {
namespace {

class Checker {
 public:
  Checker(Tree& tree, const Environment& environment) : tree_(tree), environment_(environment) {}

  boost::system::result<Type, Fault> run() {
    const Type type = infer(tree_.root);
    if (fault_) return std::move(*fault_);
    return types_.finished(type);
  }

 private:
  // After a fault everything is dyn; only the first counts.
  Type refuse(std::uint32_t offset, std::string message) {
    if (!fault_) fault_ = Fault{offset, std::move(message)};
    return Type{};
  }

  std::string shown(const Type& type) const { return to_string(types_.finished(type)); }

  Type infer(NodeId id) {
    const Node& node = tree_.at(id);
    switch (node.kind) {
      case NodeKind::literal:
        return Type{node.value.kind(), {}, {}};
      case NodeKind::name:
        return Type{};  // The resolver has refused it.
      case NodeKind::variable:
        return environment_.variables.at(tree_.variables[node.slot]);
      case NodeKind::local:
        return locals_[node.slot];
      case NodeKind::select:
        return select(id);
      case NodeKind::test:
        select(id);
        return Type{Kind::boolean, {}, {}};
      case NodeKind::call:
        return call(node);
      case NodeKind::index:
        return index(node);
      case NodeKind::list:
        return list_of(joined(infer_each(node.children), 0, 1));
      case NodeKind::map:
        return map(node);
      case NodeKind::conditional:
        return conditional(node);
      case NodeKind::conjunction:
      case NodeKind::disjunction:
        for (const NodeId child : node.children) expect_bool(child);
        return Type{Kind::boolean, {}, {}};
      case NodeKind::comprehension:
        return comprehension(node);
    }
    return Type{};
  }

  void expect_bool(NodeId id) {
    const Type type = infer(id);
    if (!types_.assign(type, Type{Kind::boolean, {}, {}}))
      refuse(tree_.at(id).offset, "expected a bool, this is " + shown(type));
  }

  Type select(NodeId id) {
    const Type operand = types_.resolve(infer(tree_.at(id).children[0]));
    Node& node = tree_.at(id);
    if (operand.kind == Kind::dyn) return Type{};
    if (operand.kind == Kind::map) {
      if (operand.parameters.size() != 2) return Type{};
      if (types_.assign(Type{Kind::string, {}, {}}, operand.parameters[0]))
        return operand.parameters[1];
      return refuse(node.offset, "the keys of " + shown(operand) + " are no field names");
    }
    if (operand.kind != Kind::record)
      return refuse(node.offset, shown(operand) + " has no field '" + node.name + "'");
    const auto record = environment_.records.find(operand.record);
    if (record == environment_.records.end())
      return refuse(node.offset, "the record type '" + operand.record + "' is not declared");
    const auto field = record->second.find(node.name);
    if (field == record->second.end()) return refuse_field(node, record->second, operand.record);
    if (field->second.kind == Kind::record) node.record = field->second.record;
    return field->second;
  }

  template <class Fields>
  Type refuse_field(const Node& node, const Fields& fields, const std::string& record) {
    std::vector<std::string> names;
    for (const auto& entry : fields) names.push_back(entry.first);
    return refuse(node.offset, "'" + record + "' has no field '" + node.name + "'" +
                                   suggestion(node.name, names));
  }

  Type call(const Node& node) {
    const std::vector<Type> arguments = infer_each(node.children);
    if (node.function == nullptr || fault_) return Type{};
    std::optional<Type> result;
    for (const Signature& signature : node.function->signatures) {
      if (signature.method != node.method) continue;
      std::map<std::string, Type> names;
      std::vector<Type> parameters;
      for (const Type& parameter : signature.parameters)
        parameters.push_back(types_.instantiate(parameter, names));
      if (!types_.assign(arguments, parameters)) continue;
      Type type = types_.resolve(types_.instantiate(signature.result, names));
      result = !result || *result == type ? std::move(type) : Type{};
    }
    return result ? *result : refuse_call(node, arguments);
  }

  Type refuse_call(const Node& node, const std::vector<Type>& arguments) {
    std::string given;
    for (std::size_t i = node.method ? 1 : 0; i < arguments.size(); ++i)
      given += (given.empty() ? "" : ", ") + shown(arguments[i]);
    std::string message = "'" + spelling(node.name) + "' does not take (" + given + ")";
    if (node.method)
      message = shown(arguments[0]) + " has no method " + node.name + "(" + given + ")";
    for (const Type& type : arguments)
      if (type.kind == Kind::null)
        message += "; whether a field has a value is asked with has(...)";
    return refuse(node.offset, std::move(message));
  }

  Type index(const Node& node) {
    const Type operand = types_.resolve(infer(node.children[0]));
    const Type key = infer(node.children[1]);
    if (operand.kind == Kind::dyn) return Type{};
    if (operand.kind != Kind::list && operand.kind != Kind::map)
      return refuse(node.offset, shown(operand) + " has no elements");
    const bool is_list = operand.kind == Kind::list;
    const Type expected = is_list                      ? Type{Kind::integer, {}, {}}
                          : operand.parameters.empty() ? Type{}
                                                       : operand.parameters[0];
    if (!types_.assign(key, expected))
      return refuse(node.offset, "the index of " + shown(operand) + " cannot be " + shown(key));
    return operand.parameters.empty() ? Type{} : types_.resolve(operand.parameters.back());
  }

  std::vector<Type> infer_each(const std::vector<NodeId>& nodes) {
    std::vector<Type> types;
    for (const NodeId node : nodes) types.push_back(infer(node));
    return types;
  }

  /// The type that covers every `step`th from `first` on.
  Type joined(const std::vector<Type>& types, std::size_t first, std::size_t step) {
    if (first >= types.size()) return types_.fresh();
    Type result = types[first];
    for (std::size_t i = first + step; i < types.size(); i += step)
      result = types_.join(result, types[i]);
    return types_.resolve(result);
  }

  Type map(const Node& node) {
    const std::vector<Type> types = infer_each(node.children);
    for (std::size_t i = 0; i < types.size(); i += 2) expect_key(node.children[i], types[i]);
    return map_of(joined(types, 0, 2), joined(types, 1, 2));
  }

  void expect_key(NodeId id, const Type& given) {
    const Type type = types_.resolve(given);
    const bool fits = type.kind == Kind::dyn || type.kind == Kind::boolean ||
                      type.kind == Kind::integer || type.kind == Kind::unsigned_integer ||
                      type.kind == Kind::string;
    if (!fits) refuse(tree_.at(id).offset, shown(type) + " cannot be the key of a map");
  }

  Type conditional(const Node& node) {
    expect_bool(node.children[0]);
    const Type yes = infer(node.children[1]);
    const Type no = infer(node.children[2]);
    const Type either = types_.fresh();
    if (!types_.assign({yes, no}, {either, either}))
      return refuse(node.offset, "both sides of ':' must have one type, they are " + shown(yes) +
                                     " and " + shown(no));
    return types_.resolve(either);
  }

  Type comprehension(const Node& node) {
    const Type range = types_.resolve(infer(node.children[0]));
    if (range.kind != Kind::list && range.kind != Kind::map && range.kind != Kind::dyn)
      return refuse(node.offset, shown(range) + " has no elements");
    locals_.resize(node.slot);
    locals_.push_back(range.parameters.empty() ? Type{} : range.parameters[0]);
    if (node.macro == Macro::map) {
      if (node.children.size() == 3) expect_bool(node.children[1]);
      return list_of(types_.resolve(infer(node.children.back())));
    }
    expect_bool(node.children[1]);
    if (node.macro == Macro::filter) return list_of(types_.resolve(locals_[node.slot]));
    return Type{Kind::boolean, {}, {}};
  }

  Tree& tree_;
  const Environment& environment_;
  Inference types_;
  std::vector<Type> locals_;
  std::optional<Fault> fault_;
};

}  // namespace

boost::system::result<Type, Fault> check_types(Tree& tree, const Environment& environment) {
  return Checker(tree, environment).run();
}

}  // namespace verloop::cel
