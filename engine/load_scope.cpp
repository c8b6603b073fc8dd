#include "engine/load_scope.hpp"

#include <algorithm>

namespace verloop {
namespace {

std::string variables_of(const cel::Environment& environment) {
  std::string names;
  for (const auto& [name, type] : environment.variables)
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

/// Where `error`, a place in the text of `node`, lies in the file.
YamlPlace place_in_file(const YamlNode& node, const cel::CompileError& error) {
  return {node.content.line + error.line - 1, node.content.column + error.column - 1};
}

/// The type that a step of a path leads to; none when it is not declared. `name[]`: an entry.
std::optional<cel::Type> step(const cel::Type& from, std::string_view name,
                              const cel::Environment& environment) {
  if (from.kind != cel::Kind::record) return cel::Type{};
  const bool entry = name.ends_with("[]");
  if (entry) name.remove_suffix(2);
  const auto record = environment.records.find(from.record);
  if (record == environment.records.end()) return cel::Type{};
  const auto field = record->second.find(name);
  if (field == record->second.end()) return std::nullopt;
  if (!entry) return field->second;
  return field->second.parameters.empty() ? cel::Type{} : field->second.parameters.front();
}

bool is_declared(std::string_view path, const cel::Environment& environment) {
  std::size_t dot = path.find('.');
  const auto variable = environment.variables.find(path.substr(0, dot));
  if (variable == environment.variables.end()) return true;  // Not a matter of sealing.
  cel::Type type = variable->second;
  while (dot != std::string_view::npos) {
    path.remove_prefix(dot + 1);
    dot = path.find('.');
    const auto next = step(type, path.substr(0, dot), environment);
    if (!next) return false;
    type = *next;
  }
  return true;
}

/// The paths of `program` that are not declared in `open`: what is sealed.
std::string sealed_paths(const cel::Program& program, const cel::Environment& open) {
  std::string names;
  for (const std::string& path : program.paths())
    if (!is_declared(path, open)) names += (names.empty() ? "" : ", ") + path;
  return names;
}

}  // namespace

LoadScope LoadScope::with(const std::vector<std::string>& variables) const {
  LoadScope narrowed = *this;
  for (cel::Environment* environment : {&narrowed.open, &narrowed.explained})
    std::erase_if(environment->variables, [&](const auto& variable) {
      return std::find(variables.begin(), variables.end(), variable.first) == variables.end();
    });
  return narrowed;
}

void LoadScope::add(const std::string& variable, const cel::Type& type) {
  open.variables[variable] = type;
  explained.variables[variable] = type;
}

std::optional<cel::Program> compile_at(const YamlNode& node, const std::string& what,
                                       const LoadScope& scope, const cel::Type& expected,
                                       std::vector<YamlFault>& faults) {
  if (node.kind != YamlNode::Kind::scalar) {
    faults.push_back({node.place, what + ": expected an expression"});
    return std::nullopt;
  }
  auto program = cel::compile(node.text, scope.open);
  if (program.has_error()) {
    const cel::CompileError& error = program.error();
    const auto explained = cel::compile(node.text, scope.explained);
    const std::string problem =
        explained.has_value()
            ? "reads what is sealed (" + sealed_paths(*explained, scope.open) +
                  "); only open fields may be read here, as what was sealed can be erased"
            : error.message;
    faults.push_back({place_in_file(node, error),
                      what + ": " + problem + "; variables here: " + variables_of(scope.open) +
                          "\n" + cel::with_caret(error, node.text)});
    return std::nullopt;
  }
  if (!is_assignable(program->type(), expected)) {
    faults.push_back({node.content, what + ": the expression gives " +
                                        cel::to_string(program->type()) + ", expected " +
                                        cel::to_string(expected)});
    return std::nullopt;
  }
  return std::move(*program);
}

std::optional<cel::Program> compile_key(YamlMap& map, std::string_view key, const LoadScope& scope,
                                        cel::Kind expected) {
  const YamlNode* node = map.optional(key);
  if (node == nullptr) return std::nullopt;
  return compile_at(*node, map.what() + ", " + std::string(key), scope, type_of(expected),
                    map.faults());
}

cel::Type type_of(cel::Kind kind) {
  if (kind == cel::Kind::list) return cel::list_of({});
  return {kind, {}, {}};
}

bool is_assignable(const cel::Type& from, const cel::Type& to) {
  if (from.kind == cel::Kind::dyn || to.kind == cel::Kind::dyn) return true;
  if (from.kind == cel::Kind::list && to.kind == cel::Kind::list)
    return from.parameters.empty() || to.parameters.empty() ||
           is_assignable(from.parameters.front(), to.parameters.front());
  const bool object = from.kind == cel::Kind::record || from.kind == cel::Kind::map;
  if (object && to.kind == cel::Kind::record) return true;
  return from == to;
}

}  // namespace verloop
