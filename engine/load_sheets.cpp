#include "engine/load_sheets.hpp"

#include <algorithm>

#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

constexpr std::string_view case_prefix = "case.";

/// What the values of one part may speak of.
struct PartScope {
  const SheetContext& context;
  LoadScope scope;
  std::string list;  // As in SheetPart.
  std::string as;
};

/// The path of the schema that an expression is nothing but; none when it is more than a path, or
/// one that no event writes.
std::optional<std::string> plain_path(const std::string& text, const PartScope& at) {
  std::string path;
  if (text.starts_with(case_prefix))
    path = text.substr(case_prefix.size());
  else if (!at.as.empty() && text.starts_with(at.as + "."))
    path = at.list + text.substr(at.as.size());
  else
    return std::nullopt;
  const SchemaNode* node = at.context.schema.find(path);
  const bool is_column = !at.list.empty() && path.starts_with(at.list + ".");
  if (node == nullptr || node->kind != SchemaNode::Kind::leaf) return std::nullopt;
  if (!is_column && path.find('.') != std::string::npos) {
    const SchemaNode* above = at.context.schema.find(path.substr(0, path.rfind('.')));
    if (above != nullptr && above->kind == SchemaNode::Kind::entries) return std::nullopt;
  }
  return path;
}

/// What a cell can show.
bool can_be_shown(const cel::Type& type) {
  switch (type.kind) {
    case cel::Kind::dyn:
    case cel::Kind::boolean:
    case cel::Kind::integer:
    case cel::Kind::string:
    case cel::Kind::date:
      return true;
    default:
      return false;
  }
}

void load_shown(YamlMap& map, const PartScope& at, SheetValue& value) {
  const YamlNode* node = map.optional("value");
  if (node == nullptr) return;
  if (const auto path = plain_path(node->text, at)) {
    value.kind = SheetValue::Kind::path;
    value.path = *path;
    return;
  }
  value.kind = SheetValue::Kind::expression;
  value.program = compile_at(*node, map.what() + ", value", at.scope, {}, map.faults());
  if (value.program && !can_be_shown(value.program->type()))
    map.fault(node->content, "a sheet can't show " + cel::to_string(value.program->type()) +
                                 "; expected a text, a number, a day, or yes or no");
}

void load_unit(YamlMap& map, SheetValue& value) {
  const auto unit = map.one_of("unit", {"cents", "minutes"});
  if (!unit) return;
  value.unit = *unit == "cents" ? SheetUnit::cents : SheetUnit::minutes;
  if (value.kind != SheetValue::Kind::expression && value.kind != SheetValue::Kind::sum)
    map.fault(locate(map.node(), {"unit", *unit}),
              "`unit` is for the number that an expression comes to; a value of the case has its "
              "own");
}

SheetValue load_value(YamlMap& map, const PartScope& at) {
  SheetValue value;
  value.label = required_label(map);
  value.note = optional_label(map, "note");
  std::size_t given = 0;
  for (const char* key : {"text", "value", "sum", "check"})
    given += map.node().find(key) != nullptr ? 1 : 0;
  if (given != 1)
    map.fault(map.node().place, "expected exactly one of `text`, `value`, `sum` and `check`");
  value.text = optional_label(map, "text");
  load_shown(map, at, value);
  if (auto sum = compile_key(map, "sum", at.scope, cel::Kind::list)) {
    value.kind = SheetValue::Kind::sum;
    value.program = std::move(sum);
  }
  if (auto check = compile_key(map, "check", at.scope, cel::Kind::boolean)) {
    value.kind = SheetValue::Kind::check;
    value.program = std::move(check);
  }
  load_unit(map, value);
  map.finish();
  return value;
}

/// `over: case.members` and `as`; expressions get the entry.
void load_entries(YamlMap& map, SheetPart& part, PartScope& at) {
  auto over = load_over(map, at.scope);
  if (!over) return;
  const std::string& text = over->list.text();
  const YamlPlace place = locate(map.node(), {"over", text});
  const SchemaNode* node = text.starts_with(case_prefix)
                               ? at.context.schema.find(text.substr(case_prefix.size()))
                               : nullptr;
  if (node == nullptr || node->kind != SchemaNode::Kind::entries || node->key.empty())
    return map.fault(place,
                     "`over` is here a list of the case that is kept by a key, like "
                     "`case.members`");
  part.list = at.list = text.substr(case_prefix.size());
  part.as = at.as = over->as;
}

/// `events`, the `fields` of the one type that they may be, and the condition's `data`.
void load_events(YamlMap& map, SheetPart& part, PartScope& at) {
  part.events = map.texts("events");
  part.fields = map.texts("fields");
  std::vector<std::string> names;
  for (const auto& [id, type] : at.context.catalogue.types()) names.push_back(type.name);
  for (const std::string& name : part.events)
    if (at.context.catalogue.find(name) == nullptr)
      map.fault(locate(map.node(), {"events", name}),
                "unknown event \"" + name + '"' + suggestion(name, names));
  const EventType* only =
      part.events.size() == 1 ? at.context.catalogue.find(part.events.front()) : nullptr;
  if (!part.fields.empty() && part.events.size() != 1)
    map.fault(locate(map.node(), {"fields"}), "`fields` are those of one event type in `events`");
  if (only != nullptr) {
    names.clear();
    for (const Field& field : only->fields) names.push_back(field.name);
    for (const std::string& name : part.fields)
      if (only->field(name) == nullptr)
        map.fault(locate(map.node(), {"fields", name}), "event " + only->name + " has no field \"" +
                                                            name + '"' + suggestion(name, names));
  }
  if (!part.events.empty())
    at.scope.add("data", only == nullptr ? cel::Type{} : cel::record_named("data." + only->name));
}

