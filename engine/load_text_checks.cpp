#include <algorithm>

#include "engine/load_parts.hpp"
#include "engine/text_words.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

constexpr std::size_t finds_max = 64;
constexpr std::int64_t years_max = 120;

using EventFields = std::map<std::string, std::set<std::string>>;

/// `{Event: [field, ...]}` under `key`.
EventFields load_fields(YamlMap& map, std::string_view key) {
  EventFields all;
  map.required(key);
  const YamlNode* node = map.map(key);
  if (node == nullptr) return all;
  YamlMap events(*node, map.what() + ", " + std::string(key), map.faults());
  for (const YamlNode::Entry& entry : node->entries) {
    const auto fields = events.texts(entry.key);
    all[entry.key] = {fields.begin(), fields.end()};
  }
  return all;
}

/// Those that hold a text are names in words, the others identifiers.
void load_names(YamlMap& map, const Catalogue& catalogue, TextFind& find) {
  for (const auto& [event, fields] : load_fields(map, "in")) {
    const EventType* type = catalogue.find(event);
    for (const std::string& name : fields) {
      const Field* field = type == nullptr ? nullptr : type->field(name);
      const bool is_text = field == nullptr || field->type.kind == FieldKind::text;
      (is_text ? find.names : find.identifiers)[event].insert(name);
    }
  }
  for (const std::string& particle : map.texts("particles")) {
    if (words_of(particle).size() != 1)
      map.fault(locate(map.node(), {"particles", particle}), "a particle is one word");
    find.particles.insert(folded(particle));
  }
}

void load_months(YamlMap& map, TextFind& find) {
  const YamlNode* node = map.map("months");
  if (node == nullptr) return;
  YamlMap months(*node, map.what() + ", months", map.faults());
  for (const YamlNode::Entry& entry : node->entries) {
    const std::int64_t number = months.integer(entry.key).value_or(0);
    if (number < 1 || number > 12)
      months.fault(entry.value.place, "a month is a number from 1 to 12");
    else
      find.months[folded(entry.key)] = static_cast<unsigned>(number);
  }
}

void load_past_date(YamlMap& map, TextFind& find) {
  map.required("yearsAgo");
  find.years_ago = map.integer("yearsAgo").value_or(0);
  if (find.years_ago < 0 || find.years_ago > years_max)
    map.fault(locate(map.node(), {"yearsAgo"}), "`yearsAgo` is from 0 to 120");
  find.years_ago = std::clamp<std::int64_t>(find.years_ago, 0, years_max);
  load_months(map, find);
}

void load_pattern(YamlMap& map, TextFind& find) {
  const std::string pattern = map.required_text("pattern");
  for (std::string& text : map.texts("except")) find.except.insert(std::move(text));
  find.pattern = cel::Regex::compile(pattern);
  if (find.pattern == nullptr || pattern.empty() || find.pattern->matches(""))
    map.fault(locate(map.node(), {"pattern", pattern}),
              "`pattern` must be a regular expression of re2 that finds something");
}

TextFind load_find(const YamlNode::Entry& entry, LoadContext& context) {
  YamlMap map(entry.value, "textChecks, find " + entry.key, context.faults);
  TextFind find;
  find.id = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return find;
  find.label = required_label(map);
  const bool is_builtin = entry.value.find("builtin") != nullptr;
  if (is_builtin == (entry.value.find("pattern") != nullptr))
    map.fault(entry.key_place, "it has either a `pattern` or a `builtin`");
  const auto builtin = map.one_of("builtin", {"knownNames", "elevenTest", "pastDate"});
  if (builtin == "knownNames") {
    find.kind = TextFind::Kind::known_names;
    load_names(map, context.catalogue, find);
  } else if (builtin == "elevenTest") {
    find.kind = TextFind::Kind::eleven_test;
  } else if (builtin == "pastDate") {
    find.kind = TextFind::Kind::past_date;
    load_past_date(map, find);
  } else if (!is_builtin) {
    load_pattern(map, find);
  }
  map.finish();
  return find;
}

TextCheck load_check(const YamlNode& node, const LoadScope& scope, LoadContext& context) {
  YamlMap map(node, "textChecks, check", context.faults);
  TextCheck check;
  if (node.kind != YamlNode::Kind::map) return check;
  check.rule = {map.required_text("rule")};
  check.fields = load_fields(map, "fields");
  check.refuses = map.texts("refuses");
  check.warns = map.texts("warns");
  check.unless = compile_key(map, "unless", scope, cel::Kind::boolean);
  if (!check.refuses.empty()) map.required("appeal");
  check.appeal = optional_label(map, "appeal");
  if (check.refuses.empty() && check.warns.empty())
    map.fault(node.place, "it neither `refuses` nor `warns`; name what is looked for");
  map.finish();
  return check;
}

}  // namespace

void load_text_checks(YamlMap& root, LoadContext& context) {
  const YamlNode* node = root.map("textChecks");
  if (node == nullptr) return;
  YamlMap map(*node, "textChecks", context.faults);
  TextChecks& all = context.procedure.text_checks;
  map.required("finds");
  map.required("checks");
  if (const YamlNode* finds = map.map("finds"))
    for (const YamlNode::Entry& entry : finds->entries)
      all.finds.push_back(load_find(entry, context));
  if (all.finds.size() > finds_max) map.fault(node->place, "`finds` has at most 64 entries");
  const auto are_names = [](const TextFind& find) {
    return find.kind == TextFind::Kind::known_names;
  };
  if (std::count_if(all.finds.begin(), all.finds.end(), are_names) > 1)
    map.fault(node->place, "one of `finds` is of `knownNames` at most");
  const LoadScope scope = context.scope.with({"case", "actor", "today", "occurredOn", "settings"});
  if (const YamlNode* checks = map.list("checks"))
    for (const YamlNode& check : checks->items)
      all.checks.push_back(load_check(check, scope, context));
  map.finish();
}

}  // namespace verloop
