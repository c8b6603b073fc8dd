#include "events/yaml/field_load.hpp"

#include <algorithm>
#include <utility>

#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

const std::vector<std::pair<std::string, FieldKind>>& kinds() {
  static const std::vector<std::pair<std::string, FieldKind>> all = {
      {"text", FieldKind::text},         {"name", FieldKind::name},
      {"date", FieldKind::date},         {"timestamp", FieldKind::timestamp},
      {"integer", FieldKind::integer},   {"minutes", FieldKind::minutes},
      {"cents", FieldKind::cents},       {"boolean", FieldKind::boolean},
      {"enum", FieldKind::enumeration},  {"ref", FieldKind::reference},
      {"document", FieldKind::document}, {"member", FieldKind::member},
      {"list", FieldKind::list},         {"record", FieldKind::record}};
  return all;
}

template <class Value>
std::optional<Value> choose(YamlMap& map, std::string_view key,
                            const std::vector<std::pair<std::string, Value>>& all) {
  std::vector<std::string> names;
  for (const auto& [name, value] : all) names.push_back(name);
  const auto chosen = map.one_of(key, names);
  if (!chosen) return std::nullopt;
  const auto at = std::find(names.begin(), names.end(), *chosen) - names.begin();
  return all[static_cast<std::size_t>(at)].second;
}

bool has_limits(FieldKind kind) {
  return kind == FieldKind::text || kind == FieldKind::name || kind == FieldKind::integer ||
         kind == FieldKind::minutes || kind == FieldKind::cents || kind == FieldKind::list;
}

void read_values(YamlMap& map, FieldType& type) {
  const YamlNode* values = map.required("values");
  if (values == nullptr) return;
  if (values->kind == YamlNode::Kind::map) {
    for (const YamlNode::Entry& entry : values->entries) {
      type.values.push_back(entry.key);
      type.value_labels[entry.key] =
          read_label(entry.value, map.what() + ", value " + entry.key, map.faults());
    }
  } else {
    type.values = map.texts("values");
  }
  if (type.values.empty()) map.fault(values->place, "`values` must name at least one value");
  for (std::size_t i = 0; i < type.values.size(); ++i)
    if (std::count(type.values.begin(), type.values.end(), type.values[i]) > 1)
      map.fault(values->place, "value \"" + type.values[i] + "\" is named twice");
}

void read_limits(YamlMap& map, FieldType& type) {
  const YamlNode* min = map.node().find("min");
  if (!has_limits(type.kind)) {
    for (const char* key : {"min", "max"})
      if (const YamlNode* limit = map.optional(key))
        map.fault(limit->place, "`" + std::string(key) + "` bounds numbers, texts and lists only");
    return;
  }
  type.min = map.integer("min");
  type.max = map.integer("max");
  if (type.min && type.max && *type.min > *type.max)
    map.fault(min->place, "`min` is larger than `max`");
}

FieldType read_type(YamlMap& map) {
  FieldType type;
  const auto kind = map.required("type") == nullptr ? std::nullopt : choose(map, "type", kinds());
  type.kind = kind.value_or(FieldKind::name);
  if (type.kind == FieldKind::enumeration) read_values(map, type);
  if (type.kind == FieldKind::reference && map.required("to") != nullptr) {
    const std::vector<std::pair<std::string, Referent>> referents = {
        {"subject", Referent::subject},
        {"actor", Referent::actor},
        {"organisation", Referent::organisation},
        {"event", Referent::event}};
    type.refers_to = choose(map, "to", referents).value_or(Referent::event);
    if (type.refers_to == Referent::actor) type.role = map.text("role");
  }
  if (type.kind == FieldKind::member) type.member_of = map.required_text("of");
  if (type.kind == FieldKind::list) {
    if (const YamlNode* of = map.required("of")) {
      YamlMap element(*of, map.what() + ", of", map.faults());
      type.element.push_back(read_type(element));
      element.finish();
    } else {
      type.element.push_back({});
    }
  }
  if (type.kind == FieldKind::record) {
    if (const YamlNode* fields = map.required("fields"))
      type.members = read_fields(*fields, FieldLevel::nested, map.what(), map.faults());
  }
  if (kind) read_limits(map, type);
  if (!kind)
    for (const char* key : {"values", "to", "role", "of", "fields", "min", "max"})
      map.optional(key);
  return type;
}

void read_class(YamlMap& map, Field& field) {
  const std::vector<std::pair<std::string, PrivacyClass>> classes = {
      {"open", PrivacyClass::open},
      {"personal", PrivacyClass::personal},
      {"special", PrivacyClass::special},
      {"confidential", PrivacyClass::confidential}};
  field.privacy = choose(map, "class", classes).value_or(PrivacyClass::open);
  field.subject = map.text("subject");
  if (field.privacy != PrivacyClass::open && field.subject.empty())
    map.fault(map.node().place,
              "a field that is not open needs a `subject`: case, actor, or a `ref` field");
}

Field read_field(const YamlNode::Entry& entry, FieldLevel level, const std::string& what,
                 std::vector<YamlFault>& faults) {
  YamlMap map(entry.value, what + ", field " + entry.key, faults);
  if (!is_camel_case(entry.key))
    map.fault(entry.key_place, "a name begins with a small letter and has letters and digits only");
  Field field;
  field.name = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return field;
  field.type = read_type(map);
  field.required = map.boolean("required", false);
  field.label = optional_label(map);
  if (level == FieldLevel::event) read_class(map, field);
  if (level == FieldLevel::nested && field.type.kind == FieldKind::member)
    map.fault(entry.key_place, "a `member` stands directly in an event, not in a record");
  map.finish();
  return field;
}

}  // namespace

bool is_camel_case(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::all_of(name.begin(), name.end(), allowed);
}

bool is_never_open(const FieldType& type) {
  const bool subject = type.kind == FieldKind::reference && type.refers_to == Referent::subject;
  return type.kind == FieldKind::text || type.kind == FieldKind::document || subject ||
         std::any_of(type.element.begin(), type.element.end(), is_never_open) ||
         std::any_of(type.members.begin(), type.members.end(),
                     [](const Field& member) { return is_never_open(member.type); });
}

std::vector<Field> read_fields(const YamlNode& node, FieldLevel level, const std::string& what,
                               std::vector<YamlFault>& faults) {
  std::vector<Field> fields;
  if (node.kind != YamlNode::Kind::map)
    faults.push_back({node.place, what + ": `fields` must be a map of names to fields"});
  for (const YamlNode::Entry& entry : node.entries)
    fields.push_back(read_field(entry, level, what, faults));
  return fields;
}

}  // namespace verloop
