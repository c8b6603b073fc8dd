#include <algorithm>

#include "engine/load_parts.hpp"
#include "events/upcast.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

/// A condition on the case: there is no entry that it could read.
std::optional<cel::Program> load_expects(YamlMap& map, const LoadScope& judging) {
  const YamlNode* node = map.node().find("expects");
  if (node != nullptr && map.node().find("over") == nullptr)
    map.fault(node->place, "`expects` speaks of a list without entries; add `over`");
  return compile_key(map, "expects", judging, cel::Kind::boolean);
}

std::vector<EarlierClock> load_earlier(YamlMap& deadline, const LoadScope& scope) {
  std::vector<EarlierClock> clocks;
  const YamlNode* node = deadline.optional("earlier");
  if (node == nullptr) return clocks;
  if (node->kind != YamlNode::Kind::list)
    deadline.fault(node->place, "`earlier` is a list of clocks, each `{from: ..., until: ...}`");
  for (const YamlNode& item : node->items) {
    YamlMap map(item, deadline.what() + ", earlier", deadline.faults());
    if (item.kind != YamlNode::Kind::map) continue;
    map.required("from");
    map.required("until");
    auto from = compile_key(map, "from", scope, cel::Kind::date);
    auto until = compile_key(map, "until", scope, cel::Kind::date);
    map.finish();
    if (from && until) clocks.push_back({std::move(*from), std::move(*until)});
  }
  return clocks;
}

Deadline load_deadline(const YamlNode::Entry& entry, const LoadScope& judging,
                       LoadContext& context) {
  YamlMap map(entry.value, "deadline " + entry.key, context.faults);
  Deadline deadline;
  deadline.id.text = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return deadline;
  deadline.label = required_label(map);
  deadline.source = map.texts("source");
  std::optional<LoadScope> own = entry_scope(map, judging);
  if (own) deadline.over = load_over(map, *own);
  const LoadScope& scope = own ? *own : judging;
  deadline.applies = compile_key(map, "applies", scope, cel::Kind::boolean);
  deadline.from = compile_key(map, "from", scope, cel::Kind::date);
  deadline.days = compile_key(map, "days", scope, cel::Kind::integer);
  deadline.due = compile_key(map, "due", scope, cel::Kind::date);
  deadline.roll = compile_key(map, "roll", scope, cel::Kind::boolean);
  deadline.earlier = load_earlier(map, scope);
  deadline.stops = load_stops(map, scope);
  deadline.expects = load_expects(map, judging);
  map.required("done");
  if (auto done = compile_key(map, "done", scope, cel::Kind::date))
    deadline.done = std::move(*done);
  for (std::string& action : map.texts("meets")) deadline.meets.push_back({std::move(action)});
  const auto given = [&](std::string_view key) { return map.node().find(key) != nullptr; };
  if (!given("from") && !given("due"))
    map.fault(entry.key_place, "a deadline counts `from` a date, or is `due` on one");
  if (given("due") && given("days"))
    map.fault(locate(entry.value, {"due"}), "`due` stands instead of `days`; remove one of them");
  if (given("days") && !given("from"))
    map.fault(locate(entry.value, {"days"}), "`days` are counted `from` a date; add it");
  map.finish();
  return deadline;
}

Judgement load_judgement(const YamlNode& node, const std::string& what, const LoadScope& judging,
                         LoadContext& context) {
  YamlMap map(node, what, context.faults);
  Judgement judge;
  std::optional<LoadScope> own = entry_scope(map, judging);
  if (own) judge.over = load_over(map, *own);
  const LoadScope& scope = own ? *own : judging;
  judge.applies = compile_key(map, "applies", scope, cel::Kind::boolean);
  judge.satisfied = compile_key(map, "satisfied", scope, cel::Kind::boolean);
  judge.late = compile_key(map, "late", scope, cel::Kind::boolean);
  judge.violated = compile_key(map, "violated", scope, cel::Kind::boolean);
  judge.expects = load_expects(map, judging);
  const bool decides = node.find("satisfied") != nullptr || node.find("late") != nullptr ||
                       node.find("violated") != nullptr;
  if (!decides) map.fault(node.place, "expected `satisfied`, `late` or `violated`");
  map.finish();
  return judge;
}

