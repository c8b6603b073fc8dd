// Each rule of a shipped procedure is seen by some scenario in every status that it can have, and
// each of its refusals both ways: who is refused, and who is let through. What can't be seen is
// named here, with the reason; so is a wrong verdict, which no scenario asks for.
// `unknown` is left out: a takeover makes it, of all rules alike (tests/engine/takeover_test.cpp).

#include <iostream>
#include <set>
#include <stdexcept>

#include "tests/support/definitions.hpp"
#include "tests/support/run_program.hpp"
#include "tools/verloop/scenario.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

/// A rule and what it says: a status, `refuses ACTION` or `lets ACTION pass`.
using Said = std::pair<std::string, std::string>;
/// With the first scenario that shows it.
using Shown = std::map<Said, std::string>;

/// What can't be seen, and why not. Without a procedure: in each that has such a rule.
struct Unseen {
  const char* procedure;
  const char* rule;
  const char* what;
  const char* reason;
};

constexpr const char* nobody_else = "whoever else tries is refused, so nothing of it is recorded";
constexpr const char* what_applies = "what makes it apply is what meets it";
constexpr const char* kept_or_not = "what makes it apply is kept to or not, nothing is waited for";
constexpr const char* from_the_first = "it holds from the first day on, until it is broken";

constexpr Unseen unseen[] = {
    {"", "K-PV-10", "violated", nobody_else},
    {"", "K-QU-01", "violated", nobody_else},
    {"", "K-OP-12", "pending", what_applies},
    {"", "K-CL-12", "pending", what_applies},
    {"", "K-PR-05", "pending", from_the_first},
    {"clusterarrangement-top", "K-PR-03", "pending", from_the_first},
    {"clusterarrangement-top", "K-PR-04", "pending", kept_or_not},
    {"", "K-PV-16", "pending", what_applies},
    {"", "K-QU-02", "pending", kept_or_not},
    {"", "K-OP-04", "pending", what_applies},
    {"", "K-OP-18", "pending", kept_or_not},
    {"clusterarrangement-ot", "K-FI-08", "pending", kept_or_not},
    {"clusterarrangement-ot", "K-FI-17", "violated", nobody_else},
    {"clusterarrangement-top", "K-FI-18", "pending", kept_or_not},
    {"", "K-EV-14", "pending", kept_or_not},
    {"clusterarrangement-ot", "K-PR-04", "pending", from_the_first},
    {"", "K-PR-06", "pending", kept_or_not},
    {"", "K-PR-13", "pending", kept_or_not},
    {"clusterarrangement-ot", "K-PR-10", "pending", kept_or_not},
};

std::string as_advice(const std::string& status) {
  if (status == "satisfied") return "followed";
  return status == "violated" || status == "late" ? "notFollowed" : status;
}

/// The statuses of a rule, as its parts allow them.
std::set<std::string> statuses_of(const YamlNode& rule) {
  std::set<std::string> statuses;
  if (rule.find("deadline") != nullptr)
    statuses = {"satisfied", "late", "violated", "pending", "notApplicable"};
  if (const YamlNode* judge = rule.find("judge")) {
    statuses.insert("pending");
    for (const char* part : {"satisfied", "late", "violated"})
      if (judge->find(part) != nullptr) statuses.insert(part);
    if (judge->find("applies") != nullptr || judge->find("over") != nullptr)
      statuses.insert("notApplicable");
  }
  if (rule.find("motivatedBy") != nullptr) statuses.insert("motivated");
  const YamlNode* strength = rule.find("strength");
  if (strength == nullptr || strength->text != "advice") return statuses;
  std::set<std::string> advice;
  for (const std::string& status : statuses) advice.insert(as_advice(status));
  return advice;
}

/// All that the rules of a procedure can say.
std::set<Said> sayable(const YamlNode& procedure) {
  std::set<Said> all;
  for (const YamlNode::Entry& rule : procedure.find("rules")->entries) {
    for (const std::string& status : statuses_of(rule.value)) all.emplace(rule.key, status);
    for (const char* check : {"refuse", "gate"}) {
      const YamlNode* refusing = rule.value.find(check);
      if (refusing == nullptr) continue;
      for (const YamlNode& action : refusing->find("actions")->items) {
        all.emplace(rule.key, "refuses " + action.text);
        all.emplace(rule.key, "lets " + action.text + " pass");
      }
    }
  }
  return all;
}

