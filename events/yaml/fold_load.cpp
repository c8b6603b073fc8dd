#include "events/yaml/fold_load.hpp"

#include <algorithm>

#include "events/yaml/field_load.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

using Kind = FoldStep::Kind;

std::vector<std::string> names_of(const EventType& type, bool open) {
  std::vector<std::string> names;
  for (const Field& field : type.fields)
    if ((field.privacy == PrivacyClass::open) == open) names.push_back(field.name);
  return names;
}

bool is_path(std::string_view path) {
  while (true) {
    const std::size_t dot = path.find('.');
    if (!is_camel_case(path.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    path.remove_prefix(dot + 1);
  }
}

/// What is wrong with `data.<field>` or `sealed.<field>`; empty when nothing is.
std::string field_problem(std::string_view prefix, const std::string& name, const EventType& type) {
  const bool open = prefix == "data.";
  const Field* field = type.field(name);
  if (field == nullptr)
    return "\"" + name + "\" is no field of this event" + suggestion(name, names_of(type, open));
  if (open && field->privacy != PrivacyClass::open)
    return "\"" + name + "\" is sealed; a fold reads open fields, or keeps `sealed." + name +
           "`, the place where the value lies";
  if (!open && field->privacy == PrivacyClass::open)
    return "\"" + name + "\" is open; expected `data." + name + "`";
  return {};
}

std::string source_problem(const std::string& source, const EventType& type) {
  static const std::vector<std::string> words = {"occurredOn", "position", "version", "actor",
                                                 "role",       "org",      "cycle"};
  if (source.starts_with("=")) return {};
  for (const std::string_view prefix : {"data.", "sealed."})
    if (source.starts_with(prefix))
      return field_problem(prefix, source.substr(prefix.size()), type);
  if (std::find(words.begin(), words.end(), source) != words.end()) return {};
  std::vector<std::string> candidates = words;
  for (const std::string& name : names_of(type, true)) candidates.push_back("data." + name);
  for (const std::string& name : names_of(type, false)) candidates.push_back("sealed." + name);
  return "\"" + source + "\" is no source" + suggestion(source, candidates);
}

/// `from:` of set, first and add.
void read_source(YamlMap& map, FoldStep& step, const EventType& type) {
  step.source = map.required_text("from");
  if (step.source.empty()) return;
  const std::string problem = source_problem(step.source, type);
  if (!problem.empty()) map.fault(map.node().find("from")->place, problem);
}

void read_key(YamlMap& map, FoldStep& step, const EventType& type) {
  step.key = map.required_text("key");
  if (step.key.empty()) return;
  const std::string problem = field_problem("data.", step.key, type);
  if (!problem.empty()) map.fault(map.node().find("key")->place, problem);
}

void check_column(YamlMap& map, const FoldStep& step, const std::string& name, YamlPlace place) {
  if (!is_camel_case(name)) map.fault(place, "\"" + name + "\" is no name");
  if (step.kind == Kind::entry && name == step.key)
    map.fault(place, "the key of an entry is set by the engine itself");
}

/// `set:` of append and entry, `first:` of entry.
void read_sources(YamlMap& map, const std::string& word, const FoldStep& step,
                  const EventType& type, std::map<std::string, std::string>& sources) {
  const YamlNode* named = map.map(word);
  if (named == nullptr) return;
  for (const YamlNode::Entry& entry : named->entries) {
    check_column(map, step, entry.key, entry.key_place);
    const std::string problem = source_problem(entry.value.text, type);
    if (!problem.empty()) map.fault(entry.value.place, problem);
    sources[entry.key] = entry.value.text;
  }
}

void read_entry(YamlMap& map, FoldStep& step, const EventType& type) {
  read_key(map, step, type);
  read_sources(map, "set", step, type, step.sources);
  read_sources(map, "first", step, type, step.first_sources);
  step.cleared = map.texts("clear");
  for (const std::string& name : step.cleared)
    check_column(map, step, name, locate(*map.node().find("clear"), {name}));
  for (const auto& [name, source] : step.first_sources)
    if (step.sources.contains(name))
      map.fault(map.node().find("first")->place, "\"" + name + "\" is in `set` too");
  if (step.sources.empty() && step.first_sources.empty() && step.cleared.empty())
    map.fault(map.node().place, "an entry needs `set`, `first` or `clear`");
}

/// One open enum or boolean field, and the values it may have.
void read_condition(YamlMap& map, const YamlNode& when, const YamlNode::Entry& condition,
                    FoldStep& step, const EventType& type) {
  const std::string name = condition.key.starts_with("data.") ? condition.key.substr(5) : "";
  if (name.empty()) return map.fault(condition.key_place, "`when` expects `data.<field>`");
  const std::string problem = field_problem("data.", name, type);
  if (!problem.empty()) return map.fault(condition.key_place, problem);
  const FieldType& field = type.field(name)->type;
  const bool flag = field.kind == FieldKind::boolean;
  if (!flag && field.kind != FieldKind::enumeration)
    return map.fault(condition.key_place, "`when` reads an enum or a boolean field");
  YamlMap values(when, map.what() + ", when", map.faults());
  step.when.push_back({condition.key, values.texts(condition.key)});
  const std::vector<std::string> allowed =
      flag ? std::vector<std::string>{"true", "false"} : field.values;
  for (const std::string& value : step.when.back().values)
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
      map.fault(locate(condition.value, {value}),
                "\"" + value + "\" is no value of " + name + suggestion(value, allowed));
}

/// `when: {data.kind: [interim], data.given: [true]}`: all must hold.
void read_when(YamlMap& map, FoldStep& step, const EventType& type) {
  const YamlNode* when = map.map("when");
  if (when == nullptr) return;
  if (when->entries.empty()) return map.fault(when->place, "`when` names fields and their values");
  for (const YamlNode::Entry& condition : when->entries)
    read_condition(map, *when, condition, step, type);
}

/// Words that name values of others, too, come last: `set`, `first` and `clear` stand in an entry.
const std::vector<std::pair<std::string, Kind>> step_kinds = {
    {"append", Kind::append}, {"entry", Kind::entry}, {"add", Kind::add},
    {"set", Kind::set},       {"first", Kind::first}, {"clear", Kind::clear}};

/// The word that makes a step what it is.
const std::pair<std::string, Kind>* kind_of(const YamlNode& node) {
  const auto at = std::find_if(step_kinds.begin(), step_kinds.end(), [&node](const auto& kind) {
    return node.find(kind.first) != nullptr;
  });
  return at == step_kinds.end() ? nullptr : &*at;
}

void read_step(const YamlNode& node, EventType& type, std::vector<YamlFault>& faults) {
  YamlMap map(node, type.id.text + ", fold", faults);
  const auto* kind = kind_of(node);
  if (node.kind != YamlNode::Kind::map) return;
  if (kind == nullptr)
    return map.fault(node.place,
                     "a step is one of: set, first, add, append, entry, clear; none is given");
  FoldStep step;
  step.kind = kind->second;
  step.path = map.required_text(kind->first);
  if (!is_path(step.path))
    map.fault(node.find(kind->first)->place,
              "a path is names with dots between, like `goAhead.on`");
  if (step.kind == Kind::entry) read_entry(map, step, type);
  if (step.kind == Kind::append && map.required("set") != nullptr)
    read_sources(map, "set", step, type, step.sources);
  if (step.kind == Kind::set || step.kind == Kind::first || step.kind == Kind::add)
    read_source(map, step, type);
  read_when(map, step, type);
  map.finish();
  type.fold.push_back(std::move(step));
}

}  // namespace

void read_fold(const YamlNode& node, EventType& type, std::vector<YamlFault>& faults) {
  if (node.kind != YamlNode::Kind::list)
    faults.push_back({node.place, type.id.text + ": `fold` must be a list of steps"});
  for (const YamlNode& item : node.items) read_step(item, type, faults);
}

}  // namespace verloop