/// `refuse` (with `when`) and `gate` (with `until`). Over one action `data` is its payload.
std::optional<Check> load_check(YamlMap& rule, std::string_view key, std::string_view condition,
                                const LoadContext& context) {
  const YamlNode* node = rule.map(key);
  if (node == nullptr) return std::nullopt;
  YamlMap map(*node, rule.what() + ", " + std::string(key), rule.faults());
  Check check;
  for (std::string& action : map.texts("actions")) check.actions.insert(std::move(action));
  if (check.actions.empty()) map.fault(node->place, "`actions` must name at least one action");
  LoadScope scope = context.scope;
  const std::string record =
      check.actions.size() == 1 ? "data." + *check.actions.begin() : std::string();
  const bool known = scope.open.records.contains(record);
  scope.add("data", known ? cel::record_named(record) : cel::Type{});
  map.required(condition);
  auto program = compile_key(map, condition, scope, cel::Kind::boolean);
  map.finish();
  if (!program) return std::nullopt;
  check.condition = std::move(*program);
  return check;
}

void load_kind(YamlMap& map, Rule& rule) {
  const std::vector<std::string> strengths = {"legal", "explicit", "advice"};
  const std::vector<std::string> audiences = {"shared", "school", "swv", "governance"};
  const auto choose = [&](std::string_view key, const std::vector<std::string>& all) {
    map.required(key);
    const std::string chosen = map.one_of(key, all).value_or(all.back());
    return std::find(all.begin(), all.end(), chosen) - all.begin();
  };
  rule.strength = static_cast<Strength>(choose("strength", strengths));
  rule.audience = static_cast<Audience>(choose("audience", audiences));
}

Rule load_rule(const YamlNode::Entry& entry, const LoadScope& judging, LoadContext& context) {
  YamlMap map(entry.value, "rule " + entry.key, context.faults);
  Rule rule;
  rule.id.text = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return rule;
  rule.label = required_label(map);
  rule.sentence = required_label(map, "sentence");
  rule.source = map.texts("source");
  load_kind(map, rule);
  if (const YamlNode* judge = map.map("judge"))
    rule.judge = load_judgement(*judge, map.what() + ", judge", judging, context);
  const std::string deadline = map.text("deadline");
  if (!deadline.empty()) rule.deadline = RuleId{deadline};
  if (rule.judge && rule.deadline)
    map.fault(locate(entry.value, {"deadline"}), "`deadline` stands instead of `judge`");
  rule.refuse = load_check(map, "refuse", "when", context);
  rule.gate = load_check(map, "gate", "until", context);
  const auto given = [&](std::string_view key) { return entry.value.find(key) != nullptr; };
  if (!given("judge") && !given("deadline") && !given("refuse") && !given("gate"))
    map.fault(entry.key_place, "a rule does something: `judge`, `deadline`, `refuse` or `gate`");
  for (std::string& role : map.texts("motivatedBy")) rule.motivated_by.push_back({std::move(role)});
  map.finish();
  return rule;
}

/// What is shown of a former version is what is shown of the newest, by the names of then.
void note_former(const Catalogue& catalogue, RoleView& view) {
  for (const auto& [id, type] : catalogue.types()) {
    const auto listed = view.events.find(type.name);
    if (type.upcast_by.empty() || listed == view.events.end()) continue;
    std::set<std::string>& former = view.former[id];
    for (const Field& field : type.fields) {
      const auto now = upcast_name(field.name, type, catalogue);
      if (now && listed->second.contains(*now)) former.insert(field.name);
    }
    // These stand in no type: the engine itself seals them beside an event.
    if (listed->second.contains("motivation")) former.insert("motivation");
  }
}

