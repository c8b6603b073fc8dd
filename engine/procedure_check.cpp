#include "engine/procedure_check.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/procedure_names.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

class Checker {
 public:
  Checker(const CheckedProcedure& checked, std::vector<YamlFault>& faults)
      : procedure_(checked.procedure),
        checked_(checked),
        names_(checked, faults),
        made_(made_events(checked.procedure)) {}

  void run() {
    for (const Action& action : procedure_.actions) check_action(action);
    for (const Track& track : procedure_.tracks) check_track(track);
    for (std::size_t i = 0; i < procedure_.derived.size(); ++i)
      check_derived(procedure_.derived[i], std::to_string(i));
    for (const Deadline& deadline : procedure_.deadlines) check_deadline(deadline);
    for (const Rule& rule : procedure_.rules) check_rule(rule);
    if (procedure_.cycle) check_cycle(*procedure_.cycle);
    check_landmarks();
  }

 private:
  using Path = std::vector<std::string>;

  static std::set<std::string> made_events(const Procedure& procedure) {
    std::set<std::string> names;
    for (const Action& action : procedure.actions)
      for (const Made& made : action.events) names.insert(made.event);
    for (const Derived& derived : procedure.derived) names.insert(derived.event);
    return names;
  }

  void check_action(const Action& action) {
    const Path at = {"actions", action.id.text};
    const std::string what = "action " + action.id.text;
    if (action.by.empty())
      names_.fault(at, what + ": no role may take it; expected at least one in `by`");
    for (const RoleId& role : action.by) names_.role(role.text, what, {at[0], at[1], "by"});
    for (const RoleId& role : action.informs)
      names_.role(role.text, what, {at[0], at[1], "informs"});
    for (const auto& [track, states] : action.from)
      for (const std::string& state : states)
        names_.state(track, state, what, {at[0], at[1], "from"});
    if (!action.purpose.empty() && !procedure_.purposes.contains(action.purpose))
      names_.unknown({at[0], at[1], "purpose", action.purpose}, what + ": unknown purpose",
                     action.purpose, keys(procedure_.purposes));
    for (const Made& made : action.events) {
      if (is_alteration(made.event))
        check_altering(action, made);
      else
        names_.makeable(made.event, what, {at[0], at[1], "events", made.event});
    }
    for (const Field& field : action.payload)
      if (!field.type.role.empty())
        names_.role(field.type.role, what + ", field " + field.name, {at[0], at[1], "events"});
  }

  /// Retracting or correcting an entry is all that its action does; whose own nothing of a case is
  /// may do it.
  void check_altering(const Action& action, const Made& made) {
    const std::string what = "action " + action.id.text;
    const Path at = {"actions", action.id.text, "events", made.event};
    if (action.events.size() > 1 || !made.computed.empty() || action.creates)
      names_.fault(at, what + ": " + made.event +
                           " stands alone, without expressions, in an "
                           "action that does not create a case");
    for (const RoleId& role : action.by) {
      const auto known = procedure_.roles.find(role.text);
      if (known != procedure_.roles.end() && known->second.own)
        names_.fault({"actions", action.id.text, "by"},
                     what + ": role \"" + role.text +
                         "\" has access to its own only, and can't alter entries");
    }
  }

  /// An event on which something hangs must exist, and something must make it.
  void check_awaited(const std::string& event, const std::string& what, const Path& path) {
    if (!names_.event(event, what, path) || made_.contains(event)) return;
    names_.fault(path, what + ": no action or derived event makes " + event +
                           suggestion(event, Path(made_.begin(), made_.end())));
  }

  void check_track(const Track& track) {
    const std::string what = "track " + track.name;
    const Path at = {"tracks", track.name};
    if (!track.initial.empty())
      names_.state(track.name, track.initial, what, {at[0], at[1], "initial"});
    std::set<std::string> reached = {track.initial};
    for (std::size_t i = 0; i < track.moves.size(); ++i) {
      const Move& move = track.moves[i];
      if (move.on.empty() || move.to.empty()) continue;  // Told when it was read.
      check_awaited(move.on, what + ", move",
                    {at[0], at[1], "moves", std::to_string(i), "on", move.on});
      names_.state(track.name, move.to, what + ", move",
                   {at[0], at[1], "moves", std::to_string(i), "to"});
      reached.insert(move.to);
    }
    if (procedure_.cycle && procedure_.cycle->tracks.contains(track.name))
      reached.insert(procedure_.cycle->tracks.at(track.name));
    for (const auto& [state, label] : track.states)
      if (!reached.contains(state))
        names_.fault({at[0], at[1], "states", state},
                     what + ": no move reaches state \"" + state + "\"");
  }

