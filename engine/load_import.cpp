// `import`: how the event log of another system is read as commands, checked against the actions
// that it names.

#include <algorithm>

#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

std::vector<std::string> names_of(const std::vector<Action>& actions) {
  std::vector<std::string> names;
  names.reserve(actions.size());
  for (const Action& action : actions) names.push_back(action.id.text);
  return names;
}

const Field* find_field(const Action& action, const std::string& name) {
  for (const Field& field : action.payload)
    if (field.name == name) return &field;
  return nullptr;
}

/// Each of ours once: else an export could not tell which of the source's it was.
std::map<std::string, std::string> load_values(YamlMap& map) {
  std::map<std::string, std::string> values;
  const YamlNode* node = map.map("values");
  if (node == nullptr) return values;
  std::set<std::string> ours;
  for (const YamlNode::Entry& entry : node->entries) {
    if (!ours.insert(entry.value.text).second)
      map.fault(entry.value.place,
                "\"" + entry.value.text + "\" stands for another value of the source already");
    values[entry.key] = entry.value.text;
  }
  return values;
}

/// `field: attribute`, or `field: {attribute: ..., values: {theirs: ours}}`.
MappedField load_field(const YamlNode::Entry& entry, LoadContext& context) {
  MappedField field{entry.key, entry.value.text, {}};
  if (entry.value.kind == YamlNode::Kind::scalar) return field;
  YamlMap map(entry.value, "import, field " + entry.key, context.faults);
  if (entry.value.kind != YamlNode::Kind::map) return field;
  field.attribute = map.required_text("attribute");
  field.values = load_values(map);
  map.finish();
  return field;
}

std::vector<MappedField> load_fields(YamlMap& map, LoadContext& context) {
  std::vector<MappedField> fields;
  if (const YamlNode* node = map.map("fields"))
    for (const YamlNode::Entry& entry : node->entries) fields.push_back(load_field(entry, context));
  return fields;
}

/// The action must take the field, and an enumeration have the values. `fields`: where it stands.
bool check_field(YamlMap& map, const YamlNode& fields, const MappedField& mapped,
                 const Action& action) {
  const Field* field = take_field(map, locate(fields, {mapped.field}), action, mapped.field);
  if (field == nullptr || field->type.kind != FieldKind::enumeration) return field != nullptr;
  bool is_good = true;
  for (const auto& [theirs, ours] : mapped.values) {
    const auto& known = field->type.values;
    if (std::find(known.begin(), known.end(), ours) != known.end()) continue;
    map.fault(locate(fields, {mapped.field, "values", theirs}),
              "\"" + ours + "\" is no value of " + mapped.field + suggestion(ours, known));
    is_good = false;
  }
  return is_good;
}

void check_fields(YamlMap& map, const std::vector<MappedField>& fields, const Action& action) {
  const YamlNode* node = map.node().find("fields");
  for (const MappedField& mapped : fields) check_field(map, *node, mapped, action);
}

MappedCase load_case_part(YamlMap& map, LoadContext& context) {
  MappedCase part;
  part.action = {map.required_text("action")};
  part.fields = load_fields(map, context);
  const Action* action =
      find_action(map, locate(map.node(), {"action", part.action.text}), part.action.text, context);
  if (action != nullptr) check_fields(map, part.fields, *action);
  return part;
}

void load_trace(YamlMap& import, ImportMapping& mapping, LoadContext& context) {
  import.required("trace");
  const YamlNode* node = import.map("trace");
  if (node == nullptr) return;
  YamlMap map(*node, "import, trace", context.faults);
  mapping.case_name = map.text("case", "concept:name");
  mapping.opening = load_case_part(map, context);
  mapping.opening.occurred_on = map.text("occurredOn");
  map.finish();
  const Action* action = context.procedure.action(mapping.opening.action.text);
  if (action != nullptr && !action->creates)
    map.fault(locate(*node, {"action", action->id.text}),
              "action " + action->id.text + " makes no case; expected one with `creates: true`");
}

void load_end(YamlMap& import, ImportMapping& mapping, LoadContext& context) {
  const YamlNode* node = import.map("end");
  if (node == nullptr) return;
  YamlMap map(*node, "import, end", context.faults);
  mapping.ending = load_case_part(map, context);
  mapping.ending->occurred_on = map.required_text("occurredOn");
  map.finish();
}

void load_event(YamlMap& import, ImportMapping& mapping, LoadContext& context) {
  const YamlNode* node = import.map("event");
  if (node == nullptr) {
    mapping.activity = "concept:name";
    mapping.actor = "org:resource";
    mapping.occurred_on = "time:timestamp";
    return;
  }
  YamlMap map(*node, "import, event", context.faults);
  mapping.activity = map.text("activity", "concept:name");
  mapping.actor = map.text("actor", "org:resource");
  mapping.occurred_on = map.text("occurredOn", "time:timestamp");
  mapping.finer = map.text("finer");
  mapping.fields = load_fields(map, context);
  if (const YamlNode* always = map.map("always"))
    for (const YamlNode::Entry& entry : always->entries)
      mapping.always[entry.key] = entry.value.text;
  map.finish();
}

