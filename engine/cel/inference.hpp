#pragma once
// Types with parameters: which type may stand where, and what that says about the parameters. After
// cel-go's checker: a parameter takes the most general of the types it meets; dyn fits everywhere.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/cel/value.hpp"

namespace verloop::cel {

/// A parameter of a signature or a type that is still open, written as a dyn with a name.
Type type_parameter(std::string_view name);
bool is_parameter(const Type& type);

class Inference {
 public:
  /// A parameter that nothing is known of yet: the element of `[]`.
  Type fresh();
  /// The type with each of its parameters replaced by a fresh one; the same for the same.
  Type instantiate(const Type& type, std::map<std::string, Type>& names);

  /// True when a value of type `actual` may stand where `expected` is; what that says about
  /// parameters is then known. When false nothing has changed.
  bool assign(const Type& actual, const Type& expected);
  bool assign(const std::vector<Type>& actual, const std::vector<Type>& expected);

  /// The type that covers both elements of a list: the more general one, or dyn.
  Type join(const Type& a, const Type& b);
  /// With everything that is known filled in.
  Type resolve(const Type& type) const;
  /// The same, and what is still open is dyn.
  Type finished(const Type& type) const;

 private:
  bool fits(const Type& actual, const Type& expected, int depth);
  bool bind(const Type& type, const Type& parameter, int depth);
  bool mentions(const Type& type, const std::string& parameter) const;
  void learn(const std::string& parameter, const Type& type);
  bool keep_or_undo(bool fitted);

  std::map<std::string, Type> known_;
  std::vector<std::pair<std::string, Type>> undo_;  // As it was; an empty name: unknown.
  std::uint64_t made_ = 0;
};

}  // namespace verloop::cel
