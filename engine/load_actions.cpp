#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/cel/carried.hpp"
#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

/// One item of `events`: the event, and its computed fields as they stand in the file.
struct MadeNode {
  const EventType* type = nullptr;
  YamlPlace place;
  const YamlNode* computed = nullptr;  // A map; null when there are none.
  std::string name;
};

bool is_computed(const MadeNode& made, const std::string& field) {
  return made.computed != nullptr && made.computed->find(field) != nullptr;
}

std::vector<MadeNode> read_made(YamlMap& map, const LoadContext& context) {
  std::vector<MadeNode> result;
  map.required("events");
  const YamlNode* events = map.list("events");
  if (events == nullptr) return result;
  for (const YamlNode& item : events->items) {
    MadeNode made{nullptr, item.place, nullptr, item.text};
    if (item.kind == YamlNode::Kind::map && item.entries.size() == 1) {
      made.name = item.entries.front().key;
      made.computed = &item.entries.front().value;
    }
    const bool map_of_fields =
        made.computed == nullptr || made.computed->kind == YamlNode::Kind::map;
    if (made.name.empty() || !map_of_fields)
      map.fault(item.place, "an event is its name, or `{Name: {field: expression}}`");
    if (!map_of_fields) made.computed = nullptr;
    if (made.name.find('@') == std::string::npos) made.type = context.catalogue.find(made.name);
    result.push_back(made);
  }
  if (result.empty()) map.fault(events->place, "an action makes at least one event");
  return result;
}

void merge_field(const Field& field, const MadeNode& made, Action& action, YamlMap& map) {
  const auto same_name = [&](const Field& known) { return known.name == field.name; };
  const auto known = std::find_if(action.payload.begin(), action.payload.end(), same_name);
  if (known == action.payload.end()) {
    action.payload.push_back(field);
    return;
  }
  if (!is_same_type(known->type, field.type))
    map.fault(made.place, "field \"" + field.name + "\" of " + made.name +
                              " has another type than in an event before it; rename it, or give "
                              "it by an expression");
  if ((known->privacy == PrivacyClass::open) != (field.privacy == PrivacyClass::open))
    map.fault(made.place, "field \"" + field.name + "\" is sealed in one event of the action and " +
                              "open in another; give it one class, or rename it");
  known->required = known->required || field.required;
}

/// The record `data.<action>` in the scope.
void declare_data(const Action& action, const std::vector<MadeNode>& made, LoadContext& context) {
  const std::string name = "data." + action.id.text;
  const auto is_subject = [](const Field& field) {
    return field.type.kind == FieldKind::reference && field.type.refers_to == Referent::subject;
  };
  const auto is_member = [](const Field& field) { return field.type.kind == FieldKind::member; };
  const bool numbers = std::any_of(made.begin(), made.end(), [&](const MadeNode& one) {
    return one.type != nullptr &&
           std::any_of(one.type->fields.begin(), one.type->fields.end(), is_member);
  });
  const bool alters = made.size() == 1 && is_alteration(made.front().name);
  const bool subjects = std::any_of(action.payload.begin(), action.payload.end(), is_subject);
  for (cel::Environment* environment : {&context.scope.open, &context.scope.explained}) {
    std::map<std::string, cel::Type, std::less<>> fields;
    if (numbers && subjects) fields["member"] = type_of(cel::Kind::integer);
    if (alters) fields["author"] = fields["entryType"] = type_of(cel::Kind::string);
    for (const Field& field : action.payload)
      fields[field.name] = cel_type(field.type, name + '.' + field.name, *environment);
    environment->records[name] = std::move(fields);
  }
}

std::vector<std::string> computable(const EventType& type) {
  std::vector<std::string> names;
  for (const Field& field : type.fields)
    if (field.type.kind != FieldKind::member) names.push_back(field.name);
  return names;
}

bool is_within(const std::string& path, const std::string& outer) {
  return path.starts_with(outer) &&
         (path.size() == outer.size() || path[outer.size()] == '.' || path[outer.size()] == '[');
}

/// What `program` would carry of a sealed field of the payload into the open `target` of words;
/// empty when nothing. Few-valued facts about it are what an author may record.
std::string leaked(const cel::Program& program, const Field& target,
                   const std::vector<Field>& payload) {
  const FieldKind kind = target.type.kind;
  const bool words = kind == FieldKind::name || kind == FieldKind::reference ||
                     kind == FieldKind::list || kind == FieldKind::record;
  if (target.privacy != PrivacyClass::open || !words) return {};
  for (const cel::Carried& carried : cel::carried(program))
    for (const Field& field : payload)
      if (field.privacy != PrivacyClass::open && is_within(carried.path, "data." + field.name))
        return carried.path;
  return {};
}

