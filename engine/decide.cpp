#include "engine/decide.hpp"

#include <algorithm>

#include "engine/authorise.hpp"
#include "engine/check_alteration.hpp"
#include "engine/decide_payload.hpp"
#include "engine/decide_rules.hpp"
#include "engine/evolve.hpp"
#include "engine/make_events.hpp"
#include "engine/text_checks.hpp"
#include "engine/what_first.hpp"

namespace verloop {
namespace {

Refusal unknown_action(const Command& command, const Procedure& procedure) {
  std::vector<std::string> names;
  for (const Action& action : procedure.actions) names.push_back(action.id.text);
  const auto near = nearest(command.action.text, names);
  const std::string hint_nl = near ? " Bedoelt u " + *near + "?" : "";
  const std::string hint_en = near ? " Did you mean " + *near + "?" : "";
  return refuse(RefusalKind::unknown, {"Deze werkwijze kent die handeling niet." + hint_nl,
                                       "This procedure has no such action." + hint_en});
}

std::optional<Refusal> check_existence(const CaseState& state, const Action& action) {
  if (action.creates && state.version) {
    return refuse(RefusalKind::state, {"Deze zaak bestaat al.", "This case exists already."});
  }
  if (!action.creates && !state.version) return no_such_case();
  return std::nullopt;
}

/// The case exists (or not yet), and the actor may. Who may not make a case does not learn which
/// names are taken.
std::optional<Refusal> check_existence_and_authority(const CaseState& state, const Action& action,
                                                     const Actor& actor,
                                                     const Circumstances& given) {
  if (action.creates) {
    if (auto refusal = check_authority(state, action, actor, given)) return refusal;
    return check_existence(state, action);
  }
  if (auto refusal = check_existence(state, action)) return refusal;
  return check_authority(state, action, actor, given);
}

std::optional<Refusal> check_version(const CaseState& state, const Command& command) {
  const std::int64_t actual = state.version ? static_cast<std::int64_t>(state.version->value) : -1;
  if (!command.expected_version || *command.expected_version == actual) return std::nullopt;
  Refusal refusal = refuse(RefusalKind::conflict,
                           {"De zaak is intussen veranderd: versie " + std::to_string(actual) + ".",
                            "The case has changed: version " + std::to_string(actual) + "."});
  refusal.expected = *command.expected_version;
  refusal.actual = actual;
  return refusal;
}

std::string state_list(const Track& track, const std::set<std::string>& states, Language language) {
  std::string text;
  for (const auto& [name, label] : track.states) {
    if (states.contains(name)) text += (text.empty() ? "" : ", ") + label.in(language);
  }
  return text;
}

std::optional<Refusal> check_tracks(const CaseState& state, const Action& action,
                                    const Procedure& procedure) {
  if (fits(state, action)) return std::nullopt;
  if (state.closed && !action.after_closing) {
    return refuse(RefusalKind::state, {"De zaak is gesloten.", "The case is closed."});
  }
  for (const auto& [name, allowed] : action.from) {
    const auto at = state.tracks.find(name);
    const Track* track = procedure.track(name);
    if (at == state.tracks.end() || track == nullptr || allowed.contains(at->second)) continue;
    return refuse(
        RefusalKind::state,
        {"Kan nu niet: " + track->label.nl + " is \"" +
             state_list(*track, {at->second}, Language::nl) +
             "\"; nodig is: " + state_list(*track, allowed, Language::nl) + ".",
         "Not now: " + track->label.en + " is \"" + state_list(*track, {at->second}, Language::en) +
             "\"; needed is: " + state_list(*track, allowed, Language::en) + "."});
  }
  return std::nullopt;
}

/// The refusal with the way that leads to the action.
Refusal with_way(Refusal refusal, const CaseState& state, const Action& action,
                 const Procedure& procedure) {
  const auto way = WaysAhead(state, procedure).to(action);
  add_first(way, first_in_words(way, procedure), refusal);
  return refusal;
}

/// Whether the command speaks of a day before the latest that the case knows of.
bool tells_of_the_past(const CaseState& state, const Command& command, Date today) {
  const Date day = command.occurred_on ? command.occurred_on->day : today;
  return state.version && day < state.last_seen;
}

/// The case as it was on the day that the command speaks of; none when nothing was later.
std::optional<CaseState> state_then(const CaseState& state, const Command& command,
                                    const Circumstances& given) {
  if (!tells_of_the_past(state, command, given.today)) return std::nullopt;
  const Date day = command.occurred_on ? command.occurred_on->day : given.today;
  CaseState then = fold_case(given.past, given.definition, day);
  then.id = command.case_id;
  return then;
}

std::optional<Refusal> check_actors(const Action& action, const Circumstances& given) {
  for (const Field& field : action.payload) {
    if (!given.unfit_actors.contains(field.name)) continue;
    const auto role = given.definition.procedure.roles.find(field.type.role);
    Label who = {"", ""};
    if (role != given.definition.procedure.roles.end())
      who = {" als " + role->second.label.nl, " as " + role->second.label.en};
    Refusal refusal =
        refuse(RefusalKind::payload,
               {"Veld " + field.name + ": deze actor staat niet" + who.nl + " in het register.",
                "Field " + field.name + ": this actor is not in the directory" + who.en + "."});
    refusal.path = field.name;
    return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> check_day(const Command& command, const Circumstances& given) {
  if (!command.occurred_on || command.occurred_on->day <= given.today) {
    if (!command.occurred_on || command.occurred_on->text.size() == 10) return std::nullopt;
    const auto moment = parse_timestamp(command.occurred_on->text);
    if (moment.has_value() && *moment <= given.now) return std::nullopt;
  }
  Refusal refusal = refuse(RefusalKind::payload, {"Wat gebeurd is kan niet in de toekomst liggen.",
                                                  "What happened can't lie in the future."});
  refusal.path = "occurredOn";
  return refusal;
}

/// Whether what follows from a command of an earlier day may be put off to a later one.
bool may_put_off(const Command& command, const Procedure& procedure, Date today) {
  const auto is_put_off = [](const Derived& derived) { return derived.since.has_value(); };
  return command.occurred_on && command.occurred_on->day < today &&
         std::any_of(procedure.derived.begin(), procedure.derived.end(), is_put_off);
}

}  // namespace

bool asks_for_the_past(const CaseState& state, const Command& command, const Definition& definition,
                       Date today) {
  const Action* action = definition.procedure.action(command.action.text);
  const bool alters = action != nullptr && alteration_of(*action) != nullptr;
  return tells_of_the_past(state, command, today) ||
         (state.version && (alters || may_put_off(command, definition.procedure, today)));
}

bool fits(const CaseState& state, const Action& action) {
  if (state.closed && !action.after_closing) return false;
  return std::all_of(action.from.begin(), action.from.end(), [&state](const auto& wanted) {
    const auto at = state.tracks.find(wanted.first);
    return at == state.tracks.end() || wanted.second.contains(at->second);
  });
}

std::optional<Refusal> check_possible(const CaseState& state, const Action& action,
                                      const Actor& actor, const Circumstances& given) {
  if (auto refusal = check_existence_and_authority(state, action, actor, given)) return refusal;
  return check_tracks(state, action, given.definition.procedure);
}

Decision decide(const CaseState& state, const Command& command, const Circumstances& given) {
  const Procedure& procedure = given.definition.procedure;
  const Action* action = procedure.action(command.action.text);
  if (action == nullptr) return unknown_action(command, procedure);
  if (auto refusal = check_existence_and_authority(state, *action, command.actor, given))
    return *refusal;
  if (auto refusal = check_own_subjects(*action, command, given)) return *refusal;
  if (auto refusal = check_version(state, command)) return *refusal;
  const bool alters = alteration_of(*action) != nullptr;
  const std::optional<CaseState> then = alters ? std::nullopt : state_then(state, command, given);
  if (auto refusal = check_tracks(state, *action, procedure)) {
    const bool was_possible =
        then && then->version && !state.closed && !check_tracks(*then, *action, procedure);
    if (!was_possible) return with_way(std::move(*refusal), state, *action, procedure);
  }
  if (auto refusal = check_payload(*action, command)) return *refusal;
  if (auto refusal = check_actors(*action, given)) return *refusal;
  if (auto refusal = check_day(command, given)) return *refusal;
  if (alters) {
    if (auto refusal = check_alteration(*action, command, given)) return *refusal;
  }
  if (auto refusal = check_refusing_rules(then ? *then : state, *action, command, given))
    return *refusal;
  std::vector<TextHit> hits = text_hits(then ? *then : state, *action, command, given);
  if (auto refusal = refused_text(hits, procedure)) return *refusal;
  // What happened elsewhere was not held back there: it is recorded, and judged.
  if (command.basis != Basis::imported) {
    if (auto refusal = check_gates(state, *action, command, given)) return *refusal;
  }
  auto made = make_events(state, then, *action, command, given);
  if (auto* refusal = std::get_if<Refusal>(&made)) return *refusal;
  Decision decision = note_deviations(std::move(std::get<EventsMade>(made)), command, given);
  if (auto* accepted = std::get_if<Accepted>(&decision)) accepted->hits = std::move(hits);
  return decision;
}

}  // namespace verloop
