#pragma once
// What the parts of one branch say of the values that they read, as long as it can all be true at
// once: which are there, which texts and numbers they may be, and how two of them compare. Values
// go by the expression that gives them, as describe() writes it.

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/cel/branches.hpp"

namespace verloop::cel {

/// What is known of a value whatever is recorded.
struct Known {
  bool never_there = false;                       // Nothing ever gives it a value.
  bool always_there = false;                      // It has one wherever it can be read.
  bool always_empty = false;                      // A list that nothing adds to.
  std::optional<std::set<std::string>> texts;     // It is one of these.
  std::optional<std::set<std::string>> declared;  // The words that it is declared to have.
  std::optional<std::int64_t> min, max;
};

/// At most 80 characters of an expression, for a message.
std::string shortened(const std::string& text);

/// How a comparison may turn out; unordered values are equal at most.
using Relations = unsigned;
constexpr Relations less = 1, equal = 2, greater = 4, unordered = 8;
constexpr Relations any_relation = less | equal | greater | unordered;
/// Of the two sides the other way round.
Relations mirrored(Relations relations);

class Constraints {
 public:
  using Reason = std::optional<std::string>;  // Why it can't all be true; none when it can.

  /// Each adds one thing that must be true. `said` is the part of the condition that says it.
  Reason there(const std::string& value, const Known& known, const std::string& said);
  Reason not_there(const std::string& value, const Known& known, const std::string& said);
  Reason comes_to(const std::string& condition, Truth truth);
  Reason one_of(const std::string& value, const Known& known, const std::set<std::string>& texts,
                const std::string& said);
  Reason none_of(const std::string& value, const Known& known, const std::set<std::string>& texts,
                 const std::string& said);
  Reason within(const std::string& value, const Known& known, std::int64_t min, std::int64_t max,
                const std::string& said);
  Reason is_not(const std::string& value, const Known& known, std::int64_t number,
                const std::string& said);
  Reason compare(const std::string& left, const std::string& right, Relations relations,
                 const std::string& said);

 private:
  struct Fact {
    std::optional<Truth> there, truth;
    std::optional<std::set<std::string>> texts;
    std::set<std::string> not_texts;
    std::int64_t min = std::numeric_limits<std::int64_t>::min();
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
    std::set<std::int64_t> not_numbers;
    Relations relations = any_relation;
    std::string said, said_there;  // By the part before.
  };

  Fact& fact(const std::string& value, const Known& known);
  static Reason settle(Fact& fact, const std::string& said);
  static Reason check_texts(Fact& fact, const std::string& value, const std::string& said);
  static Reason check_numbers(Fact& fact, const std::string& value, const std::string& said);

  std::map<std::string, Fact> facts_;
};

}  // namespace verloop::cel
