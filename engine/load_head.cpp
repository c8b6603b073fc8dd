#include <algorithm>

#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

void load_purposes(YamlMap& root, LoadContext& context) {
  const YamlNode* purposes = root.map("purposes");
  if (purposes == nullptr) return;
  for (const YamlNode::Entry& entry : purposes->entries)
    context.procedure.purposes[entry.key] =
        read_label(entry.value, "purpose " + entry.key, context.faults);
}

/// The value must be of the type that the setting names.
cel::Value setting_value(YamlMap& map) {
  map.required("type");
  map.required("value");
  const auto type = map.one_of("type", {"integer", "boolean"});
  if (type == "boolean") return cel::Value::of(map.boolean("value", false));
  if (type == "integer") return cel::Value::of(map.integer("value").value_or(0));
  return cel::Value::of(std::int64_t{0});
}

/// `MM-DD`, a day that some year has; none otherwise.
std::optional<std::chrono::month_day> parse_month_day(const std::string& text) {
  const auto day = parse_date("2000-" + text);
  if (day.has_error()) return std::nullopt;
  return std::chrono::month_day(day->month(), day->day());
}

void load_holidays(YamlMap& root, LoadContext& context) {
  const YamlNode* holidays = root.list("holidays");
  if (holidays == nullptr) return;
  for (const YamlNode& item : holidays->items) {
    YamlMap map(item, "holiday", context.faults);
    if (item.kind != YamlNode::Kind::map) continue;
    Holiday holiday;
    const auto easter = map.integer("easter");
    const std::string date = map.text("date");
    holiday.easter_offset =
        static_cast<int>(std::clamp<std::int64_t>(easter.value_or(0), -366, 366));
    holiday.on_sunday_shift =
        static_cast<int>(std::clamp<std::int64_t>(map.integer("onSunday").value_or(0), -6, 6));
    if (date.empty() != easter.has_value())
      map.fault(item.place, "a holiday has either a `date` (MM-DD) or `easter` (days from it)");
    if (!date.empty()) holiday.fixed = parse_month_day(date);
    if (!date.empty() && !holiday.fixed)
      map.fault(locate(item, {"date", date}), "`date` must be a day as MM-DD");
    holiday.label = required_label(map);
    map.finish();
    context.procedure.holidays.push_back(std::move(holiday));
  }
}

void declare_records(const CaseSchema& schema, const std::vector<std::string>& tracks,
                     const LoadContext& context, Sealed sealed, cel::Environment& environment) {
  schema.declare(environment, tracks, sealed);
  const cel::Type text = type_of(cel::Kind::string);
  environment.records["actor"] = {{"id", text}, {"role", text}, {"org", text}};
  auto& settings = environment.records["settings"];
  for (const auto& [name, setting] : context.procedure.settings)
    settings[name] = type_of(setting.value.kind());
  for (const auto& [id, event] : context.catalogue.types()) {
    const bool newest = context.catalogue.find(event.name) == &event;
    auto& fields = environment.records["data." + event.name];
    for (const Field& field : event.fields)
      if (newest && (field.privacy == PrivacyClass::open || sealed == Sealed::declared))
        fields[field.name] =
            cel_type(field.type, "data." + event.name + '.' + field.name, environment);
  }
}

}  // namespace

void load_settings(YamlMap& root, LoadContext& context) {
  const YamlNode* settings = root.map("settings");
  if (settings == nullptr) return;
  for (const YamlNode::Entry& entry : settings->entries) {
    YamlMap map(entry.value, "setting " + entry.key, context.faults);
    if (entry.value.kind != YamlNode::Kind::map) continue;
    Setting setting;
    setting.name = entry.key;
    setting.value = setting_value(map);
    setting.source = map.texts("source");
    setting.label = required_label(map);
    map.finish();
    context.procedure.settings[entry.key] = std::move(setting);
  }
}

void load_head(YamlMap& root, LoadContext& context) {
  Procedure& procedure = context.procedure;
  procedure.name = root.required_text("procedure");
  root.required("version");
  procedure.version = root.integer("version").value_or(1);
  if (procedure.version < 1) root.fault(locate(root.node(), {"version"}), "`version` is 1 or more");
  procedure.label = required_label(root);
  procedure.source = root.text("source");
  procedure.catalogues = root.texts("catalogues");
  procedure.on_request = root.one_of("deployed", {"atInit", "onRequest"}) == "onRequest";
  procedure.second_person = root.one_of("approval", {"none", "secondPerson"}) == "secondPerson";
  load_purposes(root, context);
  load_settings(root, context);
  load_holidays(root, context);
}

void declare_scope(const YamlNode& root, const CaseSchema& schema, LoadContext& context) {
  std::vector<std::string> tracks;
  if (const YamlNode* node = root.find("tracks"))
    for (const YamlNode::Entry& entry : node->entries) tracks.push_back(entry.key);
  LoadScope& scope = context.scope;
  declare_records(schema, tracks, context, Sealed::left_out, scope.open);
  declare_records(schema, tracks, context, Sealed::declared, scope.explained);
  scope.add("actor", cel::record_named("actor"));
  scope.add("today", type_of(cel::Kind::date));
  scope.add("occurredOn", type_of(cel::Kind::date));
  scope.add("now", type_of(cel::Kind::timestamp));
  scope.add("settings", cel::record_named("settings"));
}

}  // namespace verloop