SheetPart load_part(const YamlNode& node, const std::string& what, const SheetContext& context) {
  YamlMap map(node, what, context.faults);
  SheetPart part;
  if (node.kind != YamlNode::Kind::map) return part;
  part.label = required_label(map);
  part.note = optional_label(map, "note");
  part.source = map.texts("source");
  PartScope at{context, context.scope.with({"case"}), {}, {}};
  load_entries(map, part, at);
  load_events(map, part, at);
  part.where = compile_key(map, "where", at.scope, cel::Kind::boolean);
  if (part.where && part.list.empty() && part.events.empty())
    map.fault(locate(node, {"where"}), "`where` chooses among entries or events; there are none");
  if (const YamlNode* rows = map.list("rows"))
    for (const YamlNode& row : rows->items) {
      YamlMap one(row, what + ", row", context.faults);
      if (row.kind == YamlNode::Kind::map) part.values.push_back(load_value(one, at));
    }
  if (part.values.empty() == part.events.empty())
    map.fault(node.place, "a part has `rows`, or a line for each of some `events`");
  map.finish();
  return part;
}

/// The one part of a table.
SheetPart load_columns(const YamlNode& node, const std::string& what, const SheetContext& context) {
  SheetPart part;
  const PartScope at{context, context.scope.with({"case"}), {}, {}};
  for (const YamlNode::Entry& entry : node.entries) {
    YamlMap map(entry.value, what + ", column " + entry.key, context.faults);
    if (entry.value.kind != YamlNode::Kind::map) continue;
    part.values.push_back(load_value(map, at));
    SheetValue& value = part.values.back();
    value.name = entry.key;
    const bool is_path = value.kind == SheetValue::Kind::path;
    if (is_path && context.schema.find(value.path)->sealed)
      map.fault(locate(entry.value, {"value"}), value.path +
                                                    " is sealed; a table of many cases "
                                                    "shows open values only");
  }
  return part;
}

void load_when(YamlMap& map, const SheetContext& context, Sheet& sheet) {
  const LoadScope scope = context.scope.with({"case"});
  sheet.when = compile_key(map, "when", scope, cel::Kind::boolean);
  sheet.missing = optional_label(map, "missing");
  if (map.node().find("when") != nullptr && map.node().find("missing") == nullptr)
    map.fault(locate(map.node(), {"when"}),
              "`when` needs `missing`, the sentence that says what has to come first");
  sheet.day = compile_key(map, "day", scope, cel::Kind::date);
  if (sheet.day && !sheet.is_table)
    map.fault(locate(map.node(), {"day"}), "`day` chooses cases for a table; this is none");
}

Sheet load_sheet(const YamlNode::Entry& entry, const SheetContext& context) {
  YamlMap map(entry.value, "sheet " + entry.key, context.faults);
  Sheet sheet;
  sheet.id = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return sheet;
  sheet.label = required_label(map);
  sheet.system = optional_label(map, "system");
  sheet.reference = optional_label(map, "reference");
  sheet.source = map.texts("source");
  map.required("for");
  for (std::string& role : map.texts("for")) sheet.roles.push_back({std::move(role)});
  sheet.is_table = entry.value.find("columns") != nullptr;
  load_when(map, context, sheet);
  if (const YamlNode* columns = map.map("columns"))
    sheet.parts.push_back(load_columns(*columns, map.what(), context));
  if (const YamlNode* parts = map.list("parts"))
    for (const YamlNode& part : parts->items)
      sheet.parts.push_back(load_part(part, map.what() + ", part", context));
  const bool has_parts = entry.value.find("parts") != nullptr;
  if (sheet.is_table == has_parts)
    map.fault(entry.key_place,
              "a sheet has `parts`, for one case, or `columns`, for a line of many cases");
  map.finish();
  return sheet;
}

}  // namespace

bool Sheet::is_for(const RoleId& role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::vector<Sheet> load_sheets(YamlMap& root, const SheetContext& context) {
  std::vector<Sheet> sheets;
  if (const YamlNode* node = root.map("sheets"))
    for (const YamlNode::Entry& entry : node->entries) sheets.push_back(load_sheet(entry, context));
  return sheets;
}

std::vector<Sheet> sheets_of(const Definition& definition) {
  std::vector<YamlFault> ignored;  // The loader found none.
  const LoadScope scope{definition.environment, definition.environment};
  for (const SourceFile& file : definition.files) {
    const auto root = parse_yaml(file.text);
    ensure(root.has_value(), "the text of a definition was read when it was loaded");
    if (root->entries.empty() || root->entries.front().key != "procedure") continue;
    YamlMap map(*root, "procedure", ignored);
    return load_sheets(map, {definition.catalogue, definition.schema, scope, ignored});
  }
  return {};
}

}  // namespace verloop
