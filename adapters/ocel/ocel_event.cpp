#include "adapters/ocel/ocel_event.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/text_in.hpp"
#include "events/on_behalf.hpp"
#include "events/vault_names.hpp"
#include "projections/role_view.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t pseudonym_digits = 16;

OcelKind kind_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::timestamp:
      return OcelKind::time;
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents:
      return OcelKind::integer;
    case FieldKind::boolean:
      return OcelKind::boolean;
    default:
      return OcelKind::string;
  }
}

std::string plain_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return canonical_json(value);
}

/// Of a whole day its beginning in Amsterdam.
std::string moment_text(const Occurrence& occurred) {
  if (!parse_date(occurred.text).has_value()) return occurred.text;
  return format(in_amsterdam(occurred.day, std::chrono::minutes(0)));
}

std::string without_version(const std::string& type) {
  return type.substr(0, type.find('@'));
}

const Field* member_field(const EventType* type) {
  if (type == nullptr) return nullptr;
  const auto at = std::find_if(type->fields.begin(), type->fields.end(), [](const Field& field) {
    return field.type.kind == FieldKind::member;
  });
  return at == type->fields.end() ? nullptr : &*at;
}

bool refers_to(const FieldType& type, Referent referent) {
  return type.kind == FieldKind::reference && type.refers_to == referent;
}

/// Whether all that it says is to which object it points.
bool is_relation(const FieldType& type) {
  return type.kind == FieldKind::member || refers_to(type, Referent::actor) ||
         refers_to(type, Referent::organisation);
}

class Making {
 public:
  Making(const Record& record, const Reader& reader, const Definition& definition,
         const std::string& pseudonym_key)
      : record_(record), reader_(reader), definition_(definition), key_(pseudonym_key) {}

  OcelEvent event() {
    event_.id = record_.case_id.text + "/" + std::to_string(record_.version.value);
    event_.type = without_version(record_.type.text);
    event_.time = moment_text(record_.occurred_on);
    event_.relations.insert(case_of(record_.case_id, definition_));
    add_actor();
    add_fields();
    return std::move(event_);
  }

 private:
  void relate(std::string object, std::string type, std::string qualifier) {
    event_.relations.insert({std::move(object), std::move(type), std::move(qualifier)});
  }

  std::string pseudonym(std::string_view actor) const {
    const Digest digest = handle_digest(key_, "actor", actor);
    return to_hex(view(digest)).substr(0, pseudonym_digits);
  }

  std::string relate_actor(std::string_view actor, const std::string& qualifier) {
    std::string name = pseudonym(actor);
    relate("@actor/" + name, "actor", qualifier);
    return name;
  }

  void relate_organisation(std::string_view id, const std::string& qualifier) {
    relate("@organisation/" + std::string(id), "organisation", qualifier);
  }

  void relate_member(const json::value& number, const std::string& type) {
    relate(record_.case_id.text + ":member-" + plain_text(number), type, "member");
  }

  /// What is derived nobody did; and who caused it may be one whom the reader may not know of.
  void add_actor() {
    if (record_.basis == Basis::derived) return;
    const Actor& actor = record_.actor;
    relate_actor(actor.id.text, "actor");
    if (!actor.on_behalf_of.empty()) relate_actor(author_of(actor).text, "for");
    if (!actor.org.text.empty()) relate_organisation(actor.org.text, "organisation");
    event_.attributes.push_back({OcelKind::string, "verloop:role", actor.role.text});
  }

  /// Of a type that the definition does not know nobody can tell what would be a person's id.
  void add_fields() {
    const EventType* type = definition_.catalogue.find(record_.type.text);
    if (type == nullptr) return;
    const auto seen = seen_fields(reader_, record_, definition_);
    for (const Field& field : type->fields) {
      const json::value* value = record_.data.if_contains(field.name);
      if (value == nullptr || !seen.contains(field.name)) continue;
      if (is_alteration(record_.type.text))
        add_of_alteration(field, *value);
      else
        add(field.name, *value, field.type);
    }
  }

  /// What an alteration says of members and fields is of the type of the entry that it alters.
  void add_of_alteration(const Field& field, const json::value& value) {
    const EventType* altered = definition_.catalogue.find(text_in(record_.data, "entryType"));
    FieldType type = field.type;
    const Field* member = member_field(altered);
    if (field.name == "members" && member != nullptr) type.element = {member->type};
    if (field.name == "fields" && altered != nullptr) type.members = altered->fields;
    add(field.name, value, type);
  }

  void add(const std::string& name, const json::value& value, const FieldType& type) {
    const json::value shown = seen_value(name, value, type);
    if (!is_relation(type))
      event_.attributes.push_back({kind_of(type.kind), name, plain_text(shown)});
  }

  /// The value with pseudonyms for actors. What it points at becomes a relation of the event.
  json::value seen_value(const std::string& name, const json::value& value, const FieldType& type) {
    if (type.kind == FieldKind::member) relate_member(value, type.member_of);
    if (refers_to(type, Referent::actor) && value.is_string())
      return json::value(json::string(relate_actor(value.get_string(), name)));
    if (refers_to(type, Referent::organisation) && value.is_string())
      relate_organisation(value.get_string(), name);
    if (type.kind == FieldKind::list && value.is_array()) return seen_list(name, value, type);
    if (type.kind == FieldKind::record && value.is_object()) return seen_record(value, type);
    return value;
  }

  json::value seen_list(const std::string& name, const json::value& list, const FieldType& type) {
    json::array seen;
    for (const json::value& each : list.get_array())
      seen.push_back(seen_value(name, each, type.element.front()));
    return seen;
  }

  json::value seen_record(const json::value& record, const FieldType& type) {
    json::object seen;
    for (const Field& field : type.members) {
      const json::value* value = record.get_object().if_contains(field.name);
      if (value != nullptr) seen[field.name] = seen_value(field.name, *value, field.type);
    }
    return seen;
  }

  const Record& record_;
  const Reader& reader_;
  const Definition& definition_;
  const std::string& key_;
  OcelEvent event_;
};

}  // namespace

OcelRelation case_of(const CaseId& id, const Definition& definition) {
  return {id.text, definition.procedure.name, "case"};
}

OcelEvent event_of(const Record& record, const Reader& reader, const Definition& definition,
                   const std::string& pseudonym_key) {
  return Making(record, reader, definition, pseudonym_key).event();
}

}  // namespace verloop
