#include "adapters/xes/xes_trace.hpp"

#include <algorithm>

#include "events/json/canonical_json.hpp"
#include "projections/role_view.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

XesAttribute attribute(XesKind kind, std::string key, std::string value) {
  return {kind, std::move(key), std::move(value), {}, {}};
}

/// The moment; of a whole day its beginning in Amsterdam. `finer`: decimals behind the sixth.
std::string moment_text(const Occurrence& occurred, const std::string& finer) {
  std::string text = occurred.text;
  if (parse_date(text).has_value())
    return format(in_amsterdam(occurred.day, std::chrono::minutes(0)));
  if (finer.empty()) return text;
  const std::size_t end = text.find_first_not_of("0123456789", text.find('.') + 1);
  return text.insert(std::min(end, text.size()), finer);
}

XesKind kind_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::timestamp:
      return XesKind::date;
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents:
    case FieldKind::member:
      return XesKind::integer;
    case FieldKind::boolean:
      return XesKind::boolean;
    default:
      return XesKind::string;
  }
}

std::string plain_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return canonical_json(value);
}

/// As the source has it.
std::string their_value(const MappedField& mapped, const std::string& ours) {
  for (const auto& [theirs, own] : mapped.values)
    if (own == ours) return theirs;
  return ours;
}

/// What a reader may see of one record.
class SeenRecord {
 public:
  SeenRecord(const Record& record, const Reader& reader, const Definition& definition)
      : record_(record),
        type_(definition.catalogue.find(record.type.text)),
        seen_(seen_fields(reader, record, definition)) {}

  /// An open field; null when there is none, or not for this reader.
  const json::value* find(const std::string& field) const {
    return seen_.contains(field) ? record_.data.if_contains(field) : nullptr;
  }

  void add(const MappedField& mapped, std::vector<XesAttribute>& attributes) const {
    const json::value* value = find(mapped.field);
    const Field* field = type_ == nullptr ? nullptr : type_->field(mapped.field);
    if (value == nullptr || field == nullptr) return;
    const std::string theirs = their_value(mapped, plain_text(*value));
    attributes.push_back(attribute(kind_of(field->type.kind), mapped.attribute, theirs));
  }

 private:
  const Record& record_;
  const EventType* type_;
  std::set<std::string> seen_;
};

/// A trace in the words of the log that the procedure is there for.
class MappedTrace {
 public:
  MappedTrace(const Reader& reader, const Definition& definition)
      : reader_(reader), definition_(definition), mapping_(*definition.procedure.import) {}

  void add(const Record& record) {
    if (record.version == Version{})
      trace_.attributes.push_back(
          attribute(XesKind::string, mapping_.case_name, record.case_id.text));
    if (!sees_event(reader_, record, definition_)) return;
    if (record.action == mapping_.opening.action) add_part(record, mapping_.opening);
    if (mapping_.ending && record.action == mapping_.ending->action)
      add_part(record, *mapping_.ending);
    const bool is_first = record.command != last_ && record.basis != Basis::derived;
    const MappedActivity* activity = mapping_.find(record.action, record.data);
    if (is_first && activity != nullptr) add_event(record, *activity);
    last_ = record.command;
  }

  XesTrace finish() { return std::move(trace_); }

 private:
  void add_part(const Record& record, const MappedCase& part) {
    const SeenRecord seen(record, reader_, definition_);
    bool has_moment = part.occurred_on.empty();
    for (const MappedField& mapped : part.fields) {
      has_moment = has_moment || mapped.attribute == part.occurred_on;
      seen.add(mapped, trace_.attributes);
    }
    if (!has_moment)
      trace_.attributes.push_back(
          attribute(XesKind::date, part.occurred_on, moment_text(record.occurred_on, {})));
  }

  void add_event(const Record& record, const MappedActivity& activity) {
    const SeenRecord seen(record, reader_, definition_);
    const json::value* finer = mapping_.finer.empty() ? nullptr : seen.find(mapping_.finer);
    XesEvent event;
    auto& attributes = event.attributes;
    attributes.push_back(attribute(XesKind::string, mapping_.activity, activity.name));
    attributes.push_back(attribute(XesKind::string, mapping_.actor, record.actor.id.text));
    attributes.push_back(attribute(
        XesKind::date, mapping_.occurred_on,
        moment_text(record.occurred_on, finer == nullptr ? std::string() : plain_text(*finer))));
    for (const auto& [key, value] : mapping_.always)
      attributes.push_back(attribute(XesKind::string, key, value));
    for (const MappedField& mapped : mapping_.fields) seen.add(mapped, attributes);
    trace_.events.push_back(std::move(event));
  }

  const Reader& reader_;
  const Definition& definition_;
  const ImportMapping& mapping_;
  CommandId last_;
  XesTrace trace_;
};

/// An event of any procedure. Who caused a derived one may be somebody whom the reader may not know
/// of.
XesEvent plain_event(const Record& record, const Reader& reader, const Definition& definition) {
  const EventType* type = definition.catalogue.find(record.type.text);
  const bool shows_cause = record.basis != Basis::derived || reader.view->records;
  const Actor actor = shows_cause ? record.actor : Actor{{"engine"}, {"engine"}, {}, {}};
  const std::string label = type == nullptr ? record.type.text : type->label.in(reader.language);
  XesEvent event;
  event.attributes = {
      attribute(XesKind::string, "concept:name", label),
      attribute(XesKind::date, "time:timestamp", moment_text(record.occurred_on, {})),
      attribute(XesKind::string, "org:resource", actor.id.text),
      attribute(XesKind::string, "org:role", actor.role.text),
      attribute(XesKind::string, "lifecycle:transition", "complete"),
      attribute(XesKind::string, "verloop:type", record.type.text),
      attribute(XesKind::integer, "verloop:position", std::to_string(record.position.value))};
  if (!actor.org.text.empty())
    event.attributes.push_back(attribute(XesKind::string, "org:group", actor.org.text));
  return event;
}

XesTrace plain_trace(const std::vector<Record>& records, const Reader& reader,
                     const Definition& definition) {
  XesTrace trace;
  trace.attributes = {attribute(XesKind::string, "concept:name", records.front().case_id.text),
                      attribute(XesKind::string, "verloop:procedure", definition.procedure.name)};
  for (const Record& record : records)
    if (sees_event(reader, record, definition))
      trace.events.push_back(plain_event(record, reader, definition));
  return trace;
}

}  // namespace

XesTrace trace_of(const std::vector<Record>& records, const Reader& reader,
                  const Definition& definition) {
  if (!definition.procedure.import) return plain_trace(records, reader, definition);
  MappedTrace trace(reader, definition);
  for (const Record& record : records) trace.add(record);
  return trace.finish();
}

}  // namespace verloop