/// The types of event that an action records.
std::set<std::string> recorded_by(const YamlNode& action) {
  std::set<std::string> types;
  const YamlNode* events = action.find("events");
  if (events == nullptr) return types;
  for (const YamlNode& event : events->items)
    types.insert(event.entries.empty() ? event.text : event.entries.front().key);
  return types;
}

/// What rules can say beside that: that something lies before a takeover, and that a text must not
/// be recorded.
std::set<Said> also_sayable(const YamlNode& procedure, const std::set<Said>& all) {
  std::set<Said> also;
  if (procedure.find("takeover") != nullptr)
    for (const Said& said : all) also.emplace(said.first, "unknown");
  const YamlNode* texts = procedure.find("textChecks");
  if (texts == nullptr) return also;
  for (const YamlNode& check : texts->find("checks")->items) {
    for (const YamlNode::Entry& action : procedure.find("actions")->entries) {
      const std::set<std::string> types = recorded_by(action.value);
      for (const YamlNode::Entry& type : check.find("fields")->entries)
        if (types.contains(type.key))
          also.emplace(check.find("rule")->text, "refuses " + action.key);
    }
  }
  return also;
}

/// All that a scenario expects of rules, and of actions that some rule may refuse.
void add_shown(const Scenario& scenario, const std::string& name, const std::set<Said>& sayable,
               Shown& shown) {
  for (const Step& step : scenario.steps) {
    if (step.expect) {
      for (const auto& [rule, status] : step.expect->rules)
        if (status != "not shown") shown.emplace(Said(rule, status), name);  // That is no verdict.
      if (step.expect->refused) {
        shown.emplace(Said(*step.expect->refused, "refuses " + step.action), name);
        continue;
      }
    }
    for (const auto& [rule, what] : sayable)
      if (what == "lets " + step.action + " pass") shown.emplace(Said(rule, what), name);
  }
}

/// What the scenarios show that name the procedure.
Shown shown_by(const std::map<std::string, Scenario>& scenarios, const std::string& procedure,
               const std::set<Said>& sayable) {
  Shown shown;
  for (const auto& [name, scenario] : scenarios)
    if (scenario.procedure == procedure) add_shown(scenario, name, sayable, shown);
  return shown;
}

std::map<std::string, Scenario> shipped_scenarios() {
  std::map<std::string, Scenario> scenarios;
  const std::filesystem::path folder = std::filesystem::path(VERLOOP_ROOT) / "tests/scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    auto scenario = parse_scenario(read_file(entry.path()));
    if (scenario.has_error()) throw std::runtime_error(entry.path().string());
    scenarios.emplace(entry.path().stem().string(), *std::move(scenario));
  }
  return scenarios;
}

bool is_of(const Unseen& one, const std::string& procedure) {
  return *one.procedure == '\0' || one.procedure == procedure;
}

/// What a procedure's rules can say that no scenario shows, but for what can't be seen; and what is
/// said not to be seen and is.
std::vector<Said> missing(const std::set<Said>& sayable, const Shown& shown,
                          const std::set<Said>& not_seen) {
  std::vector<Said> pairs;
  for (const Said& said : sayable)
    if (shown.contains(said) == not_seen.contains(said)) pairs.push_back(said);
  return pairs;
}

/// What scenarios expect of a rule that it can never say.
std::vector<Said> impossible(const std::set<Said>& sayable, const Shown& shown) {
  std::vector<Said> pairs;
  for (const auto& [said, name] : shown) {
    const auto of_the_rule = sayable.lower_bound(Said(said.first, ""));
    const bool is_rule = of_the_rule != sayable.end() && of_the_rule->first == said.first;
    if (is_rule && !sayable.contains(said)) pairs.push_back(said);
  }
  return pairs;
}

/// One line a rule: what it says, and the first scenario that shows it.
std::string table(const std::set<Said>& sayable, const Shown& shown) {
  std::string lines, rule;
  for (const Said& said : sayable) {
    if (said.first != rule) lines += "\n" + (rule = said.first);
    const auto at = shown.find(said);
    lines += "\n  " + said.second + ": " + (at == shown.end() ? "-" : at->second);
  }
  return lines + "\n";
}

YamlNode read_yaml(std::string_view text) {
  auto read = parse_yaml(text);
  if (read.has_error()) throw std::runtime_error(read.error().message);
  return *std::move(read);
}

YamlNode shipped_procedure(const std::string& name) {
  return read_yaml(shipped_text("engine/procedures/" + name + ".yaml"));
}

