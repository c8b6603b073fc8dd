#include "engine/decide_rules.hpp"

#include <algorithm>
#include <cctype>

#include "engine/bindings.hpp"
#include "engine/judge.hpp"
#include "engine/what_first.hpp"
#include "events/disclosure.hpp"

namespace verloop {
namespace {

Refusal wrong_motivation(const std::string& rule, Label sentence) {
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = rule.empty() ? "motivation" : "motivation." + rule;
  refusal.sentence = std::move(sentence);
  return refusal;
}

/// Whether it looks like a rule's id, and not like something that nobody should read in an error.
bool is_rule_name(const std::string& id) {
  constexpr std::size_t length_max = 20;
  return id.size() <= length_max && id.find_first_of("0123456789") != std::string::npos &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return std::isupper(c) != 0 || std::isdigit(c) != 0 || c == '-';
         });
}

bool is_motivated_by(const Rule& rule, const RoleId& role) {
  const auto& by = rule.motivated_by;
  return std::find(by.begin(), by.end(), role) != by.end();
}

/// Whether the command itself says why it deviates, in a role that may say so.
bool is_motivated_with(const Rule& rule, const Command& command) {
  return command.motivation.contains(rule.id.text) && is_motivated_by(rule, command.actor.role);
}

/// The rule that was probably meant; else the ones that the role may deviate from at all, as far as
/// they fit in a sentence.
Label meant_instead(const std::string& id, const RoleId& role, const Procedure& procedure) {
  constexpr std::size_t listed_max = 12;
  std::vector<std::string> names;
  std::vector<std::string> open;
  for (const Rule& rule : procedure.rules) {
    names.push_back(rule.id.text);
    if (is_motivated_by(rule, role)) open.push_back(rule.id.text);
  }
  if (const auto near = nearest(id, names))
    return {" Bedoelt u " + *near + "?", " Did you mean " + *near + "?"};
  if (open.empty())
    return {" Deze rol kan van geen regel gemotiveerd afwijken.",
            " This role can't motivate a deviation from any rule."};
  std::string list;
  for (std::size_t i = 0; i < std::min(open.size(), listed_max); ++i)
    list += (i == 0 ? "" : ", ") + open[i];
  if (open.size() > listed_max) list += ", ...";
  return {" Deze rol kan gemotiveerd afwijken van: " + list + ".",
          " This role can motivate a deviation from: " + list + "."};
}

/// Whether there is such a rule, and whether the role may motivate a deviation from it.
std::optional<Refusal> check_motivating(const std::string& id, const Command& command,
                                        const Procedure& procedure) {
  const Rule* rule = procedure.rule(id);
  if (rule == nullptr) {
    const std::string named = is_rule_name(id) ? id : std::string();
    const std::string shown = named.empty() ? named : " " + named;
    const Label meant = meant_instead(id, command.actor.role, procedure);
    return wrong_motivation(named, {"Er is geen regel" + shown + "." + meant.nl,
                                    "There is no rule" + shown + "." + meant.en});
  }
  if (!is_motivated_by(*rule, command.actor.role)) {
    return wrong_motivation(id, {"Van regel " + id + " kan deze rol niet gemotiveerd afwijken.",
                                 "This role can't motivate a deviation from rule " + id + "."});
  }
  return std::nullopt;
}

std::optional<Refusal> check_motivation(const std::string& id, const Judgements& after,
                                        const Command& command, const Procedure& procedure) {
  if (auto refusal = check_motivating(id, command, procedure)) return refusal;
  const JudgedRule* judged = after.rule(id);
  const bool deviates = judged != nullptr && (judged->status == Status::violated ||
                                              judged->status == Status::not_followed ||
                                              judged->status == Status::motivated);
  if (deviates) return std::nullopt;
  return wrong_motivation(id, {"Deze handeling wijkt niet af van regel " + id + ".",
                               "This action does not deviate from rule " + id + "."});
}

/// An event that motivates a deviation names a rule that its actor may deviate from.
std::optional<Refusal> check_motivating_events(const EventsMade& made, const Command& command,
                                               const Procedure& procedure) {
  for (const Event& event : made.events) {
    if (event.type.text.substr(0, event.type.text.find('@')) != procedure.motivates_event) continue;
    const auto* rule = event.fields.if_contains(procedure.motivates_field);
    if (rule == nullptr || !rule->is_string()) continue;
    if (auto refusal = check_motivating(std::string(rule->get_string()), command, procedure))
      return refusal;
  }
  return std::nullopt;
}

/// The rules whose check speaks of the action.
std::vector<const Rule*> rules_on(const Action& action, std::optional<Check> Rule::*check,
                                  const Procedure& procedure) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : procedure.rules)
    if (rule.*check && (rule.*check)->actions.contains(action.id.text)) rules.push_back(&rule);
  return rules;
}

}  // namespace

Refusal refused_by(const Rule& rule, const Check& check, const Held& held) {
  Refusal refusal = refuse(RefusalKind::rule, rule.sentence);
  refusal.rule = rule.id;
  refusal.source = rule.source;
  const auto bearing = actions_that_bear_on(check.condition, held.bindings, held.state,
                                            held.actor.role, held.definition);
  add_first(bearing, bearing_in_words(bearing, held.definition.procedure), refusal);
  return refusal;
}

std::optional<Refusal> check_refusing_rules(const CaseState& state, const Action& action,
                                            const Command& command, const Circumstances& given) {
  const auto rules = rules_on(action, &Rule::refuse, given.definition.procedure);
  if (rules.empty()) return std::nullopt;
  const cel::Bindings bindings = decision_bindings(state, payload_value(action, command, given),
                                                   command.actor, given, command.occurred_on);
  for (const Rule* rule : rules)
    if (holds(rule->refuse->condition, bindings))
      return refused_by(*rule, *rule->refuse, {state, bindings, command.actor, given.definition});
  return std::nullopt;
}

std::optional<Refusal> check_gates(const CaseState& state, const Action& action,
                                   const Command& command, const Circumstances& given) {
  const auto rules = rules_on(action, &Rule::gate, given.definition.procedure);
  if (rules.empty()) return std::nullopt;
  const cel::Bindings bindings = decision_bindings(state, payload_value(action, command, given),
                                                   command.actor, given, command.occurred_on);
  for (const Rule* rule : rules)
    if (!is_motivated_with(*rule, command) && !holds(rule->gate->condition, bindings))
      return refused_by(*rule, *rule->gate, {state, bindings, command.actor, given.definition});
  return std::nullopt;
}

Decision note_deviations(EventsMade made, const Command& command, const Circumstances& given) {
  if (auto refusal = check_motivating_events(made, command, given.definition.procedure))
    return *refusal;
  if (!command.motivation.empty()) {
    const Judgements after = judge(made.after, given.definition, given.today);
    for (const auto& [rule, words] : command.motivation) {
      if (auto refusal = check_motivation(rule, after, command, given.definition.procedure))
        return *refusal;
      Event& first = made.events.front();
      first.deviations.push_back({{rule}, words});
      first.subjects[std::string(motivation_prefix) + rule] = {"actor/" + command.actor.id.text};
    }
  }
  return Accepted{std::move(made.events)};
}

}  // namespace verloop
