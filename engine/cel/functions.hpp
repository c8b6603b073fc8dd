#pragma once
// The functions and operators of CEL: what they take, for the checker, and what they do. An
// implementation looks at the kinds it is given, as an argument may be dyn; when they do not fit it
// answers `mismatch()`.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "engine/cel/cel.hpp"
#include "engine/cel/value.hpp"

namespace verloop::cel {

class Regex;

/// Counts the steps of one evaluation.
class Meter {
 public:
  explicit Meter(std::uint64_t steps_max) : left_(steps_max) {}
  /// False when the steps are used up; from then on always.
  bool spend(std::uint64_t steps) {
    exhausted_ = exhausted_ || steps > left_;
    left_ = exhausted_ ? 0 : left_ - steps;
    return !exhausted_;
  }
  /// One step for each 16 characters.
  bool spend_characters(std::size_t count) { return spend(count / 16); }
  bool exhausted() const { return exhausted_; }

 private:
  std::uint64_t left_;
  bool exhausted_ = false;
};

/// Without a message: there is no overload for these kinds.
struct Failure {
  EvaluationError::Kind kind = EvaluationError::Kind::failed;
  std::string message;
};

using Outcome = boost::system::result<Value, Failure>;

inline Failure mismatch() {
  return {};
}
inline Failure failed(std::string message) {
  return {EvaluationError::Kind::failed, std::move(message)};
}

struct Call {
  std::span<const Value* const> arguments;  // A method's receiver is the first.
  Meter& meter;
  const Regex* regex;  // Of a literal pattern; else null.

  const Value& operator[](std::size_t i) const { return *arguments[i]; }
  std::size_t size() const { return arguments.size(); }
  template <class T>
  const T* get(std::size_t i) const {
    return i < arguments.size() ? arguments[i]->get_if<T>() : nullptr;
  }
};

constexpr std::size_t arguments_max = 3;

struct Signature {
  bool method = false;
  std::vector<Type> parameters;  // A method's receiver is the first.
  Type result;
};

struct Function {
  std::string name;
  std::vector<Signature> signatures;
  Outcome (*run)(const Call& call) = nullptr;
};

/// One row of a table of functions. `signatures` is written as `(int, int) int; string.() int`,
/// with single capitals for type parameters.
struct FunctionEntry {
  std::string_view name;
  std::string_view signatures;
  Outcome (*run)(const Call& call);
};

std::span<const FunctionEntry> arithmetic_functions();
std::span<const FunctionEntry> comparison_functions();
std::span<const FunctionEntry> conversion_functions();
std::span<const FunctionEntry> collection_functions();
std::span<const FunctionEntry> text_functions();
std::span<const FunctionEntry> moment_functions();
std::span<const FunctionEntry> date_functions();

const std::map<std::string, Function, std::less<>>& library();

/// How an author writes it: `+` for `_+_`.
std::string spelling(std::string_view function);

}  // namespace verloop::cel
