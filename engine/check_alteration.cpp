#include "engine/check_alteration.hpp"

#include <algorithm>

#include "engine/decide_payload.hpp"
#include "engine/decide_rules.hpp"
#include "engine/make_alteration.hpp"
#include "engine/reader.hpp"
#include "engine/refused_entries.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

Refusal payload(std::string path, Label sentence) {
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = std::move(path);
  refusal.sentence = std::move(sentence);
  return refusal;
}

Refusal no_such_entry() {
  return payload("entry",
                 {"Deze zaak heeft geen vermelding met dit nummer (versie) die u kunt intrekken of "
                  "corrigeren.",
                  "This case has no entry of this number (version) that you can retract or "
                  "correct."});
}

bool knows(const Actor& actor, const Record& record, const Definition& definition) {
  const auto view = definition.procedure.views.find(actor.role.text);
  if (view == definition.procedure.views.end()) return false;
  return sees_event({actor, &view->second, {}, {}}, record, definition);
}

bool is_retracted(const Record& record, const Circumstances& given) {
  return std::any_of(given.past.begin(), given.past.end(), [&record](const Record& other) {
    const bool retracts = is_alteration(other.type.text) && type_name(other) == entry_retracted;
    return retracts &&
           std::find(other.links.begin(), other.links.end(), record.position) != other.links.end();
  });
}

/// What the payload says of the day and of each field, as if it were an action's.
std::optional<Refusal> check_corrected(const Entry& entry, const Command& command,
                                       const Circumstances& given) {
  const json::value* on = command.data.if_contains("occurredOn");
  const json::value* fields = command.data.if_contains("fields");
  const bool is_empty = fields == nullptr || fields->as_object().empty();
  if (on == nullptr && is_empty) {
    return payload("fields",
                   {"Er is niets te corrigeren: geef `occurredOn`, of `fields` met de "
                    "juiste waarden.",
                    "There is nothing to correct: give `occurredOn`, or `fields` with the "
                    "right values."});
  }
  if (on != nullptr && parse_date(on->as_string()).value() > given.today) {
    return payload("occurredOn", {"Wat gebeurd is kan niet in de toekomst liggen.",
                                  "What happened can't lie in the future."});
  }
  if (is_empty) return std::nullopt;
  Action corrected;
  corrected.payload = correctable(entry, given.definition);
  Command only = command;
  only.data = fields->as_object();
  auto refusal = check_payload(corrected, only);
  if (refusal) refusal->path = "fields" + (refusal->path.empty() ? "" : "." + refusal->path);
  return refusal;
}

/// The entry as a command of its own, with what is corrected, and of the case without it.
std::optional<Refusal> check_rules(const Entry& entry, const Command& correction,
                                   const Circumstances& given) {
  const std::vector<Counted> counts = counted_of(entry, given.past, given.definition);
  std::vector<const Record*> whole;
  for (const Counted& one : counts) whole.push_back(one.record);
  const json::value* on = correction.data.if_contains("occurredOn");
  const Occurrence day =
      on == nullptr ? whole.front()->occurred_on : parse_occurrence(on->as_string()).value();
  std::vector<Record> others;
  std::copy_if(given.past.begin(), given.past.end(), std::back_inserter(others),
               [&entry](const Record& record) { return record.command != entry.named->command; });
  const CaseState before = fold_case(others, given.definition, day.day);
  const json::value* fields = correction.data.if_contains("fields");
  Retold retold = retell(whole, before.named, given.definition,
                         fields == nullptr ? json::object() : fields->as_object());
  retold.command.occurred_on = day;
  return check_refusing_rules(before, *retold.action, retold.command, retold.given);
}

/// Nothing happened in a case before it was opened but what was said to.
std::optional<Refusal> check_opening(const Entry& entry, const Command& command,
                                     const Circumstances& given) {
  const json::value* on = command.data.if_contains("occurredOn");
  if (on == nullptr || entry.whole.front()->version != Version{}) return std::nullopt;
  const Date day = parse_date(on->as_string()).value();
  const std::vector<Counted> counts = counted(given.past, given.definition);
  const Date opened = counts.front().record->occurred_on.day;
  const bool is_overtaken = std::any_of(counts.begin(), counts.end(), [&](const Counted& one) {
    const Date happened = one.record->occurred_on.day;
    return one.record->command != entry.named->command && happened >= opened && happened < day;
  });
  if (!is_overtaken) return std::nullopt;
  return payload("occurredOn", {"De zaak kan niet later begonnen zijn dan wat er in gebeurde.",
                                "The case can't have begun later than what happened in it."});
}

/// The numbers of members that the entry admitted.
std::set<std::int64_t> admitted(const Entry& entry, const Definition& definition) {
  std::set<std::int64_t> members;
  for (const Record* record : entry.whole) {
    const auto named = members_named(*record, definition);
    if (definition.catalogue.find(record->type.text)->admits)
      members.insert(named.begin(), named.end());
  }
  return members;
}

/// What was recorded later of somebody would speak of nobody.
std::optional<Refusal> check_admission(const Entry& entry, const Circumstances& given) {
  const std::set<std::int64_t> members = admitted(entry, given.definition);
  std::string later;
  for (const Counted& one : counted(given.past, given.definition)) {
    const Record& record = *one.record;
    const auto named = members_named(record, given.definition);
    const bool is_later = record.version > entry.whole.back()->version;
    const bool speaks = std::any_of(named.begin(), named.end(),
                                    [&](std::int64_t member) { return members.contains(member); });
    if (is_later && speaks)
      later += (later.empty() ? "" : ", ") + std::to_string(record.version.value);
  }
  if (later.empty()) return std::nullopt;
  return refuse(RefusalKind::state, {"Over deze persoon is later nog iets vastgelegd (vermelding " +
                                         later + "); trek dat eerst in.",
                                     "Something was recorded of this person later (entry " + later +
                                         "); retract that first."});
}

}  // namespace

std::optional<Refusal> check_alteration(const Action& action, const Command& command,
                                        const Circumstances& given) {
  const auto version = version_in(command);
  const auto entry = version ? entry_of(given.past, *version, given.definition) : std::nullopt;
  if (!entry || !knows(command.actor, *entry->named, given.definition)) return no_such_entry();
  if (!command.motivation.empty())
    return payload("motivation", {"Intrekken of corrigeren wijkt zelf van geen regel af; motiveer "
                                  "met de handeling die daarvoor is.",
                                  "Retracting or correcting itself deviates from no rule; motivate "
                                  "by the action that is for it."});
  if (is_retracted(*entry->named, given)) {
    return refuse(RefusalKind::state,
                  {"Deze vermelding is al ingetrokken.", "This entry was retracted already."});
  }
  if (alteration_of(action)->event == entry_corrected) {
    if (auto refusal = check_opening(*entry, command, given)) return refusal;
    if (auto refusal = check_corrected(*entry, command, given)) return refusal;
    return check_rules(*entry, command, given);
  }
  if (entry->named->command == given.past.front().command) {
    return refuse(RefusalKind::state,
                  {"Waarmee de zaak begon kan niet worden ingetrokken; het kan wel worden "
                   "gecorrigeerd.",
                   "What the case began with can't be retracted; it can be corrected."});
  }
  return check_admission(*entry, given);
}

}  // namespace verloop
