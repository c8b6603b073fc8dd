#include "tools/verloop/scenario.hpp"

#include <algorithm>

#include "engine/judge.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::chrono::minutes noon{12 * 60};
const std::vector<std::string> refusals = {"unauthorised", "state",     "payload", "conflict",
                                           "unknown",      "duplicate", "tooLarge"};

/// The document under reading: faults gather here.
struct Reading {
  std::vector<YamlFault> faults;
  Scenario scenario;
};

Timestamp read_clock(const YamlNode& node, std::vector<YamlFault>& faults) {
  const auto day = parse_date(node.text);
  if (day.has_value()) return in_amsterdam(*day, noon);
  const auto moment = parse_timestamp(node.text);
  if (moment.has_value()) return *moment;
  faults.push_back(
      {node.place,
       "expected a day (YYYY-MM-DD) or a moment with an offset (2026-03-10T09:30:00+01:00)"});
  return {};
}

std::map<std::string, std::string> read_text_map(const YamlNode* node, const std::string& what,
                                                 std::vector<YamlFault>& faults) {
  std::map<std::string, std::string> texts;
  if (node == nullptr) return texts;
  if (node->kind != YamlNode::Kind::map) {
    faults.push_back({node->place, what + ": expected a map of names to texts"});
    return texts;
  }
  for (const auto& entry : node->entries) {
    if (entry.value.kind != YamlNode::Kind::scalar)
      faults.push_back({entry.value.place, what + "." + entry.key + ": expected a text"});
    texts[entry.key] = entry.value.text;
  }
  return texts;
}

json::object read_object(const YamlNode* node, const std::string& what,
                         std::vector<YamlFault>& faults) {
  if (node == nullptr) return {};
  if (node->kind != YamlNode::Kind::map) {
    faults.push_back({node->place, what + ": expected a map"});
    return {};
  }
  return to_json(*node).get_object();
}

void check_statuses(const YamlNode* rules, std::vector<YamlFault>& faults) {
  if (rules == nullptr) return;
  std::vector<std::string> names;
  for (auto status = Status::satisfied; status <= Status::not_followed;
       status = static_cast<Status>(static_cast<int>(status) + 1))
    names.emplace_back(name_of(status));
  names.emplace_back("not shown");
  for (const auto& entry : rules->entries) {
    if (entry.value.kind != YamlNode::Kind::scalar) continue;
    if (status_named(entry.value.text) || entry.value.text == names.back()) continue;
    faults.push_back({entry.value.place, "expect.rules." + entry.key + ": there is no such status" +
                                             suggestion(entry.value.text, names)});
  }
}

void check_days(const YamlNode* due, std::vector<YamlFault>& faults) {
  if (due == nullptr) return;
  for (const auto& entry : due->entries) {
    if (parse_date(entry.value.text).has_error())
      faults.push_back(
          {entry.value.place, "expect.due." + entry.key + ": expected a day (YYYY-MM-DD)"});
  }
}

Expectation read_expectation(const YamlNode& node, std::vector<YamlFault>& faults) {
  Expectation expect;
  expect.place = node.place;
  YamlMap map(node, "expect", faults);
  if (map.optional("events") != nullptr) expect.events = map.texts("events");
  expect.includes = map.texts("includes");
  if (const YamlNode* refused = map.optional("refused")) expect.refused = refused->text;
  if (map.optional("findings") != nullptr) expect.findings = map.texts("findings");
  if (const YamlNode* state = map.optional("state")) expect.state = to_json(*state);
  expect.rules = read_text_map(map.optional("rules"), "expect.rules", faults);
  check_statuses(map.optional("rules"), faults);
  expect.due = read_text_map(map.optional("due"), "expect.due", faults);
  check_days(map.optional("due"), faults);
  expect.shows = map.texts("shows");
  expect.hides = map.texts("hides");
  expect.actions = map.texts("actions");
  map.finish();
  const bool rule_like = expect.refused && expect.refused->find('-') != std::string::npos;
  if (expect.refused && !rule_like &&
      std::find(refusals.begin(), refusals.end(), *expect.refused) == refusals.end()) {
    faults.push_back(
        {node.find("refused")->place, "expect.refused: expected a rule id or a kind of refusal" +
                                          suggestion(*expect.refused, refusals)});
  }
  return expect;
}