TEST(RuleStatuses, AreAllShownByScenarios) {
  const std::map<std::string, Scenario> scenarios = shipped_scenarios();
  std::set<std::string> procedures;
  for (const auto& [name, scenario] : scenarios) procedures.insert(scenario.procedure);
  ASSERT_TRUE(procedures.contains("clusterarrangement-top"));
  for (const std::string& procedure : procedures) {
    SCOPED_TRACE(procedure);
    const std::set<Said> all = sayable(shipped_procedure(procedure));
    std::set<Said> with_rare = also_sayable(shipped_procedure(procedure), all);
    with_rare.insert(all.begin(), all.end());
    const Shown shown = shown_by(scenarios, procedure, all);
    std::set<Said> not_seen;
    for (const Unseen& one : unseen)
      if (is_of(one, procedure)) not_seen.emplace(one.rule, one.what);
    EXPECT_THAT(missing(all, shown, not_seen), IsEmpty())
        << "No scenario shows these, or they are shown and listed above as unseen.";
    EXPECT_THAT(impossible(with_rare, shown), IsEmpty()) << "A scenario expects what can't come.";
    if (HasFailure()) std::cout << procedure << table(all, shown);
  }
}

TEST(RuleStatuses, AreListedAsUnseenOnlyWhereARuleHasThem) {
  for (const Unseen& one : unseen) {
    const std::string procedure = *one.procedure == '\0' ? "clusterarrangement-top" : one.procedure;
    if (shipped_text("engine/procedures/" + procedure + ".yaml").empty()) continue;
    EXPECT_TRUE(sayable(shipped_procedure(procedure)).contains(Said(one.rule, one.what)))
        << one.rule << ' ' << one.what << ": " << one.reason;
  }
}

constexpr const char* small_procedure = R"(
rules:
  A-1: {strength: explicit, judge: {satisfied: a, violated: b}}
  A-2: {strength: advice, judge: {applies: a, satisfied: b, violated: c}, motivatedBy: [ib]}
  A-3: {strength: legal, deadline: D-01}
  A-4: {strength: explicit, refuse: {actions: [x, y], when: a}}
)";

TEST(RuleStatuses, FollowFromThePartsOfARule) {
  const std::set<Said> all = sayable(read_yaml(small_procedure));
  EXPECT_THAT(
      all,
      ElementsAre(Pair("A-1", "pending"), Pair("A-1", "satisfied"), Pair("A-1", "violated"),
                  Pair("A-2", "followed"), Pair("A-2", "motivated"), Pair("A-2", "notApplicable"),
                  Pair("A-2", "notFollowed"), Pair("A-2", "pending"), Pair("A-3", "late"),
                  Pair("A-3", "notApplicable"), Pair("A-3", "pending"), Pair("A-3", "satisfied"),
                  Pair("A-3", "violated"), Pair("A-4", "lets x pass"), Pair("A-4", "lets y pass"),
                  Pair("A-4", "refuses x"), Pair("A-4", "refuses y")));
}

TEST(RuleStatuses, MayBeUnknownAfterATakeoverAndRefuseATextThatIsRead) {
  const YamlNode procedure = read_yaml(R"(
rules:
  A-1: {strength: explicit, judge: {satisfied: a}}
actions:
  x: {events: [Noted: {b: c}]}
  y: {events: [Other]}
takeover: {}
textChecks: {checks: [{rule: A-1, fields: {Noted: [note]}}]}
)");
  EXPECT_THAT(also_sayable(procedure, sayable(procedure)),
              ElementsAre(Pair("A-1", "refuses x"), Pair("A-1", "unknown")));
}

TEST(RuleStatuses, AreMissedWhereNoScenarioShowsThem) {
  const std::set<Said> all = {{"A-1", "satisfied"}, {"A-1", "violated"}, {"A-2", "late"}};
  const Shown shown = {{{"A-1", "satisfied"}, "first"},
                       {{"A-2", "late"}, "second"},
                       {{"A-2", "violated"}, "second"},
                       {{"D-01", "late"}, "second"}};
  EXPECT_THAT(missing(all, shown, {}), ElementsAre(Pair("A-1", "violated")));
  EXPECT_THAT(missing(all, shown, {{"A-1", "violated"}}), IsEmpty());
  EXPECT_THAT(missing(all, shown, {{"A-1", "violated"}, {"A-2", "late"}}),
              ElementsAre(Pair("A-2", "late")));
  EXPECT_THAT(impossible(all, shown), ElementsAre(Pair("A-2", "violated")));
}

}  // namespace
}  // namespace verloop::test
