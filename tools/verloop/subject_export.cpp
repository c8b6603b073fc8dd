#include "tools/verloop/subject_export.hpp"

#include <algorithm>

#include "engine/case_records.hpp"
#include "events/json/text_in.hpp"
#include "projections/access_search.hpp"
#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/console.hpp"
#include "tools/verloop/subject_places.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// The fields of each event that hold a value of the person.
using Fields = std::map<Position, std::set<std::string>>;

/// One export under construction.
struct Export {
  Instance& instance;
  const SubjectId& subject;
  const ActorId& reader;
  Language language;
  Fields fields;
  json::array events;
  std::vector<Sight> sights;
};

/// What is known of a case before its records are read.
struct CaseOfPerson {
  Reader reader;
  std::optional<std::int64_t> member;
};

bool speaks_of(const CaseOfPerson& of, const Record& record, const Definition& definition) {
  const auto members = members_in(record, definition);
  return of.member && std::find(members.begin(), members.end(), *of.member) != members.end();
}

json::array values_of(const OpenedValues& opened, const EventType* type, Language language) {
  json::array values;
  for (const auto& [name, value] : opened) {
    const Field* field = type == nullptr ? nullptr : type->field(name);
    values.push_back(json::object{{"field", name},
                                  {"label", field == nullptr ? name : field->label.in(language)},
                                  {"value", value ? *value : erased_json(value.erased)}});
  }
  return values;
}

/// What is told of an event whatever its type.
json::object told(const Record& record, const EventType* type, Language language) {
  const bool is_derived = record.basis == Basis::derived;
  return {{"case", record.case_id.text},
          {"version", record.version.value},
          {"position", record.position.value},
          {"type", record.type.text},
          {"label", type == nullptr ? record.type.text : type->label.in(language)},
          {"occurredOn", record.occurred_on.text},
          {"recordedAt", format(record.recorded_at)},
          {"purpose", record.purpose},
          {"by", json::object{{"role", is_derived ? "engine" : record.actor.role.text},
                              {"org", is_derived ? "" : record.actor.org.text}}}};
}

Result<> add_event(Export& out, const Reader& reader, const Record& record,
                   const Definition& definition) {
  const std::set<std::string> seen = seen_fields(reader, record, definition);
  std::set<std::string> wanted;
  for (const std::string& field : out.fields[record.position])
    if (seen.contains(field)) wanted.insert(field);
  Looks looks;
  const auto opened = open_values(out.instance.log(), out.instance.vault(), record, wanted, looks);
  if (opened.has_error()) return opened.error();
  // What is handed over is entered also where nothing sealed was opened.
  looks[record.case_id].subjects.insert(out.subject);
  add_sight(out.sights, reader.actor, std::move(looks), record.position);
  const EventType* type = definition.catalogue.find(record.type.text);
  json::object row = told(record, type, out.language);
  row["sentence"] = sentence(record, *opened, reader, definition);
  json::object data;
  for (const auto& member : record.data)
    if (seen.contains(std::string(member.key()))) data[member.key()] = member.value();
  row["data"] = std::move(data);
  row["values"] = values_of(*opened, type, out.language);
  out.events.push_back(std::move(row));
  return {};
}

Result<> add_case(Export& out, const CaseId& id) {
  const auto reader = reader_of_case(out.instance, out.reader, id, out.language);
  if (reader.has_error()) return reader.error();
  // Who sees every record and no value can't hand over what is a person's.
  if (!*reader || (*reader)->view->records) return {};
  const auto loaded = out.instance.processor().find(id);
  if (loaded.has_error()) return loaded.error();
  const CaseOfPerson of{**reader, (*loaded)->member(out.subject)};
  const auto records = read_case(out.instance.log(), id, *(*loaded)->state.version);
  if (records.has_error()) return records.error();
  for (const Record& record : *records) {
    const Definition* definition = out.instance.definitions().find(record.procedure);
    if (definition == nullptr || !sees_event(of.reader, record, *definition)) continue;
    if (!out.fields.contains(record.position) && !speaks_of(of, record, *definition)) continue;
    auto added = add_event(out, of.reader, record, *definition);
    if (added.has_error()) return added;
  }
  return {};
}

/// What the directory holds of somebody, who alone is given it.
Result<> add_entry(Export& out, const Record& record) {
  if (out.subject.text != "actor/" + out.reader.text) return {};
  Looks looks;
  const auto opened = open_values(out.instance.log(), out.instance.vault(), record,
                                  out.fields[record.position], looks);
  if (opened.has_error()) return opened.error();
  add_sight(out.sights, {out.reader, {}, {}, {}}, std::move(looks), record.position);
  const EventType* type = out.instance.system().types.find(record.type.text);
  json::object row = told(record, type, out.language);
  row["sentence"] = row.at("label");
  row["data"] = json::object();
  row["values"] = values_of(*opened, type, out.language);
  out.events.push_back(std::move(row));
  return {};
}

/// Every event of the person that the reader may see, by case in the order in which each came up.
Result<> add_events(Export& out) {
  const auto places = out.instance.log().places_of({out.subject});
  if (places.has_error()) return places.error();
  for (const SealedPlace& place : *places) out.fields[place.position].insert(place.field);
  std::set<CaseId> done;
  for (const SealedPlace& place : *places) {
    const auto page = out.instance.log().read(place.position, 1);
    if (page.has_error()) return page.error();
    if (page->empty()) continue;
    const Record& record = page->front().record;
    Result<> added;
    if (!is_case_id(record.case_id.text)) {
      if (place.field == *out.fields[place.position].begin()) added = add_entry(out, record);
    } else if (done.insert(record.case_id).second) {
      added = add_case(out, record.case_id);
    }
    if (added.has_error()) return added;
  }
  return {};
}

