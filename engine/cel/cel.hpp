#pragma once
// CEL from text to value: compile once against an environment, evaluate often. Pure; no I/O, no
// clock. Semantics: google/cel-spec langdef.md. Strict where the specification is: no implicit
// conversions, errors are values that && and || absorb when the other side decides.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/cel/value.hpp"
#include "events/result.hpp"

namespace verloop::cel {

/// What an expression may speak about.
struct Environment {
  std::map<std::string, Type, std::less<>> variables;
  std::map<std::string, std::map<std::string, Type, std::less<>>, std::less<>>
      records;  // Record name -> its fields.
};

using Bindings = std::map<std::string, Value, std::less<>>;

enum class Checking : std::uint8_t { types, syntax_only };
enum class Macros : std::uint8_t { expanded, off };

/// Why a text is no program. `line` and `column` start at 1 and count within the text; column in
/// characters.
struct CompileError {
  std::size_t line = 1;
  std::size_t column = 1;
  std::string message;  // With the nearest valid name where one is near.
};
std::string with_caret(const CompileError& error,
                       std::string_view text);  // The line, and a caret below the place.

/// Why a program gave no value. `absent` = it read a declared field that has no value yet.
struct EvaluationError {
  enum class Kind : std::uint8_t { absent, failed, cost } kind{};
  std::string message;  // Names the place in the text; holds no value.
};

struct Tree;  // The checked syntax tree.

class Program {
 public:
  const Type& type() const { return type_; }
  const std::string& text() const { return text_; }

  /// Stops with `cost` after `cost_max` steps (each node visited, element iterated or 16 characters
  /// compared is one).
  boost::system::result<Value, EvaluationError> evaluate(const Bindings& bindings,
                                                         std::uint64_t cost_max = 100'000) const;

  /// The same where more may be so than is known: what has no value, an empty list and each date
  /// `uncertain` are `absent` wherever they are read or asked for with has(), so that what comes of
  /// it holds whatever they are.
  boost::system::result<Value, EvaluationError> evaluate_in_doubt(
      const Bindings& bindings, Date uncertain, std::uint64_t cost_max = 100'000) const;

  /// The dotted paths from variables that the text selects, e.g. `case.goAhead.on`; an iterated
  /// list's fields are given as `case.members[].oppOn` (and the list itself, as `case.members`). A
  /// path that ends at a record or a list may be read as a whole. For the check that a rule reads
  /// no sealed field, and for explanations. Sorted, each once.
  std::vector<std::string> paths() const;
  /// Of a condition: those paths that make it come to what it comes to (deciding.hpp).
  std::vector<std::string> deciding_paths(const Bindings& bindings) const;

  /// For what is said of a program without running it: possible.hpp, carried.hpp.
  const Tree& tree() const { return *tree_; }

 private:
  friend boost::system::result<Program, CompileError> compile(std::string_view, const Environment&,
                                                              Checking, Macros);
  std::string text_;
  Type type_;
  std::shared_ptr<const Tree> tree_;
};

/// At most 16 KiB of text and 64 levels of nesting. Stricter than CEL: null fits only null and dyn,
/// as what is absent is asked with has(); and a literal that is no day is refused here.
boost::system::result<Program, CompileError> compile(std::string_view text,
                                                     const Environment& environment,
                                                     Checking checking = Checking::types,
                                                     Macros macros = Macros::expanded);

// Beyond the standard library of CEL:
//   date("2026-03-10"), date + days(42), date - days(7), comparison of dates, daysBetween(date,
//   date) -> int (positive when the second is later), dayOf(timestamp) -> date in Europe/Amsterdam,
//   string(date), date.getFullYear(), .getMonth() (from 0, as for timestamps), .getDayOfMonth()
//   (from 0), .getDayOfWeek() (Sunday 0).

}  // namespace verloop::cel
