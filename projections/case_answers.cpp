#include "projections/case_answers.hpp"

#include <algorithm>

#include "engine/bindings.hpp"
#include "engine/decide_rules.hpp"
#include "engine/evidence.hpp"
#include "engine/used_settings.hpp"
#include "engine/what_first.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::string text(std::string_view value) {
  return json::string(value);
}

std::string_view strength_name(Strength strength) {
  switch (strength) {
    case Strength::legal:
      return "legal";
    case Strength::explicit_rule:
      return "explicit";
    case Strength::advice:
      return "advice";
  }
  return "explicit";
}

/// Whether detail about one entry of a list is for this reader: for who sees which entry it is, by
/// the column that tells the entries apart; of members, who sees its own alone, for those.
bool sees_entry(const Reader& reader, const Definition& definition, const Over& over,
                const std::string& entry) {
  constexpr std::string_view root = "case.";
  const std::vector<std::string> read = over.list.paths();
  if (read.empty() || !read.front().starts_with(root)) return false;
  const std::string list = read.front().substr(root.size());
  const SchemaNode* node = definition.schema.find(list);
  if (node == nullptr) return false;
  const bool is_keyed = !node->key.empty();
  return sees_origin(reader, is_keyed ? list + "/" + entry + "/" + node->key : list, definition);
}

/// A deadline with the due dates that are for this reader. One that goes over a list keeps its
/// worst status, but tells the days of no entry that the reader does not see.
JudgedDeadline seen_part(const Reader& reader, const JudgedDeadline& judged,
                         const Definition& definition) {
  const Deadline* described = definition.procedure.deadline(judged.id.text);
  if (!described->over) return judged;
  JudgedDeadline seen = judged;
  std::erase_if(seen.dues, [&](const Due& due) {
    return !sees_entry(reader, definition, *described->over, due.entry);
  });
  return seen;
}

/// A deadline is shown to who may see the rule that it serves; one that serves none, to who may see
/// all rules.
bool sees_deadline(const Reader& reader, const RuleId& deadline, const Definition& definition) {
  bool serves = false;
  for (const Rule& rule : definition.procedure.rules) {
    if (!rule.deadline || *rule.deadline != deadline) continue;
    serves = true;
    if (sees_rule(reader, rule, definition)) return true;
  }
  return !serves && (reader.view->all_rules || reader.view->records);
}

/// Which settings gave it: the value, and the event that set it, unless it is the definition's own.
void add_settings(json::object& row, const std::vector<UsedSetting>& used) {
  json::array rows;
  for (const UsedSetting& one : used) {
    auto value = to_json(one.in_force.value);
    ensure(value.has_value(), "a setting is a whole number or a boolean");
    json::object setting{{"setting", one.setting}, {"value", std::move(*value)}};
    if (one.in_force.position) setting["position"] = one.in_force.position->value;
    if (one.in_force.from) setting["from"] = format(*one.in_force.from);
    rows.push_back(std::move(setting));
  }
  if (!rows.empty()) row["settings"] = std::move(rows);
}

/// A case as it is judged.
struct JudgedCase {
  const CaseState& state;
  const Definition& definition;
  const Judgements& judged;
  Date on;
};

