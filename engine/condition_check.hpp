#pragma once
// One expression of a procedure held against what is known of the values that it reads: each method
// notes what is certainly wrong, at the part of the expression that is.

#include <string>

#include "engine/known_values.hpp"

namespace verloop {

/// An expression where it stands; `what` names it in messages.
struct Placed {
  const cel::Program& program;
  Scrutiny::Path path;
  std::string what;
};

class ConditionCheck {
 public:
  explicit ConditionCheck(Scrutiny& scrutiny) : scrutiny_(scrutiny), values_(scrutiny) {}

  /// A condition that must be able to hold.
  void may_hold(const Placed& placed, const ConditionPlace& place);
  /// An expression, mostly of a date, that must be able to have a value.
  void has_value(const Placed& placed, const ConditionPlace& place);
  /// Comparisons with words that a value can't be. False, when there are any.
  bool words_fit(const Placed& placed, const ConditionPlace& place);
  /// A list that something must be able to add to.
  void has_entries(const Placed& placed);

  std::optional<cel::Remark> why_never(const cel::Program& program, const ConditionPlace& place);
  std::optional<cel::Remark> why_always(const cel::Program& program, const ConditionPlace& place);
  std::vector<cel::Remark> strange_words(const cel::Program& program, const ConditionPlace& place);

 private:
  Scrutiny& scrutiny_;
  const KnownValues values_;
};

/// The `as` of a list, for the paths of its entries.
ConditionPlace entry_place(const std::optional<Over>& over);

}  // namespace verloop
