// `calendar` and `exports`: what of a case goes into a calendar, and into forms of others.

#include <algorithm>

#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

/// A day, or a moment.
std::optional<cel::Program> load_planned(YamlMap& map, const LoadScope& scope) {
  const YamlNode* node = map.required("on");
  if (node == nullptr) return std::nullopt;
  auto planned = compile_at(*node, map.what() + ", on", scope, {}, map.faults());
  if (!planned) return std::nullopt;
  const cel::Kind kind = planned->type().kind;
  if (kind == cel::Kind::date || kind == cel::Kind::timestamp || kind == cel::Kind::dyn)
    return planned;
  map.fault(node->content,
            "`on` gives " + cel::to_string(planned->type()) + ", expected date or timestamp");
  return std::nullopt;
}

Appointment load_appointment(const YamlNode::Entry& entry, const LoadScope& judging,
                             LoadContext& context) {
  YamlMap map(entry.value, "appointment " + entry.key, context.faults);
  Appointment planned;
  planned.name = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return planned;
  planned.label = required_label(map);
  std::optional<LoadScope> own = entry_scope(map, judging);
  if (own) planned.over = load_over(map, *own);
  const LoadScope& scope = own ? *own : judging;
  planned.on = load_planned(map, scope);
  planned.stops = load_stops(map, scope);
  map.finish();
  return planned;
}

void load_values(YamlMap& map, const LoadScope& scope, FormExport& form) {
  const YamlNode* node = map.map("values");
  if (node == nullptr) return;
  for (const YamlNode::Entry& entry : node->entries) {
    auto value =
        compile_at(entry.value, map.what() + ", values, " + entry.key, scope, {}, map.faults());
    if (value) form.values.emplace(entry.key, std::move(*value));
  }
}

FormExport load_form(const YamlNode::Entry& entry, const LoadScope& judging, LoadContext& context) {
  YamlMap map(entry.value, "form " + entry.key, context.faults);
  FormExport form;
  form.format = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return form;
  form.source = map.texts("source");
  if (const YamlNode* withheld = map.optional("withheld")) {
    form.withheld = read_label(*withheld, map.what() + ", withheld", context.faults);
    map.finish();
    return form;
  }
  for (std::string& role : map.texts("by")) form.by.push_back({std::move(role)});
  map.required("over");
  std::optional<LoadScope> own = entry_scope(map, judging);
  if (own) form.over = load_over(map, *own);
  load_values(map, own ? *own : judging, form);
  if (const YamlNode* documents = map.map("documents"))
    for (const YamlNode::Entry& event : documents->entries)
      form.documents[event.key] = event.value.text;
  map.finish();
  return form;
}

}  // namespace

Outward load_outward(YamlMap& root, LoadContext& context) {
  const LoadScope judging = judging_scope(context);
  Outward outward;
  if (const YamlNode* calendar = root.map("calendar"))
    for (const YamlNode::Entry& entry : calendar->entries)
      outward.calendar.push_back(load_appointment(entry, judging, context));
  if (const YamlNode* exports = root.map("exports"))
    for (const YamlNode::Entry& entry : exports->entries)
      outward.exports.push_back(load_form(entry, judging, context));
  return outward;
}

const FormExport* Outward::form(std::string_view format) const {
  const auto found = std::find_if(exports.begin(), exports.end(),
                                  [&](const FormExport& one) { return one.format == format; });
  return found == exports.end() ? nullptr : &*found;
}

Outward outward_of(const Definition& definition) {
  for (const SourceFile& file : definition.files) {
    const auto root = parse_yaml(file.text);
    ensure(root.has_value(), "a definition that was loaded can be read");
    if (root->entries.front().key != "procedure") continue;
    std::vector<YamlFault> faults;
    YamlMap map(*root, "procedure", faults);
    LoadContext context{definition.catalogue,
                        {definition.environment, definition.environment},
                        definition.procedure,
                        faults};
    Outward outward = load_outward(map, context);
    ensure(faults.empty(), "a definition that was loaded has no fault");
    return outward;
  }
  return {};
}

}  // namespace verloop
