#include "engine/condition_check.hpp"

namespace verloop {

std::optional<cel::Remark> ConditionCheck::why_never(const cel::Program& program,
                                                     const ConditionPlace& place) {
  return cel::why_never(program, cel::Truth::holds, values_.at(place), scrutiny_.meter);
}

std::optional<cel::Remark> ConditionCheck::why_always(const cel::Program& program,
                                                      const ConditionPlace& place) {
  return cel::why_always(program, cel::Truth::holds, values_.at(place), scrutiny_.meter);
}

std::vector<cel::Remark> ConditionCheck::strange_words(const cel::Program& program,
                                                       const ConditionPlace& place) {
  return cel::strange_words(program, values_.at(place));
}

bool ConditionCheck::words_fit(const Placed& placed, const ConditionPlace& place) {
  const auto strange = strange_words(placed.program, place);
  for (const cel::Remark& remark : strange)
    scrutiny_.fault(placed.path, remark.offset, placed.what + ": " + remark.message);
  return strange.empty();
}

void ConditionCheck::may_hold(const Placed& placed, const ConditionPlace& place) {
  if (!words_fit(placed, place)) return;
  if (const auto never = why_never(placed.program, place))
    scrutiny_.fault(
        placed.path, never->offset,
        placed.what + ": this can never hold: " + never->message + "; change or remove it");
}

void ConditionCheck::has_value(const Placed& placed, const ConditionPlace& place) {
  if (!words_fit(placed, place)) return;
  if (const auto none = cel::why_no_value(placed.program, values_.at(place)))
    scrutiny_.fault(
        placed.path, none->offset,
        placed.what + ": this never has a value: " + none->message + "; change or remove it");
}

void ConditionCheck::has_entries(const Placed& placed) {
  const std::string path = cel::read_path(placed.program);
  if (path.empty() || !values_.at({}).of(path).always_empty) return;
  scrutiny_.fault(placed.path, 0,
                  placed.what + ": the list stays empty: nothing that can be recorded adds to " +
                      path + "; change or remove it");
}

ConditionPlace entry_place(const std::optional<Over>& over) {
  ConditionPlace place;
  if (!over) return place;
  const std::string list = cel::read_path(over->list);
  place.aliases[over->as] = list.empty() ? list : list + "[]";
  return place;
}

}  // namespace verloop