/// What the activity gives of its own must be open: it is how an export knows it again.
void check_given(YamlMap& map, const MappedActivity& activity, const YamlNode& data,
                 const Action& action) {
  for (const YamlNode::Entry& entry : data.entries) {
    const Field* field = take_field(map, entry.key_place, action, entry.key);
    if (field != nullptr && field->privacy != PrivacyClass::open)
      map.fault(entry.key_place, "field \"" + entry.key + "\" of " + activity.action.text +
                                     " is sealed; an activity is told from others by open ones");
  }
}

/// `{action: ..., data: {...}}`; gives the data's node, null when there is none.
const YamlNode* load_given(const YamlNode::Entry& entry, MappedActivity& activity,
                           LoadContext& context) {
  YamlMap map(entry.value, "import, activity " + entry.key, context.faults);
  if (entry.value.kind != YamlNode::Kind::map) return nullptr;
  activity.action = {map.required_text("action")};
  const YamlNode* data = map.map("data");
  if (data != nullptr) activity.data = to_json(*data).as_object();
  map.finish();
  return data;
}

/// `name: action`, or with `data`.
MappedActivity load_activity(YamlMap& import, const YamlNode::Entry& entry, LoadContext& context) {
  MappedActivity activity{entry.key, {entry.value.text}, {}};
  const bool is_plain = entry.value.kind == YamlNode::Kind::scalar;
  const YamlNode* data = is_plain ? nullptr : load_given(entry, activity, context);
  const Action* action = find_action(import, entry.value.place, activity.action.text, context);
  if (action == nullptr) return activity;
  if (data != nullptr) check_given(import, activity, *data, *action);
  return activity;
}

void load_activities(YamlMap& import, ImportMapping& mapping, LoadContext& context) {
  import.required("activities");
  const YamlNode* node = import.map("activities");
  if (node == nullptr) return;
  for (const YamlNode::Entry& entry : node->entries) {
    MappedActivity activity = load_activity(import, entry, context);
    const auto is_same = [&activity](const MappedActivity& known) {
      return known.action == activity.action && known.data == activity.data;
    };
    if (std::any_of(mapping.activities.begin(), mapping.activities.end(), is_same))
      import.fault(entry.value.place, "activity " + entry.key +
                                          " is the same as another; give one of them `data` that "
                                          "tells them apart");
    mapping.activities.push_back(std::move(activity));
  }
}

/// What every event gives, every action that stands for an activity must take. Said once, at the
/// field.
void check_event_fields(YamlMap& import, const ImportMapping& mapping, const LoadContext& context) {
  std::vector<const Action*> actions;
  for (const MappedActivity& activity : mapping.activities)
    if (const Action* action = context.procedure.action(activity.action.text))
      actions.push_back(action);
  const YamlNode* event = import.node().find("event");
  const YamlNode* fields = event == nullptr ? nullptr : event->find("fields");
  for (const MappedField& mapped : mapping.fields)
    for (const Action* action : actions)
      if (!check_field(import, *fields, mapped, *action)) break;
  if (mapping.finer.empty()) return;
  for (const Action* action : actions)
    if (take_field(import, locate(*event, {"finer"}), *action, mapping.finer) == nullptr) break;
}

void load_actors(YamlMap& import, ImportMapping& mapping, LoadContext& context) {
  import.required("actors");
  const YamlNode* node = import.map("actors");
  if (node == nullptr) return;
  YamlMap map(*node, "import, actors", context.faults);
  mapping.role = {map.required_text("role")};
  mapping.organisation = {map.required_text("organisation")};
  mapping.has_pseudonyms = map.boolean("pseudonyms", false);
  map.finish();
  if (context.procedure.roles.contains(mapping.role.text) || mapping.role.text.empty()) return;
  std::vector<std::string> names;
  for (const auto& role : context.procedure.roles) names.push_back(role.first);
  map.fault(locate(*node, {"role", mapping.role.text}),
            "unknown role \"" + mapping.role.text + '"' + suggestion(mapping.role.text, names));
}

}  // namespace

const Action* find_action(YamlMap& map, const YamlPlace& place, const std::string& name,
                          const LoadContext& context) {
  const Action* action = context.procedure.action(name);
  if (action == nullptr && !name.empty())
    map.fault(place, "unknown action \"" + name + '"' +
                         suggestion(name, names_of(context.procedure.actions)));
  return action;
}

const Field* take_field(YamlMap& map, const YamlPlace& place, const Action& action,
                        const std::string& name) {
  const Field* field = find_field(action, name);
  if (field != nullptr) return field;
  std::vector<std::string> names;
  for (const Field& known : action.payload) names.push_back(known.name);
  map.fault(place, "action " + action.id.text + " takes no field \"" + name + '"' +
                       suggestion(name, names));
  return nullptr;
}

void load_import(YamlMap& root, LoadContext& context) {
  const YamlNode* node = root.map("import");
  if (node == nullptr) return;
  YamlMap map(*node, "import", context.faults);
  ImportMapping mapping;
  load_actors(map, mapping, context);
  load_trace(map, mapping, context);
  load_end(map, mapping, context);
  load_event(map, mapping, context);
  load_activities(map, mapping, context);
  check_event_fields(map, mapping, context);
  for (const std::string& attribute : map.texts("ignores")) mapping.ignored.insert(attribute);
  map.finish();
  context.procedure.import = std::move(mapping);
}

}  // namespace verloop