Result<json::array> looks_at(Export& out) {
  json::array looks;
  AccessQuery query;
  query.subject = out.subject;
  const AccessLog& access = out.instance.access();
  const auto visited = visit_access(access.log(), query, [&](const Record& entry) {
    const EventType* type = access.types().types.find(entry.type.text);
    json::object row{{"recordedAt", format(entry.recorded_at)},
                     {"type", entry.type.text},
                     {"label", type == nullptr ? entry.type.text : type->label.in(out.language)},
                     {"role", entry.actor.role.text},
                     {"org", entry.actor.org.text},
                     {"asked", entry.action.text},
                     {"purpose", entry.purpose}};
    for (const char* name : {"case", "fields"})
      if (const json::value* value = entry.data.if_contains(name)) row[name] = *value;
    looks.push_back(std::move(row));
    return true;
  });
  if (visited.has_error()) return visited.error();
  return looks;
}

Result<> add_standing(const Export& out, json::object& answer) {
  const auto erased = out.instance.vault().erased(out.subject);
  if (erased.has_error()) return erased.error();
  if (*erased) answer["erased"] = erased_json(**erased);
  const auto subjects = Subjects::read(out.instance.log());
  if (subjects.has_error()) return subjects.error();
  if (const auto held = subjects->hold_on(out.subject)) answer["heldAt"] = held->value;
  return {};
}

std::string at(const json::object& row, const char* name) {
  return printable(text_in(row, name));
}

/// `12 oktober 2026`, of a day or a moment.
std::string day_of(const std::string& moment, Language language) {
  const auto day = parse_date(std::string_view(moment).substr(0, moment.find('T')));
  return day.has_error() ? printable(moment) : in_words(*day, language);
}

std::string event_lines(const json::object& row, Language language) {
  const json::object& by = row.at("by").as_object();
  const std::string org = at(by, "org");
  std::string text = "  " + padded(day_of(text_in(row, "occurredOn"), language), 18) +
                     at(row, "sentence") + " [" + at(by, "role") + (org.empty() ? "" : ", " + org) +
                     "; " + at(row, "purpose") + "]\n";
  for (const json::value& one : row.at("values").as_array()) {
    const json::object& value = one.as_object();
    text += "      " + at(value, "label") + ": " + shown(value.at("value"), language) + "\n";
  }
  return text;
}

std::string look_line(const json::object& row, Language language) {
  const std::string org = at(row, "org");
  std::string text = "  " + at(row, "recordedAt").substr(0, 19) + "Z  " + at(row, "label") + ", " +
                     at(row, "role") + (org.empty() ? "" : ", " + org) + " [" + at(row, "asked") +
                     "; " + at(row, "purpose") + "]";
  if (const json::value* id = row.if_contains("case")) text += " " + shown(*id, language);
  if (const json::value* fields = row.if_contains("fields"))
    text += ": " + shown(*fields, language);
  return text + "\n";
}

}  // namespace

Result<GuardedExport> subject_export(Instance& instance, const SubjectId& subject,
                                     const ActorId& reader, Language language) {
  Export out{instance, subject, reader, language, {}, {}, {}};
  // Staff have nobody who speaks for them.
  if (subject.text.starts_with("actor/") && subject.text != "actor/" + reader.text)
    return GuardedExport(std::nullopt, std::vector<Sight>());
  if (auto added = add_events(out); added.has_error()) return added.error();
  if (out.events.empty()) return GuardedExport(std::nullopt, std::vector<Sight>());
  auto looks = looks_at(out);
  if (looks.has_error()) return looks.error();
  json::object answer{{"format", "verloop-subject-export/1"},
                      {"subject", subject.text},
                      {"origin", instance.log().origin()},
                      {"size", instance.log().tail().size}};
  if (auto added = add_standing(out, answer); added.has_error()) return added.error();
  answer["events"] = std::move(out.events);
  answer["looks"] = std::move(*looks);
  return GuardedExport(std::move(answer), std::move(out.sights));
}

std::string export_text(const json::object& exported, Language language) {
  const bool is_dutch = language == Language::nl;
  std::string text = (is_dutch ? "Betrokkene " : "Subject ") + at(exported, "subject") + "\n";
  if (const json::value* erased = exported.if_contains("erased"))
    text += shown(*erased, language) + "\n";
  if (exported.contains("heldAt"))
    text += is_dutch ? "Wissen is opgeschort.\n" : "Erasure is on hold.\n";
  std::string id;
  for (const json::value& row : exported.at("events").as_array()) {
    const std::string now = at(row.as_object(), "case");
    if (now != id) text += (is_dutch ? "\nVastgelegd in " : "\nRecorded in ") + now + ":\n";
    id = now;
    text += event_lines(row.as_object(), language);
  }
  text += is_dutch ? "\nIngezien of beheerd:\n" : "\nRead or administered:\n";
  for (const json::value& row : exported.at("looks").as_array())
    text += look_line(row.as_object(), language);
  return text;
}

}  // namespace verloop
