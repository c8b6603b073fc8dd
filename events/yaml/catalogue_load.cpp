#include "events/yaml/catalogue_load.hpp"

#include <algorithm>

#include "events/yaml/field_load.hpp"
#include "events/yaml/fold_load.hpp"
#include "events/yaml/upcast_load.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

bool is_type_id(std::string_view id) {
  const std::size_t at = id.find('@');
  if (at == std::string_view::npos || at == 0 || id.front() < 'A' || id.front() > 'Z') return false;
  const std::string_view version = id.substr(at + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string name(id.substr(0, at));
  name.front() = 'a';
  return is_camel_case(name) && !version.empty() && version.size() < 5 && version.front() != '0' &&
         std::all_of(version.begin(), version.end(), digit);
}

std::vector<std::string> references(const EventType& type) {
  std::vector<std::string> names;
  for (const Field& field : type.fields)
    if (field.type.kind == FieldKind::reference) names.push_back(field.name);
  return names;
}

/// The subject of a sealed field, and the reference that a member numbers.
void check_links(const Field& field, const EventType& type, const YamlNode& fields, YamlMap& map) {
  const std::vector<std::string> names = references(type);
  const auto refers = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::string> subjects = names;
  subjects.insert(subjects.end(), {"case", "actor"});
  const std::string& subject = field.subject;
  if (!subject.empty() && subject != "case" && subject != "actor" && !refers(subject))
    map.fault(locate(fields, {field.name, "subject", subject}),
              "subject \"" + subject + "\" of field " + field.name +
                  " is no `ref` field of this event" + suggestion(subject, subjects));
  const std::string& of = field.type.member_of;
  const Field* numbered = refers(of) ? type.field(of) : nullptr;
  const bool subject_ref = numbered != nullptr && numbered->type.refers_to == Referent::subject;
  if (field.type.kind == FieldKind::member && !of.empty() && !subject_ref)
    map.fault(locate(fields, {field.name, "of", of}),
              "\"" + of + "\" is no `ref` field to a subject" + suggestion(of, names));
}

void check_openness(const Field& field, const YamlNode& fields, YamlMap& map) {
  if (field.privacy == PrivacyClass::open && is_never_open(field.type))
    map.fault(locate(fields, {field.name}),
              "field " + field.name +
                  " may not be open: text, documents, references to subjects and what holds "
                  "them are sealed; give it a `class` (personal, special, confidential)");
  if (field.type.kind == FieldKind::member && field.privacy != PrivacyClass::open)
    map.fault(locate(fields, {field.name, "class"}), "a member number is open; remove the `class`");
}

/// The names in braces must be fields, or what every event has.
void check_sentence(const std::string& sentence, const EventType& type, const YamlPlace& place,
                    YamlMap& map) {
  std::vector<std::string> names = {"actor",      "role",         "org",
                                    "occurredOn", "ruleSentence", "entryLabel"};
  for (const Field& field : type.fields) names.push_back(field.name);
  std::size_t open = sentence.find('{');
  while (open != std::string::npos) {
    const std::size_t close = sentence.find('}', open);
    if (close == std::string::npos)
      return map.fault(place, "the sentence opens a brace and does not close it");
    const std::string name = sentence.substr(open + 1, close - open - 1);
    if (std::find(names.begin(), names.end(), name) == names.end())
      map.fault(place, "the sentence names {" + name + "}, which is no field of this event" +
                           suggestion(name, names));
    open = sentence.find('{', close);
  }
}

void check_type(const EventType& type, CatalogueKind kind, YamlMap& map) {
  const YamlNode* fields = map.node().find("fields");
  for (const Field& field : type.fields) {
    check_links(field, type, *fields, map);
    if (kind == CatalogueKind::domain) check_openness(field, *fields, map);
  }
  const auto is_member = [](const Field& field) { return field.type.kind == FieldKind::member; };
  if (type.admits && std::none_of(type.fields.begin(), type.fields.end(), is_member))
    map.fault(locate(map.node(), {"admits"}), "an event that admits needs a `member` field");
  check_sentence(type.sentence.nl, type, locate(map.node(), {"sentence", "nl", type.sentence.nl}),
                 map);
  check_sentence(type.sentence.en, type, locate(map.node(), {"sentence", "en", type.sentence.en}),
                 map);
}

EventType read_type(const YamlNode::Entry& entry, CatalogueKind kind,
                    std::vector<YamlFault>& faults) {
  YamlMap map(entry.value, "event " + entry.key, faults);
  EventType type;
  type.id.text = entry.key;
  type.name = entry.key.substr(0, entry.key.find('@'));
  if (!is_type_id(entry.key))
    map.fault(entry.key_place,
              "an event type is named like `PlanFiled@1`: a capital, letters "
              "and digits, @ and its version");
  if (entry.value.kind != YamlNode::Kind::map) return type;
  type.label = required_label(map);
  type.sentence = required_label(map, "sentence");
  map.required("audience");
  const std::vector<std::string> audiences = {"shared", "school", "swv", "governance"};
  const auto audience = map.one_of("audience", audiences).value_or("governance");
  const auto at = std::find(audiences.begin(), audiences.end(), audience) - audiences.begin();
  type.audience = static_cast<Audience>(at);
  type.admits = map.boolean("admits", false);
  type.attested = map.boolean("attested", false);
  if (const YamlNode* fields = map.optional("fields"))
    type.fields = read_fields(*fields, FieldLevel::event, "event " + entry.key, faults);
  if (const YamlNode* upcast = map.optional("upcast")) read_upcast(*upcast, type, faults);
  if (const YamlNode* fold = map.optional("fold")) read_fold(*fold, type, faults);
  check_type(type, kind, map);
  map.finish();
  return type;
}

/// When all types of the file are known: the version before may stand behind.
void check_upcasts(const YamlNode& types, const Catalogue& catalogue,
                   std::vector<YamlFault>& faults) {
  for (const YamlNode::Entry& entry : types.entries) {
    const YamlNode* upcast = entry.value.find("upcast");
    const EventType* type = catalogue.find(entry.key);
    if (upcast == nullptr || upcast->kind != YamlNode::Kind::map || type == nullptr) continue;
    const auto older =
        std::find_if(types.entries.begin(), types.entries.end(), [&](const auto& one) {
          const EventType* other = catalogue.find(one.key);
          return other != nullptr && other->upcast_by == entry.key;
        });
    check_upcast(*upcast, *type,
                 older == types.entries.end() ? nullptr : catalogue.find(older->key), faults);
  }
}

/// What the values of a case are called, for people: kept in the text, and read by who needs them.
void check_labels(const YamlNode& node, std::vector<YamlFault>& faults) {
  YamlMap map(node, "labels", faults);
  for (const YamlNode::Entry& entry : node.entries) required_label(map, entry.key);
}

}  // namespace

void load_catalogue(const YamlNode& root, CatalogueKind kind, Catalogue& catalogue,
                    std::vector<YamlFault>& faults) {
  YamlMap map(root, "catalogue", faults);
  map.required_text("catalogue");
  const YamlNode* types = map.required("types") == nullptr ? nullptr : map.map("types");
  const YamlNode* labels = map.map("labels");
  map.finish();
  if (labels != nullptr) check_labels(*labels, faults);
  if (types == nullptr) return;
  for (const YamlNode::Entry& entry : types->entries) {
    EventType type = read_type(entry, kind, faults);
    if (catalogue.types().contains(entry.key))
      faults.push_back(
          {entry.key_place, "event " + entry.key + " is defined in another catalogue"});
    else
      catalogue.add(std::move(type));
  }
  check_upcasts(*types, catalogue, faults);
}

}  // namespace verloop