  void check_derived(const Derived& derived, const std::string& index) {
    const std::string what = "derived " + derived.event;
    if (derived.event.empty()) return;
    for (const std::string& cause : derived.after)
      check_awaited(cause, what, {"derived", index, "after", cause});
    if (!names_.makeable(derived.event, what, {"derived", index, "event", derived.event})) return;
    for (const Field& field : checked_.catalogue.find(derived.event)->fields)
      if (field.required && !derived.fields.contains(field.name) &&
          field.type.kind != FieldKind::member)
        names_.fault({"derived", index, "fields"},
                     what + ": no expression gives the required field \"" + field.name + "\"");
  }

  void check_deadline(const Deadline& deadline) {
    const std::string what = "deadline " + deadline.id.text;
    if (deadline.meets.empty())
      names_.fault({"deadlines", deadline.id.text},
                   what + ": no action meets it; expected at least one in `meets`");
    for (const ActionId& action : deadline.meets)
      names_.action(action.text, what, {"deadlines", deadline.id.text, "meets"});
  }

  void check_rule(const Rule& rule) {
    const std::string what = "rule " + rule.id.text;
    const std::string& id = rule.id.text;
    if (rule.deadline && procedure_.deadline(rule.deadline->text) == nullptr) {
      Path known;
      for (const Deadline& deadline : procedure_.deadlines) known.push_back(deadline.id.text);
      names_.unknown({"rules", id, "deadline", rule.deadline->text}, what + ": unknown deadline",
                     rule.deadline->text, known);
    }
    if (rule.refuse)
      for (const std::string& action : rule.refuse->actions)
        names_.action(action, what, {"rules", id, "refuse", "actions"});
    if (rule.gate)
      for (const std::string& action : rule.gate->actions)
        names_.action(action, what, {"rules", id, "gate", "actions"});
    for (const RoleId& role : rule.motivated_by)
      names_.role(role.text, what, {"rules", id, "motivatedBy"});
  }

  void check_cycle(const Cycle& cycle) {
    if (!cycle.opens.empty()) check_awaited(cycle.opens, "cycle", {"cycle", "opens", cycle.opens});
    Path known = checked_.schema.paths();
    for (const std::string& path : Path(known))  // Also the records above them.
      for (std::size_t dot = path.rfind('.'); dot != std::string::npos && dot > 0;
           dot = path.rfind('.', dot - 1))
        known.push_back(path.substr(0, dot));
    for (const std::string& path : cycle.clears)
      if (checked_.schema.find(path) == nullptr)
        names_.unknown({"cycle", "clears", path}, "cycle: no event writes the path", path, known);
    for (const auto& [track, state] : cycle.tracks)
      names_.state(track, state, "cycle", {"cycle", "tracks"});
  }

  void check_landmarks() {
    for (const std::string& event : procedure_.closes)
      check_awaited(event, "closes", {"closes", event});
    const std::string& event = procedure_.motivates_event;
    const std::string& field = procedure_.motivates_field;
    if (!event.empty() && names_.event(event, "motivates", {"motivates", "event", event}) &&
        names_.field(event, field, "motivates", {"motivates", "field", field}) &&
        checked_.catalogue.find(event)->field(field)->privacy != PrivacyClass::open)
      names_.fault(
          {"motivates", "field", field},
          "motivates: field \"" + field + "\" is sealed; it must be open, as rules read it");
    const auto creates = [](const Action& action) { return action.creates; };
    if (std::none_of(procedure_.actions.begin(), procedure_.actions.end(), creates))
      names_.fault({"actions"}, "actions: none makes a case; expected one with `creates: true`");
  }

  const Procedure& procedure_;
  const CheckedProcedure& checked_;
  ProcedureNames names_;
  std::set<std::string> made_;
};

}  // namespace

void check_procedure(const CheckedProcedure& checked, std::vector<YamlFault>& faults) {
  Checker(checked, faults).run();
  check_views(checked, faults);
  check_text_checks(checked, faults);
}

}  // namespace verloop