RoleView load_view(const YamlNode::Entry& entry, LoadContext& context) {
  YamlMap map(entry.value, "view " + entry.key, context.faults);
  RoleView view;
  view.role.text = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return view;
  view.own = map.boolean("own", false);
  view.records = map.boolean("records", false);
  for (std::string& track : map.texts("tracks")) view.tracks.insert(std::move(track));
  const YamlNode* rules = map.optional("rules");
  view.all_rules = rules != nullptr && rules->text == "all";
  if (!view.all_rules)
    for (std::string& rule : map.texts("rules")) view.rules.insert(std::move(rule));
  if (const YamlNode* events = map.map("events")) {
    YamlMap fields(*events, map.what() + ", events", context.faults);
    for (const YamlNode::Entry& event : events->entries) {
      std::vector<std::string> names = fields.texts(event.key);
      view.events[event.key].insert(names.begin(), names.end());
    }
  }
  note_former(context.catalogue, view);
  map.finish();
  return view;
}

bool is_identifier(const std::string& name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && std::all_of(name.begin(), name.end(), letter);
}

}  // namespace

LoadScope judging_scope(const LoadContext& context) {
  return context.scope.with({"case", "today", "settings"});
}

std::optional<LoadScope> entry_scope(const YamlMap& map, const LoadScope& judging) {
  const bool has_entries = map.node().find("over") != nullptr || map.node().find("as") != nullptr;
  return has_entries ? std::optional<LoadScope>(judging) : std::nullopt;
}

std::vector<cel::Program> load_stops(YamlMap& map, const LoadScope& scope) {
  std::vector<cel::Program> stops;
  const YamlNode* node = map.optional("stops");
  if (node == nullptr) return stops;
  if (node->kind != YamlNode::Kind::list)
    map.fault(node->place, "`stops` is a list of dates, like `[member.leftOn]`");
  for (const YamlNode& item : node->items) {
    auto stop =
        compile_at(item, map.what() + ", stops", scope, type_of(cel::Kind::date), map.faults());
    if (stop) stops.push_back(std::move(*stop));
  }
  return stops;
}

std::optional<Over> load_over(YamlMap& map, LoadScope& scope) {
  const auto list = compile_key(map, "over", scope, cel::Kind::list);
  const std::string name = map.text("as");
  const bool over = map.node().find("over") != nullptr;
  const YamlPlace place =
      name.empty() ? locate(map.node(), {"over"}) : locate(map.node(), {"as", name});
  if (over && name.empty()) map.fault(place, "`over` needs `as`, the name of one entry");
  if (!over && !name.empty()) map.fault(place, "`as` names an entry of `over`, which is missing");
  if (!over || name.empty()) return std::nullopt;
  if (!is_identifier(name) || scope.open.variables.contains(name))
    map.fault(place, "`as` must be a name of letters that is not in use: \"" + name + "\"");
  if (!list) {
    scope.add(name, {});
    return std::nullopt;
  }
  const cel::Type& type = list->type();
  scope.add(name, type.parameters.empty() ? cel::Type{} : type.parameters.front());
  return Over{*list, name};
}

void load_deadlines(YamlMap& root, LoadContext& context) {
  const LoadScope judging = judging_scope(context);
  if (const YamlNode* deadlines = root.map("deadlines"))
    for (const YamlNode::Entry& entry : deadlines->entries)
      context.procedure.deadlines.push_back(load_deadline(entry, judging, context));
}

void load_rules(YamlMap& root, LoadContext& context) {
  const LoadScope judging = judging_scope(context);
  if (const YamlNode* rules = root.map("rules"))
    for (const YamlNode::Entry& entry : rules->entries)
      context.procedure.rules.push_back(load_rule(entry, judging, context));
}

void load_views(YamlMap& root, LoadContext& context) {
  root.required("views");
  if (const YamlNode* views = root.map("views"))
    for (const YamlNode::Entry& entry : views->entries)
      context.procedure.views[entry.key] = load_view(entry, context);
}

}  // namespace verloop