/// A step that expects to be refused for its payload may happen on any day it likes.
void check_occurrence(const YamlNode& step, std::vector<YamlFault>& faults) {
  const YamlNode* occurred = step.find("occurredOn");
  const YamlNode* expect = step.find("expect");
  const YamlNode* refused = expect == nullptr ? nullptr : expect->find("refused");
  if (occurred == nullptr || parse_occurrence(occurred->text).has_value()) return;
  if (refused != nullptr && refused->text == "payload") return;
  faults.push_back({occurred->place,
                    "occurredOn: expected a day (YYYY-MM-DD) or a moment with an offset "
                    "(2026-03-10T09:30:00+01:00)"});
}

/// What is seen is seen by somebody.
void check_eyes(const YamlNode& step, std::vector<YamlFault>& faults) {
  const YamlNode* expect = step.find("expect");
  if (step.find("wait") == nullptr || step.find("by") != nullptr || expect == nullptr) return;
  for (const char* key : {"state", "shows", "hides", "actions"})
    if (const YamlNode* seen = expect->find(key))
      faults.push_back({seen->place, std::string("expect.") + key +
                                         ": a `wait` that looks names whose eyes it has: `by`"});
}

Step read_step(const YamlNode& node, Timestamp before, std::vector<YamlFault>& faults) {
  Step step;
  step.place = node.place;
  step.at = before;
  YamlMap map(node, "step", faults);
  if (const YamlNode* on = map.optional("on")) step.at = read_clock(*on, faults);
  if (const YamlNode* see = map.optional("see")) {
    step.kind = Step::Kind::see;
    if (see->kind != YamlNode::Kind::scalar)
      faults.push_back({see->place, "see: expected the name of a case"});
    step.case_id = see->text;
    step.by = map.required_text("by");
  } else if (map.boolean("wait", false)) {
    step.kind = Step::Kind::wait;
    check_eyes(node, faults);
    step.case_id = map.text("case");
    step.by = map.text("by");
  } else {
    step.action = map.required_text("do");
    step.by = map.required_text("by");
    step.case_id = map.required_text("case");
    step.id = map.text("id");
    step.on_behalf_of = map.text("for");
    step.data = read_object(map.optional("data"), "data", faults);
    step.motivation = read_text_map(map.optional("motivation"), "motivation", faults);
    if (const YamlNode* occurred = map.optional("occurredOn")) step.occurred_on = occurred->text;
    check_occurrence(node, faults);
  }
  step.role = map.text("role");
  if (const YamlNode* expect = map.optional("expect"))
    step.expect = read_expectation(*expect, faults);
  map.finish();
  if (step.at < before)
    faults.push_back(
        {node.place, "the clock can't go back: this step lies before the one above it"});
  return step;
}

/// In a data folder the actor is entered as `<scenario>.<id>`, and both are names in its log.
void check_actor_id(const YamlNode* id, const std::string& scenario,
                    std::vector<YamlFault>& faults) {
  if (id == nullptr || id->kind != YamlNode::Kind::scalar || id->text.empty()) return;
  if (!is_name_value(id->text)) {
    faults.push_back({id->place, "id: expected 1 to 80 letters, digits and @ . _ / : -"});
  } else if (is_name_value(scenario) && !is_name_value(scenario + "." + id->text)) {
    faults.push_back({id->place,
                      "id: together with the name of the scenario it has more than the "
                      "80 characters that an actor's name may have"});
  }
}

/// None after a fault, or when it is not there.
std::optional<Date> read_day(YamlMap& map, std::string_view key) {
  const YamlNode* node = map.optional(key);
  if (node == nullptr) return std::nullopt;
  const auto day = parse_date(node->text);
  if (day.has_value()) return *day;
  map.fault(node->place, "`" + std::string(key) + "`: expected a day (YYYY-MM-DD)");
  return std::nullopt;
}