json::array deadlines_json(const Reader& reader, const JudgedCase& of) {
  const Definition& definition = of.definition;
  json::array rows;
  for (const JudgedDeadline& deadline : of.judged.deadlines) {
    if (!sees_deadline(reader, deadline.id, definition)) continue;
    const Deadline* described = definition.procedure.deadline(deadline.id.text);
    json::object row{{"deadline", deadline.id.text},
                     {"label", described->label.in(reader.language)},
                     {"status", text(name_of(deadline.status))}};
    const JudgedDeadline seen = seen_part(reader, deadline, definition);
    if (const auto due = seen.due()) row["due"] = format(*due);
    if (seen.dues.size() < deadline.dues.size()) row["withheld"] = true;
    json::array entries;
    for (const Due& due : seen.dues) {
      if (due.entry.empty()) continue;
      json::object entry{{"entry", due.entry}, {"status", text(name_of(due.status))}};
      if (due.due) entry["due"] = format(*due.due);
      if (due.done) entry["done"] = format(*due.done);
      entries.push_back(std::move(entry));
    }
    if (!entries.empty()) row["entries"] = std::move(entries);
    add_settings(row, settings_of(seen, of.state, definition, of.on));
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object statuses_json(const Reader& reader, const Judgements& judged,
                           const Definition& definition) {
  json::object statuses;
  for (const JudgedRule& rule : judged.rules) {
    const Rule* described = definition.procedure.rule(rule.id.text);
    if (sees_rule(reader, *described, definition))
      statuses[rule.id.text] = text(name_of(rule.status));
  }
  return statuses;
}

/// What the detail of a judged rule is taken from.
struct Detailed {
  const Reader& reader;
  const JudgedCase& of;
  const Rule& described;
};

/// The days on which a rule is and became due, the settings that it goes by, and how it stands for
/// each entry of its list: as far as they are for the reader.
void add_days_and_entries(json::object& row, const JudgedRule& rule, const Detailed& from) {
  const Rule& described = from.described;
  const Definition& definition = from.of.definition;
  std::vector<UsedSetting> used = settings_of(described, from.of.state, definition, from.of.on);
  std::optional<Over> over = described.judge ? described.judge->over : std::nullopt;
  if (described.deadline) {
    const JudgedDeadline* deadline = from.of.judged.deadline(described.deadline->text);
    const JudgedDeadline seen = seen_part(from.reader, *deadline, definition);
    used = settings_of(seen, from.of.state, definition, from.of.on);
    if (const auto due = seen.due()) row["due"] = format(*due);
    const bool is_whole = seen.dues.size() == deadline->dues.size();
    if (is_whole && rule.since) row["since"] = format(*rule.since);
    over = definition.procedure.deadline(described.deadline->text)->over;
  }
  add_settings(row, used);
  if (!over) return;
  json::object entries;
  for (const auto& [entry, status] : rule.entries) {
    if (sees_entry(from.reader, definition, *over, entry)) entries[entry] = text(name_of(status));
  }
  if (!entries.empty()) row["entries"] = std::move(entries);
}

/// Whether the condition can't hold whatever the payload; one that stops at a value of the payload
/// may.
bool holds_back(const cel::Program& condition, const cel::Bindings& bindings) {
  if (holds(condition, bindings)) return false;
  if (condition.evaluate(bindings).has_value()) return true;
  const auto paths = condition.paths();
  return std::none_of(paths.begin(), paths.end(),
                      [](const std::string& path) { return path.starts_with("data."); });
}

/// The first rule that would hold the action back whatever its payload; none when there is none.
std::optional<Refusal> gate_of(const Action& action, const CaseState& state, const Reader& reader,
                               const Circumstances& given) {
  const Definition& definition = given.definition;
  const cel::Bindings bindings =
      decision_bindings(state, cel::Value::of(cel::RecordValue{"data", {}}), reader.actor, given);
  for (const Rule& rule : definition.procedure.rules) {
    if (rule.gate && rule.gate->actions.contains(action.id.text) &&
        holds_back(rule.gate->condition, bindings))
      return refused_by(rule, *rule.gate, {state, bindings, reader.actor, definition});
  }
  return std::nullopt;
}

/// None when the action can be taken now.
std::optional<Refusal> why_not(const Action& action, const CaseState& state, const WaysAhead& ways,
                               const Reader& reader, const Circumstances& given) {
  auto refusal = check_possible(state, action, reader.actor, given);
  if (!refusal) return gate_of(action, state, reader, given);
  if (refusal->kind == RefusalKind::state) {
    const auto way = ways.to(action);
    add_first(way, first_in_words(way, given.definition.procedure), *refusal);
  }
  return refusal;
}

void add_refusal(const Refusal& refusal, Language language, json::object& row) {
  row["kind"] = text(name_of(refusal.kind));
  row["why"] = refusal.sentence.in(language);
  if (refusal.kind == RefusalKind::rule) {
    row["rule"] = refusal.rule.text;
    json::array source;
    for (const std::string& segment : refusal.source) source.push_back(text(segment));
    row["source"] = std::move(source);
  }
  json::array first;
  for (const ActionId& id : refusal.first) first.push_back(text(id.text));
  if (!first.empty()) row["first"] = std::move(first);
}

json::array payload_json(const Action& action, Language language) {
  json::array fields;
  for (const Field& field : action.payload) {
    const std::string& label = field.label.in(language);
    fields.push_back(json::object{{"field", field.name},
                                  {"label", label.empty() ? field.name : label},
                                  {"required", field.required}});
  }
  return fields;
}

}  // namespace

Result<json::object> case_picture(const Sources& sources, const Reader& reader,
                                  const CaseState& state, Date on, Looks& looks) {
  const Definition* definition = sources.definitions.find(state.definition);
  ensure(definition != nullptr && state.version.has_value(),
         "an answer is about a case that exists");
  auto seen = seen_state(reader, state, *definition, sources.log, sources.vault, looks);
  if (seen.has_error()) return seen.error();
  const Judgements judged = judge(state, *definition, on);
  const LogTail tail = sources.log.tail();
  return json::object{{"case", state.id.text},
                      {"version", state.version->value},
                      {"position", state.position.value},
                      {"size", tail.size},
                      {"root", to_base64url(view(tail.root))},
                      {"definition", state.definition},
                      {"on", format(on)},
                      {"cycle", state.cycle},
                      {"closed", state.closed},
                      {"tracks", seen_tracks(reader, state)},
                      {"state", std::move(*seen)},
                      {"rules", statuses_json(reader, judged, *definition)},
                      {"deadlines", deadlines_json(reader, {state, *definition, judged, on})}};
}

Result<Guarded<json::object>> case_answer(const Sources& sources, const Reader& reader,
                                          const CaseState& state, Date on) {
  Looks looks;
  auto answer = case_picture(sources, reader, state, on, looks);
  if (answer.has_error()) return answer.error();
  return Guarded(std::move(*answer), sight_of(reader, std::move(looks), state.position));
}

json::array compliance_answer(const Reader& reader, const CaseState& state,
                              const Definition& definition, Date on) {
  const Judgements judged = judge(state, definition, on);
  const JudgedCase of{state, definition, judged, on};
  const auto may_know = [&](const std::string& origin) {
    return sees_origin(reader, origin, definition);
  };
  json::array rows;
  for (const JudgedRule& rule : judged.rules) {
    const Rule* described = definition.procedure.rule(rule.id.text);
    if (!sees_rule(reader, *described, definition)) continue;
    json::array source;
    for (const std::string& segment : described->source) source.push_back(text(segment));
    json::array evidence;
    for (const Position position : evidence_of(*described, state, definition.procedure, may_know))
      evidence.push_back(position.value);
    json::object row{{"rule", rule.id.text},
                     {"label", described->label.in(reader.language)},
                     {"status", text(name_of(rule.status))},
                     {"strength", text(strength_name(described->strength))},
                     {"sentence", described->sentence.in(reader.language)},
                     {"source", std::move(source)},
                     {"evidence", std::move(evidence)}};
    add_days_and_entries(row, rule, {reader, of, *described});
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array deadlines_answer(const Reader& reader, const CaseState& state,
                             const Definition& definition, Date on) {
  const Judgements judged = judge(state, definition, on);
  return deadlines_json(reader, {state, definition, judged, on});
}

json::array actions_answer(const Reader& reader, const LoadedCase& loaded,
                           const Circumstances& given, const std::set<ActionId>& only) {
  json::array rows;
  const WaysAhead ways(loaded.state, given.definition.procedure);
  for (const Action& action : given.definition.procedure.actions) {
    if (action.creates || (!only.empty() && !only.contains(action.id))) continue;
    json::array by;
    for (const RoleId& role : action.by) by.push_back(text(role.text));
    json::object row{{"action", action.id.text},
                     {"label", action.label.in(reader.language)},
                     {"by", std::move(by)}};
    const auto refusal = why_not(action, loaded.state, ways, reader, given);
    row["possible"] = !refusal;
    if (refusal)
      add_refusal(*refusal, reader.language, row);
    else
      row["payload"] = payload_json(action, reader.language);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace verloop
