// What never holds, or always: of roles, moves, actions, derived events and rules.

#include <algorithm>

#include "engine/condition_check.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

class Conditions {
 public:
  explicit Conditions(Scrutiny& scrutiny)
      : scrutiny_(scrutiny), procedure_(scrutiny.procedure), check_(scrutiny) {}

  void run() {
    for (const auto& [id, role] : procedure_.roles) check_role(id, role);
    for (const Track& track : procedure_.tracks)
      for (std::size_t i = 0; i < track.moves.size(); ++i) check_move(track, i);
    for (const Action& action : procedure_.actions)
      for (std::size_t i = 0; i < action.events.size(); ++i) check_made(action, i);
    for (std::size_t i = 0; i < procedure_.derived.size(); ++i) check_derived(i);
    for (const Rule& rule : procedure_.rules) check_rule(rule);
  }

 private:
  using Path = Scrutiny::Path;

  void check_role(const std::string& id, const Role& role) {
    if (!role.access) return;
    ConditionPlace place;
    place.roles = {role.id};
    check_.may_hold({*role.access, {"roles", id, "access"}, "role " + id + ", access"}, place);
  }

  void check_move(const Track& track, std::size_t index) {
    const Move& move = track.moves[index];
    if (!move.when || !scrutiny_.reach.events.contains(move.on)) return;
    ConditionPlace place;
    place.event = scrutiny_.catalogue.find(move.on);
    check_.may_hold({*move.when,
                     {"tracks", track.name, "moves", std::to_string(index), "when"},
                     "track " + track.name + ", move on " + move.on},
                    place);
  }

  void check_made(const Action& action, std::size_t index) {
    const Made& made = action.events[index];
    ConditionPlace place;
    place.action = &action;
    place.roles = action.by;
    for (const auto& [field, program] : made.computed)
      check_given(made.event, field,
                  {program,
                   {"actions", action.id.text, "events", std::to_string(index), made.event, field},
                   "action " + action.id.text + ", " + made.event + "." + field},
                  place);
  }

  /// What is computed for a field: the words that it gives must be among those of the field.
  void check_given(const std::string& event, const std::string& name, const Placed& placed,
                   const ConditionPlace& place) {
    check_.words_fit(placed, place);
    const Field* field = scrutiny_.catalogue.find(event)->field(name);
    if (field->type.kind != FieldKind::enumeration) return;
    const std::vector<std::string>& known = field->type.values;
    for (const cel::Word& word : cel::given_words(placed.program))
      if (std::find(known.begin(), known.end(), word.text) == known.end())
        scrutiny_.fault(placed.path, word.offset,
                        placed.what + ": \"" + word.text + "\" is none of the values of " + name +
                            suggestion(word.text, known));
  }

  void check_derived(std::size_t index) {
    const Derived& derived = procedure_.derived[index];
    const Path at = {"derived", std::to_string(index)};
    const std::string what = "derived " + derived.event;
    ConditionPlace place;
    for (const auto& [id, role] : procedure_.roles) place.roles.push_back(role.id);
    if (derived.when)
      check_.may_hold({*derived.when, {at[0], at[1], "when"}, what + ", when"}, place);
    if (derived.since)
      check_.has_value({*derived.since, {at[0], at[1], "since"}, what + ", since"}, place);
    for (const auto& [field, program] : derived.fields)
      check_given(derived.event, field,
                  {program, {at[0], at[1], "fields", field}, what + ", " + field}, place);
  }

  void check_rule(const Rule& rule) {
    const std::string what = "rule " + rule.id.text;
    if (rule.judge)
      check_judgement(*rule.judge, {"rules", rule.id.text, "judge"}, what + ", judge");
    if (rule.refuse)
      check_refusal(
          {rule.refuse->condition, {"rules", rule.id.text, "refuse", "when"}, what + ", refuse"},
          places(*rule.refuse));
    if (rule.gate)
      check_gate({rule.gate->condition, {"rules", rule.id.text, "gate", "until"}, what + ", gate"},
                 places(*rule.gate));
  }

