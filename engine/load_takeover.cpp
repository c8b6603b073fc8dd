// `takeover`: how a table of cases that run already is read as commands, checked against the
// actions that it names.

#include <algorithm>

#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

std::vector<std::string> names_of(const Takeover& takeover) {
  std::vector<std::string> names;
  for (const TakeoverColumn& column : takeover.columns) names.push_back(column.name);
  return names;
}

/// A cell holds one value, or a row of them.
bool fits_a_cell(const FieldType& type) {
  switch (type.kind) {
    case FieldKind::document:
    case FieldKind::member:
    case FieldKind::record:
      return false;
    case FieldKind::list:
      return type.element.front().kind != FieldKind::list && fits_a_cell(type.element.front());
    default:
      return true;
  }
}

bool is_in_the_clear(const Field& field) {
  return field.privacy == PrivacyClass::open && field.type.kind != FieldKind::enumeration &&
         field.type.kind != FieldKind::boolean;
}

class TakeoverLoad {
 public:
  TakeoverLoad(YamlMap& map, LoadContext& context) : map_(map), context_(context) {}

  Takeover run() {
    load_columns();
    takeover_.event = map_.required_text("event");
    takeover_.case_column = column(map_, "case", map_.required_text("case"));
    takeover_.row_column = column(map_, "rows", map_.text("rows"));
    in_the_clear_.insert(takeover_.case_column);
    load_actors();
    load_opening();
    load_mark();
    load_steps();
    check_columns();
    return std::move(takeover_);
  }

 private:
  void load_columns() {
    map_.required("columns");
    const YamlNode* node = map_.map("columns");
    if (node == nullptr) return;
    for (const YamlNode::Entry& entry : node->entries) {
      YamlMap map(entry.value, "takeover, column " + entry.key, context_.faults);
      TakeoverColumn column{entry.key, required_label(map), optional_label(map, "note"),
                            map.text("example"), false};
      map.finish();
      check_heading(entry, column);
      takeover_.columns.push_back(std::move(column));
    }
  }

  void check_heading(const YamlNode::Entry& entry, const TakeoverColumn& column) {
    for (const std::string& heading : {column.name, column.label.nl, column.label.en}) {
      const auto [known, is_new] = headings_.emplace(heading, column.name);
      if (!is_new && known->second != column.name)
        map_.fault(entry.key_place, "column " + column.name + ": \"" + heading +
                                        "\" stands for the column " + known->second + " already");
    }
  }

  /// The name as it is, noted as used; a fault when there is no such column.
  std::string column(YamlMap& map, const std::string& key, const std::string& name) {
    if (name.empty()) return name;
    used_.insert(name);
    if (takeover_.column(name) == nullptr)
      map.fault(locate(map.node(), {key, name}),
                "unknown column \"" + name + '"' + suggestion(name, names_of(takeover_)));
    return name;
  }

  void load_actors() {
    const YamlNode* node = map_.map("actors");
    if (node == nullptr) return;
    std::vector<std::string> roles;
    for (const auto& role : context_.procedure.roles) roles.push_back(role.first);
    for (const YamlNode::Entry& entry : node->entries) {
      if (!context_.procedure.roles.contains(entry.key))
        map_.fault(entry.key_place,
                   "unknown role \"" + entry.key + '"' + suggestion(entry.key, roles));
      takeover_.actors[{entry.key}] = column(map_, "actors", entry.value.text);
      in_the_clear_.insert(entry.value.text);
    }
  }

  /// `opening` and `mark`; the action, null after a fault.
  const Action* load_part(const std::string& key, TakeoverStep& step) {
    map_.required(key);
    const YamlNode* node = map_.map(key);
    if (node == nullptr) return nullptr;
    YamlMap map(*node, "takeover, " + key, context_.faults);
    step = load_step(map);
    map.finish();
    return context_.procedure.action(step.action.text);
  }

  YamlPlace place_of(const std::string& key, const Action& action) const {
    return locate(*map_.node().find(key), {"action", action.id.text});
  }

  void load_opening() {
    const Action* action = load_part("opening", takeover_.opening);
    if (action != nullptr && !action->creates)
      map_.fault(place_of("opening", *action), "action " + action->id.text +
                                                   " makes no case; expected one with `creates: "
                                                   "true`");
  }