ScenarioMandate read_mandate(const YamlNode& node, std::vector<YamlFault>& faults) {
  ScenarioMandate mandate;
  YamlMap map(node, "mandate", faults);
  mandate.giver = {map.required_text("giver")};
  mandate.holder = {map.required_text("holder")};
  mandate.role = {map.required_text("role")};
  map.required("from");
  map.required("until");
  mandate.from = read_day(map, "from").value_or(Date());
  mandate.until = read_day(map, "until").value_or(Date());
  map.finish();
  return mandate;
}

ScenarioActor read_actor(const YamlNode& node, const std::string& scenario,
                         std::vector<YamlFault>& faults) {
  ScenarioActor actor;
  YamlMap map(node, "actor", faults);
  actor.id = {map.required_text("id")};
  check_actor_id(node.find("id"), scenario, faults);
  actor.role = {map.required_text("role")};
  const std::string school = map.text("school");
  actor.org = {map.text("org", school)};
  actor.name = map.text("name");
  actor.of = map.texts("of");
  actor.days = {read_day(map, "from"), read_day(map, "until")};
  map.finish();
  return actor;
}

void check_names(const Scenario& scenario, std::vector<YamlFault>& faults) {
  std::vector<std::string> actors;
  for (const ScenarioActor& actor : scenario.actors) actors.push_back(actor.id.text);
  if (actors.empty()) return;  // A fault already, and every step would be another.
  const auto check = [&](const YamlNode& item, const std::string& key) {
    const YamlNode* by = item.find(key);
    if (by == nullptr || std::find(actors.begin(), actors.end(), by->text) != actors.end()) return;
    faults.push_back({by->place, key + ": there is no actor of that name in this scenario" +
                                     suggestion(by->text, actors)});
  };
  for (const YamlNode& step : scenario.root.find("steps")->items)
    for (const char* key : {"by", "for"}) check(step, key);
  if (const YamlNode* mandates = scenario.root.find("mandates"))
    for (const YamlNode& mandate : mandates->items)
      for (const char* key : {"giver", "holder"}) check(mandate, key);
}

/// A list that must be there and hold something; null after a fault.
const YamlNode* required_list(YamlMap& map, std::string_view key) {
  const YamlNode* node = map.required(key);
  if (node == nullptr) return nullptr;
  if (node->kind == YamlNode::Kind::list && !node->items.empty()) return node;
  map.fault(node->place, "`" + std::string(key) + "` must be a list that is not empty");
  return nullptr;
}

}  // namespace

boost::system::result<Scenario, std::vector<YamlFault>> parse_scenario(std::string_view text,
                                                                       YamlRecording* recording) {
  const auto root = parse_yaml(text, recording);
  if (root.has_error()) return std::vector<YamlFault>{root.error()};
  Reading reading;
  Scenario& scenario = reading.scenario;
  YamlMap map(*root, "scenario file", reading.faults);
  scenario.name = map.required_text("scenario");
  scenario.procedure = map.required_text("procedure");
  scenario.settings = read_object(map.optional("settings"), "settings", reading.faults);
  if (const YamlNode* actors = required_list(map, "actors")) {
    for (const YamlNode& actor : actors->items)
      scenario.actors.push_back(read_actor(actor, scenario.name, reading.faults));
  }
  if (const YamlNode* mandates = map.list("mandates")) {
    for (const YamlNode& mandate : mandates->items)
      scenario.mandates.push_back(read_mandate(mandate, reading.faults));
  }
  Timestamp at{};
  if (const YamlNode* steps = required_list(map, "steps")) {
    for (const YamlNode& step : steps->items) {
      scenario.steps.push_back(read_step(step, at, reading.faults));
      at = scenario.steps.back().at;
    }
  }
  map.finish();
  scenario.root = *root;
  if (!scenario.steps.empty()) check_names(scenario, reading.faults);
  if (!reading.faults.empty()) return reading.faults;
  return std::move(reading.scenario);
}

}  // namespace verloop