/// The expressions that give fields of `type`. Those of a member are the engine's to fill.
std::map<std::string, cel::Program> compile_fields(const YamlNode& node, const EventType& type,
                                                   const LoadScope& scope,
                                                   const std::vector<Field>& payload,
                                                   YamlMap& map) {
  std::map<std::string, cel::Program> programs;
  for (const YamlNode::Entry& entry : node.entries) {
    const Field* field = type.field(entry.key);
    if (field == nullptr || field->type.kind == FieldKind::member) {
      map.fault(entry.key_place, "\"" + entry.key + "\" is no field of " + type.name +
                                     " that can be given" +
                                     suggestion(entry.key, computable(type)));
      continue;
    }
    cel::Environment scratch;
    const cel::Type expected = cel_type(field->type, "field", scratch);
    auto program = compile_at(entry.value, map.what() + ", " + type.name + "." + entry.key, scope,
                              expected, map.faults());
    if (!program) continue;
    const std::string leak = leaked(*program, *field, payload);
    if (!leak.empty())
      map.fault(entry.value.content, "the expression would write the sealed " + leak +
                                         " into the open field " + entry.key);
    programs.emplace(entry.key, std::move(*program));
  }
  return programs;
}

void load_events(YamlMap& map, Action& action, LoadContext& context) {
  const std::vector<MadeNode> events = read_made(map, context);
  for (const MadeNode& made : events) {
    if (made.type == nullptr) continue;
    for (const Field& field : made.type->fields)
      if (field.type.kind != FieldKind::member && !is_computed(made, field.name) &&
          !is_given_by_engine(*made.type, field))
        merge_field(field, made, action, map);
  }
  declare_data(action, events, context);
  const bool computes = std::any_of(events.begin(), events.end(), [](const MadeNode& made) {
    return made.type != nullptr && made.computed != nullptr;
  });
  LoadScope scope = computes ? context.scope : LoadScope();
  scope.add("data", cel::record_named("data." + action.id.text));
  for (const MadeNode& made : events) {
    Made result{made.name, {}};
    if (made.type != nullptr && made.computed != nullptr)
      result.computed = compile_fields(*made.computed, *made.type, scope, action.payload, map);
    action.events.push_back(std::move(result));
  }
}

template <class Name>
std::vector<Name> names(YamlMap& map, std::string_view key) {
  std::vector<Name> result;
  for (std::string& text : map.texts(key)) result.push_back({std::move(text)});
  return result;
}

Action load_action(const YamlNode::Entry& entry, LoadContext& context) {
  YamlMap map(entry.value, "action " + entry.key, context.faults);
  Action action;
  action.id.text = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return action;
  action.label = required_label(map);
  action.by = names<RoleId>(map, "by");
  action.creates = map.boolean("creates", false);
  action.after_closing = map.boolean("afterClosing", false);
  if (const YamlNode* from = map.map("from")) {
    YamlMap states(*from, map.what() + ", from", context.faults);
    for (const YamlNode::Entry& track : from->entries)
      for (std::string& state : states.texts(track.key))
        action.from[track.key].insert(std::move(state));
  }
  action.purpose = map.required_text("purpose");
  load_events(map, action, context);
  action.informs = names<RoleId>(map, "informs");
  map.finish();
  return action;
}

Derived load_one_derived(const YamlNode& item, LoadContext& context) {
  const YamlNode* event = item.find("event");
  YamlMap map(item, "derived " + (event == nullptr ? "event" : event->text), context.faults);
  Derived derived;
  if (item.kind != YamlNode::Kind::map) return derived;
  derived.event = map.required_text("event");
  map.required("after");
  for (std::string& name : map.texts("after")) derived.after.insert(std::move(name));
  const LoadScope scope = context.scope.with({"case", "actor", "today", "settings"});
  derived.when = compile_key(map, "when", scope, cel::Kind::boolean);
  derived.since = compile_key(map, "since", scope, cel::Kind::date);
  const EventType* type = context.catalogue.find(derived.event);
  const YamlNode* fields = map.map("fields");
  if (fields != nullptr && type != nullptr)
    derived.fields = compile_fields(*fields, *type, scope, {}, map);
  map.finish();
  return derived;
}

}  // namespace

bool is_same_type(const FieldType& one, const FieldType& other) {
  const auto same_member = [](const Field& a, const Field& b) {
    return a.name == b.name && a.required == b.required && is_same_type(a.type, b.type);
  };
  return one.kind == other.kind && one.values == other.values && one.refers_to == other.refers_to &&
         one.min == other.min && one.max == other.max &&
         std::equal(one.element.begin(), one.element.end(), other.element.begin(),
                    other.element.end(), is_same_type) &&
         std::equal(one.members.begin(), one.members.end(), other.members.begin(),
                    other.members.end(), same_member);
}

void load_actions(YamlMap& root, LoadContext& context) {
  root.required("actions");
  if (const YamlNode* actions = root.map("actions"))
    for (const YamlNode::Entry& entry : actions->entries)
      context.procedure.actions.push_back(load_action(entry, context));
}

void load_derived(YamlMap& root, LoadContext& context) {
  if (const YamlNode* derived = root.list("derived"))
    for (const YamlNode& item : derived->items)
      context.procedure.derived.push_back(load_one_derived(item, context));
}

}  // namespace verloop