  void load_mark() {
    const Action* action = load_part("mark", takeover_.mark);
    if (action == nullptr || takeover_.event.empty()) return;
    const bool is_told =
        std::any_of(action->events.begin(), action->events.end(),
                    [this](const Made& made) { return made.event == takeover_.event; });
    if (!is_told)
      map_.fault(place_of("mark", *action), "action " + action->id.text +
                                                " does not make the event " + takeover_.event +
                                                ", which tells the day of the takeover");
  }

  void load_steps() {
    const YamlNode* node = map_.list("steps");
    if (node == nullptr) return;
    for (const YamlNode& item : node->items) {
      YamlMap map(item, "takeover, step", context_.faults);
      TakeoverStep step = load_step(map);
      step.on = column(map, "on", map.text("on"));
      in_the_clear_.insert(step.on);
      step.per_row = map.boolean("perRow", false);
      map.finish();
      if (step.per_row && takeover_.row_column.empty())
        map.fault(item.place,
                  "`perRow` needs `rows`: the column that tells the rows of a case "
                  "apart");
      const Action* action = context_.procedure.action(step.action.text);
      if (action != nullptr && action->creates)
        map.fault(item.place, "action " + action->id.text + " makes a case; that is the opening's");
      takeover_.steps.push_back(std::move(step));
    }
  }

  TakeoverStep load_step(YamlMap& map) {
    TakeoverStep step;
    step.action = {map.required_text("action")};
    const YamlNode* fields = map.map("fields");
    const YamlNode* data = map.map("data");
    const Action* action = find_action(map, locate(map.node(), {"action", step.action.text}),
                                       step.action.text, context_);
    if (action == nullptr) return step;
    if (data != nullptr) step.data = load_data(map, *data, *action);
    if (fields == nullptr) return step;
    for (const YamlNode::Entry& entry : fields->entries) {
      step.fields.emplace_back(entry.key, column(map, "fields", entry.value.text));
      note_field(map, entry, *action);
    }
    return step;
  }

  boost::json::object load_data(YamlMap& map, const YamlNode& data, const Action& action) {
    for (const YamlNode::Entry& entry : data.entries)
      take_field(map, entry.key_place, action, entry.key);
    return to_json(data).as_object();
  }

  void note_field(YamlMap& map, const YamlNode::Entry& entry, const Action& action) {
    const Field* field = take_field(map, entry.key_place, action, entry.key);
    if (field == nullptr) return;
    if (!fits_a_cell(field->type))
      map.fault(entry.key_place, "field " + entry.key +
                                     " is no single value or list of such, so "
                                     "no column can hold it");
    if (field->privacy != PrivacyClass::open) sealed_.emplace(entry.value.text, entry.key_place);
    if (is_in_the_clear(*field)) in_the_clear_.insert(entry.value.text);
  }

  /// Each has a use, and what is sealed in one place does not stand in the clear in another.
  void check_columns() {
    const YamlNode* node = map_.node().find("columns");
    for (TakeoverColumn& column : takeover_.columns) {
      column.is_personal = sealed_.contains(column.name);
      if (!used_.contains(column.name))
        map_.fault(locate(*node, {column.name}), "nothing uses the column " + column.name);
      if (column.is_personal && in_the_clear_.contains(column.name))
        map_.fault(sealed_.at(column.name), "the column " + column.name +
                                                " goes into a sealed field, and in the clear into "
                                                "another place; take one of them away");
    }
  }

  YamlMap& map_;
  LoadContext& context_;
  Takeover takeover_;
  std::map<std::string, std::string> headings_;  // Heading -> column.
  std::set<std::string> used_, in_the_clear_;
  std::map<std::string, YamlPlace> sealed_;
};

}  // namespace

void load_takeover(YamlMap& root, LoadContext& context) {
  const YamlNode* node = root.map("takeover");
  if (node == nullptr) return;
  YamlMap map(*node, "takeover", context.faults);
  context.procedure.takeover = TakeoverLoad(map, context).run();
  map.finish();
}

}  // namespace verloop
