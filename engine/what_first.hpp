#pragma once
// What would have to happen before an action can be taken: the actions that bring the tracks of a
// case to where it starts from, and those that record what a rule waits for. Pure; a hint for
// people, which looks at tracks alone and not at what the payloads may be.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/cel/cel.hpp"
#include "engine/decision.hpp"
#include "engine/procedure_load.hpp"

namespace verloop {

/// The shortest ways from where the tracks of a case stand, found once for all actions. What it is
/// made from outlives it.
class WaysAhead {
 public:
  WaysAhead(const CaseState& state, const Procedure& procedure);

  /// The actions to take first, in their order; none when it can be taken as the tracks stand, or
  /// when no way of at most `steps_max` actions leads there.
  std::vector<const Action*> to(const Action& wanted) const;

  static constexpr std::size_t steps_max = 6;
  static constexpr std::size_t stands_max = 512;  // That are looked at.

 private:
  using Stand = std::vector<std::uint16_t>;  // Of each track, the index of its state.
  struct Reached {
    Stand stand;
    std::size_t before = 0;      // Index of the one that it was reached from.
    const Action* by = nullptr;  // Null: where the case stands.
    std::size_t steps = 0;
  };

  Stand stand_of(const CaseState& state) const;
  bool fits(const Action& action, const Stand& stand) const;
  /// Where the tracks may stand after the action; nothing when it closes the case.
  std::vector<Stand> after(const Action& action, const Stand& stand) const;
  std::vector<Stand> after_event(const std::string& event, const Stand& stand) const;
  std::vector<std::uint16_t> after_moves(const Track& track, std::uint16_t at,
                                         const std::string& event) const;
  void explore();

  const Procedure& procedure_;
  std::vector<Reached> reached_;  // Nearest first.
};

/// The actions that record what decides that the condition comes to what it comes to and has no
/// value yet, as far as `role` may know it by its view; in the order of the procedure.
std::vector<const Action*> actions_that_bear_on(const cel::Program& condition,
                                                const cel::Bindings& bindings,
                                                const CaseState& state, const RoleId& role,
                                                const Definition& definition);

/// ` Shortest way there: "Label" (role), then "Label" (role).`; empty when there are none.
Label first_in_words(const std::vector<const Action*>& actions, const Procedure& procedure);
/// ` What counts for it is recorded by: "Label" (role), "Label" (role).`; empty when there are
/// none.
Label bearing_in_words(const std::vector<const Action*>& actions, const Procedure& procedure);

/// Adds the words to the refusal's sentence, and the actions to its `first`.
void add_first(const std::vector<const Action*>& actions, const Label& words, Refusal& refusal);

}  // namespace verloop
