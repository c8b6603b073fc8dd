#include "engine/payload_schema.hpp"

#include <boost/json/array.hpp>

#include "events/json/integers.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr const char* name_pattern = "^[A-Za-z0-9@._/:-]{1,80}$";

std::string_view name_of(PrivacyClass privacy) {
  switch (privacy) {
    case PrivacyClass::open:
      return "open";
    case PrivacyClass::personal:
      return "personal";
    case PrivacyClass::special:
      return "special";
    case PrivacyClass::confidential:
      return "confidential";
  }
  return "open";
}

std::string_view name_of(Referent referent) {
  switch (referent) {
    case Referent::subject:
      return "subject";
    case Referent::actor:
      return "actor";
    case Referent::organisation:
      return "organisation";
    case Referent::event:
      return "event";
  }
  return "event";
}

json::object both(const Label& label) {
  return {{"nl", label.nl}, {"en", label.en}};
}

class Writing {
 public:
  explicit Writing(Language language) : language_(language) {}

  json::object of_type(const FieldType& type) const {
    switch (type.kind) {
      case FieldKind::text:
        return with_length({{"type", "string"}}, type);
      case FieldKind::name:
        return with_length({{"type", "string"}, {"pattern", name_pattern}}, type);
      case FieldKind::date:
        return {
            {"type", "string"}, {"format", "date"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
      case FieldKind::timestamp:
        return {{"type", "string"}, {"format", "date-time"}};
      case FieldKind::integer:
      case FieldKind::minutes:
      case FieldKind::cents:
      case FieldKind::member:
        return number(type);
      case FieldKind::boolean:
        return {{"type", "boolean"}};
      case FieldKind::enumeration:
        return enumeration(type);
      case FieldKind::reference:
        return reference(type);
      case FieldKind::document:
        return document();
      case FieldKind::list:
        return list(type);
      case FieldKind::record:
        return of_fields(type.members);
    }
    return {};
  }

  /// Of an object with these fields; of a record without any, those are known elsewhere.
  json::object of_fields(const std::vector<Field>& fields) const {
    if (fields.empty()) return {{"type", "object"}};
    json::object properties;
    json::array required;
    for (const Field& field : fields) {
      properties[field.name] = of_field(field);
      if (field.required) required.push_back(json::string(field.name));
    }
    json::object schema{
        {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
  }

  /// The same for what stands by itself: nothing may be given where there are no fields.
  json::object of_all(const std::vector<Field>& fields) const {
    json::object schema = of_fields(fields);
    if (fields.empty()) schema["additionalProperties"] = false;
    return schema;
  }

  const std::string& in(const Label& label) const { return label.in(language_); }

 private:
  json::object of_field(const Field& field) const {
    json::object schema = of_type(field.type);
    if (!in(field.label).empty()) {
      schema["title"] = in(field.label);
      schema["x-label"] = both(field.label);
    }
    schema["x-class"] = json::string(name_of(field.privacy));
    return schema;
  }

  static json::object with_length(json::object schema, const FieldType& type) {
    if (type.min) schema["minLength"] = *type.min;
    if (type.max) schema["maxLength"] = *type.max;
    return schema;
  }

  static json::object number(const FieldType& type) {
    std::int64_t least = type.kind == FieldKind::minutes ? 0 : -integer_max;
    std::int64_t most = integer_max;
    if (type.min) least = std::max(least, *type.min);
    if (type.max) most = std::min(most, *type.max);
    json::object schema{{"type", "integer"}, {"minimum", least}, {"maximum", most}};
    if (type.kind == FieldKind::minutes) schema["x-unit"] = "minutes";
    if (type.kind == FieldKind::cents) schema["x-unit"] = "cents";
    return schema;
  }

  json::object enumeration(const FieldType& type) const {
    json::array values;
    json::object labels;
    for (const std::string& value : type.values) {
      values.push_back(json::string(value));
      const auto label = type.value_labels.find(value);
      if (label != type.value_labels.end()) labels[value] = both(label->second);
    }
    json::object schema{{"type", "string"}, {"enum", std::move(values)}};
    if (!labels.empty()) schema["x-labels"] = std::move(labels);
    return schema;
  }

  static json::object reference(const FieldType& type) {
    json::object schema = with_length({{"type", "string"}, {"pattern", name_pattern}}, type);
    schema["x-refersTo"] = json::string(name_of(type.refers_to));
    if (!type.role.empty()) schema["x-role"] = type.role;
    return schema;
  }

  static json::object document() {
    const json::object text{{"type", "string"}};
    const json::object name{{"type", "string"}, {"pattern", name_pattern}};
    const json::object size{{"type", "integer"}, {"minimum", 0}, {"maximum", integer_max}};
    return {{"type", "object"},
            {"properties",
             {{"id", name}, {"name", text}, {"mediaType", text}, {"size", size}, {"sha256", name}}},
            {"required", {"id", "name", "mediaType", "size", "sha256"}},
            {"additionalProperties", false}};
  }

  json::object list(const FieldType& type) const {
    json::object schema{{"type", "array"}, {"items", of_type(type.element.front())}};
    if (type.min) schema["minItems"] = *type.min;
    if (type.max) schema["maxItems"] = *type.max;
    return schema;
  }

  Language language_;
};

/// What says which schema it is; a reference's hash can't stand in an id.
void add_head(json::object& schema, const std::string& what, const Label& label,
              const Definition& definition, Language language) {
  const Procedure& procedure = definition.procedure;
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["$id"] =
      "urn:verloop:" + procedure.name + "@" + std::to_string(procedure.version) + ":" + what;
  schema["title"] = label.in(language);
  schema["x-label"] = both(label);
  schema["x-definition"] = definition.reference;
}

}  // namespace

json::object payload_schema(const Action& action, const Definition& definition, Language language) {
  std::vector<Field> fields = action.payload;
  std::erase_if(fields, [](const Field& field) { return field.type.kind == FieldKind::member; });
  json::object schema = Writing(language).of_all(fields);
  add_head(schema, "action:" + action.id.text, action.label, definition, language);
  return schema;
}

json::object event_schema(const EventType& type, const Definition& definition, Language language) {
  json::object schema = Writing(language).of_all(type.fields);
  add_head(schema, "event:" + type.id.text, type.label, definition, language);
  return schema;
}

json::object definition_schemas(const Definition& definition, Language language) {
  json::object actions;
  for (const Action& action : definition.procedure.actions)
    actions[action.id.text] = payload_schema(action, definition, language);
  json::object events;
  for (const auto& [id, type] : definition.catalogue.types())
    events[id] = event_schema(type, definition, language);
  return {{"definition", definition.reference},
          {"actions", std::move(actions)},
          {"events", std::move(events)}};
}

}  // namespace verloop
