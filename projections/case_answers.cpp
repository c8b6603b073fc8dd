#include "projections/case_answers.hpp"

#include "engine/bindings.hpp"
#include "engine/evolve.hpp"
#include "projections/sentences.hpp"

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

/// Whether per-member detail is for this reader: those whose organisation keeps the members; its
/// own for the others.
bool sees_entry(const Reader& reader, const Definition& definition, const std::string& entry) {
  const auto role = definition.procedure.roles.find(reader.actor.role.text);
  if (role == definition.procedure.roles.end() || role->second.organisation != "school")
    return false;
  if (!reader.view->own) return true;
  for (const std::int64_t member : reader.own_members) {
    if (std::to_string(member) == entry) return true;
  }
  return false;
}

json::object tracks_json(const Reader& reader, const CaseState& state) {
  json::object tracks;
  for (const auto& [name, at] : state.tracks) {
    if (reader.view->records || reader.view->tracks.contains(name)) tracks[name] = at;
  }
  return tracks;
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

json::array deadlines_json(const Reader& reader, const Judgements& judged,
                           const Definition& definition) {
  json::array rows;
  for (const JudgedDeadline& deadline : judged.deadlines) {
    if (!sees_deadline(reader, deadline.id, definition)) continue;
    const Deadline* described = definition.procedure.deadline(deadline.id.text);
    json::object row{{"deadline", deadline.id.text},
                     {"label", described->label.in(reader.language)},
                     {"status", text(name_of(deadline.status))}};
    if (const auto due = deadline.due()) row["due"] = format(*due);
    json::array entries;
    for (const Due& due : deadline.dues) {
      if (due.entry.empty() || !sees_entry(reader, definition, due.entry)) continue;
      json::object entry{{"entry", due.entry}, {"status", text(name_of(due.status))}};
      if (due.due) entry["due"] = format(*due.due);
      if (due.done) entry["done"] = format(*due.done);
      entries.push_back(std::move(entry));
    }
    if (!entries.empty()) row["entries"] = std::move(entries);
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

/// Flattens a seen state into path -> value, entries of lists by their index.
void flatten(const json::value& value, const std::string& path,
             std::map<std::string, json::value>& out) {
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      flatten(member.value(),
              path.empty() ? std::string(member.key()) : path + "." + std::string(member.key()),
              out);
    }
  } else if (value.is_array() && !value.get_array().empty() &&
             value.get_array().front().is_object()) {
    std::size_t index = 0;
    for (const json::value& item : value.get_array())
      flatten(item, path + "[" + std::to_string(index++) + "]", out);
  } else {
    out[path] = value;
  }
}

json::array changes_between(const json::object& before, const json::object& after) {
  std::map<std::string, json::value> old_values;
  std::map<std::string, json::value> new_values;
  flatten(before, "", old_values);
  flatten(after, "", new_values);
  json::array changes;
  for (const auto& [path, value] : new_values) {
    const auto old = old_values.find(path);
    if (old != old_values.end() && old->second == value) continue;
    json::object change{{"path", path}, {"to", value}};
    if (old != old_values.end()) change["from"] = old->second;
    changes.push_back(std::move(change));
  }
  for (const auto& [path, value] : old_values) {
    if (!new_values.contains(path))
      changes.push_back(json::object{{"path", path}, {"from", value}});
  }
  return changes;
}

/// What a reader is shown of a case, tracks included, for comparing two moments.
Result<json::object> snapshot(const Sources& sources, const Reader& reader, const CaseState& state,
                              const Definition& definition) {
  if (!state.version) return json::object();
  auto seen = seen_state(reader, state, definition, sources.log, sources.vault);
  if (seen.has_error()) return seen.error();
  (*seen)["tracks"] = tracks_json(reader, state);
  return std::move(*seen);
}

std::string_view audience_name(const Definition& definition, const Record& record) {
  const EventType* type = definition.catalogue.find(record.type.text);
  switch (type == nullptr ? Audience::governance : type->audience) {
    case Audience::shared:
      return "shared";
    case Audience::school:
      return "school";
    case Audience::swv:
      return "swv";
    case Audience::governance:
      return "governance";
  }
  return "governance";
}

/// One history under construction.
struct History {
  const Sources& sources;
  const Reader& reader;
  Detail detail;
  json::array events;
  std::map<std::string, json::array> hidden;
  CaseState state;
  json::object before;
};

Result<> add_to(History& history, const Record& record, const Definition& definition) {
  if (history.detail == Detail::events_with_changes)
    history.state = evolve(std::move(history.state), record, definition);
  auto row = event_answer(history.sources, history.reader, record, definition);
  if (row.has_error()) return row.error();
  if (!*row) {
    history.hidden[std::string(audience_name(definition, record))].push_back(record.version.value);
    return {};
  }
  if (history.detail == Detail::events_with_changes) {
    auto after = snapshot(history.sources, history.reader, history.state, definition);
    if (after.has_error()) return after.error();
    (**row)["changes"] = changes_between(history.before, *after);
    history.before = std::move(*after);
  }
  history.events.push_back(std::move(**row));
  return {};
}

/// Calls `each` with the records of a case, in order, as long as `until` includes them.
template <class Each>
Result<> each_record(const Sources& sources, const CaseId& id, const Until& until, Each each) {
  constexpr std::size_t page_size = 256;
  for (Version from;;) {
    const auto page = sources.log.read_stream(id, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (!until.includes(stored.record)) return {};
      const Definition* definition = sources.definitions.find(stored.record.procedure);
      if (definition == nullptr) {
        return Error{Errc::not_found,
                     "the definition " + stored.record.procedure + " is not deployed in this log"};
      }
      auto done = each(stored.record, *definition);
      if (done.has_error()) return done;
      from = stored.record.version.next();
    }
    if (page->size() < page_size) return {};
  }
}

/// The first rule that would hold the action back whatever its payload; none when there is none.
const Rule* gate_of(const Action& action, const CaseState& state, const Reader& reader,
                    const Circumstances& given) {
  const cel::Bindings bindings =
      decision_bindings(state, cel::Value::of(cel::RecordValue{"data", {}}), reader.actor, given);
  for (const Rule& rule : given.definition.procedure.rules) {
    if (rule.gate && rule.gate->actions.contains(action.id.text) &&
        !holds(rule.gate->condition, bindings))
      return &rule;
  }
  return nullptr;
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

bool Until::includes(const Record& record) const {
  if (position && record.position > *position) return false;
  return !moment || record.recorded_at <= *moment;
}

Result<json::object> case_answer(const Sources& sources, const Reader& reader,
                                 const CaseState& state, Date on) {
  const Definition* definition = sources.definitions.find(state.definition);
  ensure(definition != nullptr && state.version.has_value(),
         "an answer is about a case that exists");
  auto seen = seen_state(reader, state, *definition, sources.log, sources.vault);
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
                      {"tracks", tracks_json(reader, state)},
                      {"state", std::move(*seen)},
                      {"rules", statuses_json(reader, judged, *definition)},
                      {"deadlines", deadlines_json(reader, judged, *definition)}};
}

json::array compliance_answer(const Reader& reader, const CaseState& state,
                              const Definition& definition, Date on) {
  const Judgements judged = judge(state, definition, on);
  json::array rows;
  for (const JudgedRule& rule : judged.rules) {
    const Rule* described = definition.procedure.rule(rule.id.text);
    if (!sees_rule(reader, *described, definition)) continue;
    json::array source;
    for (const std::string& segment : described->source) source.push_back(text(segment));
    json::array evidence;
    for (const Position position : rule.evidence) evidence.push_back(position.value);
    json::object row{{"rule", rule.id.text},
                     {"label", described->label.in(reader.language)},
                     {"status", text(name_of(rule.status))},
                     {"strength", text(strength_name(described->strength))},
                     {"sentence", described->sentence.in(reader.language)},
                     {"source", std::move(source)},
                     {"evidence", std::move(evidence)}};
    if (rule.since) row["since"] = format(*rule.since);
    const JudgedDeadline* deadline =
        described->deadline ? judged.deadline(described->deadline->text) : nullptr;
    if (deadline != nullptr && deadline->due()) row["due"] = format(*deadline->due());
    json::object entries;
    for (const auto& [entry, status] : rule.entries) {
      if (sees_entry(reader, definition, entry)) entries[entry] = text(name_of(status));
    }
    if (!entries.empty()) row["entries"] = std::move(entries);
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<json::object> history_answer(const Sources& sources, const Reader& reader, const CaseId& id,
                                    const Until& until, Detail detail) {
  History history{sources, reader, detail, {}, {}, {}, {}};
  history.state.id = id;
  auto done = each_record(sources, id, until,
                          [&history](const Record& record, const Definition& definition) {
                            return add_to(history, record, definition);
                          });
  if (done.has_error()) return done.error();
  json::object hidden;
  for (auto& [audience, versions] : history.hidden) hidden[audience] = std::move(versions);
  return json::object{
      {"case", id.text}, {"events", std::move(history.events)}, {"hidden", std::move(hidden)}};
}

Result<std::optional<CaseState>> state_until(const Sources& sources, const CaseId& id,
                                             const Until& until) {
  CaseState state;
  state.id = id;
  auto done = each_record(sources, id, until,
                          [&state](const Record& record, const Definition& definition) -> Result<> {
                            state = evolve(std::move(state), record, definition);
                            return {};
                          });
  if (done.has_error()) return done.error();
  return state.version ? std::optional<CaseState>(std::move(state)) : std::nullopt;
}

json::array actions_answer(const Reader& reader, const LoadedCase& loaded,
                           const Circumstances& given) {
  json::array rows;
  for (const Action& action : given.definition.procedure.actions) {
    if (action.creates) continue;
    json::array by;
    for (const RoleId& role : action.by) by.push_back(text(role.text));
    json::object row{{"action", action.id.text},
                     {"label", action.label.in(reader.language)},
                     {"by", std::move(by)}};
    const auto refusal = check_possible(loaded.state, action, reader.actor, given);
    const Rule* gate = refusal ? nullptr : gate_of(action, loaded.state, reader, given);
    row["possible"] = !refusal && gate == nullptr;
    if (refusal) {
      row["kind"] = text(name_of(refusal->kind));
      row["why"] = refusal->sentence.in(reader.language);
    } else if (gate != nullptr) {
      row["kind"] = "rule";
      row["rule"] = gate->id.text;
      row["why"] = gate->sentence.in(reader.language);
    } else {
      row["payload"] = payload_json(action, reader.language);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace verloop
