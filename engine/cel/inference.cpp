#include "engine/cel/inference.hpp"

#include <algorithm>

namespace verloop::cel {
namespace {

// Deeper types than this fit nothing; the depth of a text is limited well below.
constexpr int type_depth_max = 300;

bool is_dyn(const Type& type) {
  return type.kind == Kind::dyn && type.record.empty();
}

/// `list` without a parameter is a list of dyn.
Type parameter_of(const Type& type, std::size_t i) {
  return i < type.parameters.size() ? type.parameters[i] : Type{};
}

std::size_t arity(const Type& type) {
  if (type.kind == Kind::list) return 1;
  return type.kind == Kind::map ? 2 : 0;
}

bool is_as_general(const Type& a, const Type& b) {
  if (a.kind == Kind::dyn) return true;  // dyn or a parameter
  if (b.kind == Kind::dyn || a.kind != b.kind) return false;
  for (std::size_t i = 0; i < arity(a); ++i)
    if (!is_as_general(parameter_of(a, i), parameter_of(b, i))) return false;
  return a.record == b.record;
}

}  // namespace

Type type_parameter(std::string_view name) {
  return Type{Kind::dyn, {}, "?" + std::string(name)};
}

bool is_parameter(const Type& type) {
  return type.kind == Kind::dyn && !type.record.empty();
}

Type Inference::fresh() {
  return type_parameter(std::to_string(made_++));
}

Type Inference::instantiate(const Type& type, std::map<std::string, Type>& names) {
  if (is_parameter(type)) {
    const auto found = names.find(type.record);
    return found != names.end() ? found->second : names.emplace(type.record, fresh()).first->second;
  }
  Type result = type;
  for (Type& parameter : result.parameters) parameter = instantiate(parameter, names);
  return result;
}

bool Inference::mentions(const Type& type, const std::string& parameter) const {
  if (is_parameter(type)) {
    if (type.record == parameter) return true;
    const auto found = known_.find(type.record);
    return found != known_.end() && mentions(found->second, parameter);
  }
  return std::any_of(type.parameters.begin(), type.parameters.end(),
                     [&](const Type& inner) { return mentions(inner, parameter); });
}

void Inference::learn(const std::string& parameter, const Type& type) {
  const auto found = known_.find(parameter);
  undo_.emplace_back(parameter, found == known_.end() ? type_parameter("") : found->second);
  known_[parameter] = type;
}

bool Inference::keep_or_undo(bool fitted) {
  const Type nothing = type_parameter("");
  for (; !fitted && !undo_.empty(); undo_.pop_back()) {
    auto& [parameter, before] = undo_.back();
    if (before == nothing)
      known_.erase(parameter);
    else
      known_[parameter] = std::move(before);
  }
  undo_.clear();
  return fitted;
}

bool Inference::bind(const Type& type, const Type& parameter, int depth) {
  if (type == parameter) return true;
  const auto found = known_.find(parameter.record);
  if (found == known_.end()) {
    if (mentions(type, parameter.record)) return false;
    learn(parameter.record, type);
    return true;
  }
  const Type before = found->second;
  if (type == before) return true;
  if (!fits(type, before, depth + 1)) return false;
  const Type& general = is_as_general(type, before) ? type : before;
  if (!mentions(general, parameter.record)) learn(parameter.record, general);
  return true;
}

bool Inference::fits(const Type& actual, const Type& expected, int depth) {
  if (depth > type_depth_max) return false;
  if (is_parameter(expected)) {
    if (bind(actual, expected, depth)) return true;
    if (known_.contains(expected.record)) return false;
  }
  if (is_parameter(actual)) return bind(expected, actual, depth);
  if (is_dyn(actual) || is_dyn(expected)) return true;
  if (actual.kind != expected.kind || actual.record != expected.record) return false;
  for (std::size_t i = 0; i < arity(actual); ++i)
    if (!fits(parameter_of(actual, i), parameter_of(expected, i), depth + 1)) return false;
  return true;
}

bool Inference::assign(const Type& actual, const Type& expected) {
  return keep_or_undo(fits(actual, expected, 0));
}

bool Inference::assign(const std::vector<Type>& actual, const std::vector<Type>& expected) {
  bool fitted = actual.size() == expected.size();
  for (std::size_t i = 0; fitted && i < actual.size(); ++i)
    fitted = fits(actual[i], expected[i], 0);
  return keep_or_undo(fitted);
}

Type Inference::join(const Type& a, const Type& b) {
  if (!assign(a, b)) return Type{};
  return is_as_general(a, b) ? a : b;
}

Type Inference::resolve(const Type& type) const {
  if (is_parameter(type)) {
    const auto found = known_.find(type.record);
    return found == known_.end() ? type : resolve(found->second);
  }
  Type result = type;
  for (Type& parameter : result.parameters) parameter = resolve(parameter);
  return result;
}

Type Inference::finished(const Type& type) const {
  Type result = resolve(type);
  if (is_parameter(result)) return Type{};
  for (Type& parameter : result.parameters) parameter = finished(parameter);
  return result;
}

}  // namespace verloop::cel