  void check_judgement(const Judgement& judge, const Path& at, const std::string& what) {
    const auto below = [&](const char* key) { return Path{at[0], at[1], at[2], key}; };
    const ConditionPlace place = entry_place(judge.over);
    if (judge.over) check_.has_entries({judge.over->list, below("over"), what + ", over"});
    if (judge.expects) check_.may_hold({*judge.expects, below("expects"), what + ", expects"}, {});
    const std::pair<const char*, const std::optional<cel::Program>&> parts[] = {
        {"applies", judge.applies},
        {"satisfied", judge.satisfied},
        {"late", judge.late},
        {"violated", judge.violated}};
    for (const auto& [key, condition] : parts)
      if (condition) check_.may_hold({*condition, below(key), what + ", " + key}, place);
  }

  /// Where a check is asked: once for each of its actions.
  std::vector<ConditionPlace> places(const Check& check) const {
    std::vector<ConditionPlace> all;
    for (const std::string& name : check.actions) {
      const Action* action = procedure_.action(name);
      all.push_back({action, nullptr, action->by, {}});
    }
    return all;
  }

  /// A word that fits the payload of one of the actions is no mistake.
  bool words_fit(const Placed& placed, const std::vector<ConditionPlace>& places) {
    auto strange = check_.strange_words(placed.program, places.front());
    for (const ConditionPlace& place : places) {
      const auto here = check_.strange_words(placed.program, place);
      std::erase_if(strange, [&here](const cel::Remark& remark) {
        return std::none_of(here.begin(), here.end(), [&remark](const cel::Remark& other) {
          return other.offset == remark.offset;
        });
      });
    }
    for (const cel::Remark& remark : strange)
      scrutiny_.fault(placed.path, remark.offset, placed.what + ": " + remark.message);
    return strange.empty();
  }

  /// A refusal must be able to hold for some action, and not always for any.
  void check_refusal(const Placed& placed, const std::vector<ConditionPlace>& places) {
    if (!words_fit(placed, places)) return;
    std::optional<cel::Remark> never;
    for (const ConditionPlace& place : places) {
      if (const auto always = check_.why_always(placed.program, place))
        return tell_refused(placed, *place.action, "this always holds", *always);
      never = check_.why_never(placed.program, place);
      if (!never) break;
    }
    for (const ConditionPlace& place : places)
      if (!check_.why_never(placed.program, place)) return;
    if (never)
      scrutiny_.fault(
          placed.path, never->offset,
          placed.what + ": this can never hold: " + never->message + "; change or remove it");
  }

  /// A gate must be able to open for every action, and hold back one of them.
  void check_gate(const Placed& placed, const std::vector<ConditionPlace>& places) {
    if (!words_fit(placed, places)) return;
    std::optional<cel::Remark> always;
    bool open = true;
    for (const ConditionPlace& place : places) {
      if (const auto never = check_.why_never(placed.program, place))
        return tell_refused(placed, *place.action, "this can never hold", *never);
      always = check_.why_always(placed.program, place);
      open = open && always.has_value();
    }
    if (open && always)
      scrutiny_.fault(placed.path, always->offset,
                      placed.what + ": this always holds: " + always->message +
                          "; it holds nothing back: change or remove it");
  }

  void tell_refused(const Placed& placed, const Action& action, const std::string& problem,
                    const cel::Remark& remark) {
    scrutiny_.fault(placed.path, remark.offset,
                    placed.what + ": " + problem + ": " + remark.message +
                        "; so nobody can ever take " + action.id.text + ": change or remove it");
  }

  Scrutiny& scrutiny_;
  const Procedure& procedure_;
  ConditionCheck check_;
};

}  // namespace

void check_conditions(Scrutiny& scrutiny) {
  Conditions(scrutiny).run();
}

}  // namespace verloop
