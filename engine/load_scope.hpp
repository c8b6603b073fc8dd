#pragma once
// Compiling the expressions of a procedure where they stand: each place has its own variables, and
// a fault names the place inside the file, what may be read there, and whether it is sealed.

#include <string>
#include <vector>

#include "engine/cel/cel.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// What an expression may speak about. `explained` declares sealed fields too: what compiles there
/// alone is refused, with the reason.
struct LoadScope {
  cel::Environment open;
  cel::Environment explained;

  LoadScope with(const std::vector<std::string>& variables) const;  // These and no other ones.
  void add(const std::string& variable, const cel::Type& type);
};

/// None, and a fault, when the scalar `node` is no expression of the type that is expected. A dyn
/// is taken for any type.
std::optional<cel::Program> compile_at(const YamlNode& node, const std::string& what,
                                       const LoadScope& scope, const cel::Type& expected,
                                       std::vector<YamlFault>& faults);

/// The optional expression under `key`.
std::optional<cel::Program> compile_key(YamlMap& map, std::string_view key, const LoadScope& scope,
                                        cel::Kind expected);

cel::Type type_of(cel::Kind kind);

/// Whether a value of type `from` may stand where `to` is expected; dyn and parameters of dyn may.
bool is_assignable(const cel::Type& from, const cel::Type& to);

}  // namespace verloop
