// What the sentences ask to be left out of the shipped procedures, or to hold for all of them.

#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "events/yaml/yaml_reader.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::coverage {
namespace {

YamlNode read_yaml(const std::string& path) {
  const auto parsed = parse_yaml(test::read_file(std::filesystem::path(VERLOOP_ROOT) / path));
  EXPECT_TRUE(parsed.has_value()) << path;
  return parsed ? *parsed : YamlNode();
}

const YamlNode& procedure(const std::string& name) {
  static const std::map<std::string, YamlNode> procedures = {
      {"top", read_yaml("engine/procedures/clusterarrangement-top.yaml")},
      {"ot", read_yaml("engine/procedures/clusterarrangement-ot.yaml")}};
  return procedures.at(name);
}

/// The node behind a path of keys; an empty one where there is none.
const YamlNode& at(const YamlNode& node, const std::vector<std::string>& path) {
  static const YamlNode none;
  const YamlNode* found = &node;
  for (const std::string& key : path) {
    found = found->find(key);
    if (found == nullptr) return none;
  }
  return *found;
}

/// All keys and texts in a node, one a line.
std::string texts_in(const YamlNode& node) {
  std::string text = node.text + "\n";
  for (const YamlNode& item : node.items) text += texts_in(item);
  for (const auto& entry : node.entries) text += entry.key + "\n" + texts_in(entry.value);
  return text;
}

/// Event types of the shared catalogues by their audience: those that only a school may see.
std::set<std::string> events_of_the_school() {
  std::set<std::string> events;
  for (const char* file : {"arrangement", "execution", "filing", "members"}) {
    const YamlNode catalogue = read_yaml("events/catalogue/cluster-" + std::string(file) + ".yaml");
    for (const auto& entry : at(catalogue, {"types"}).entries)
      if (at(entry.value, {"audience"}).text == "school")
        events.insert(entry.key.substr(0, entry.key.find('@')));
  }
  return events;
}

/// Calls `then` with the name and the view of each role outside school and governance.
void for_views_outside_school(
    const std::string& name, const std::function<void(const std::string&, const YamlNode&)>& then) {
  for (const auto& role : at(procedure(name), {"roles"}).entries) {
    const std::string organisation = at(role.value, {"organisation"}).text;
    if (organisation == "swv" || organisation == "executor")
      then(role.key, at(procedure(name), {"views", role.key, "events"}));
  }
}

TEST(Shipped, KnowsNoAdmissibilityCommittee) {
  for (const char* name : {"top", "ot"})
    for (const char* section : {"roles", "actions", "tracks"}) {
      const std::string texts = texts_in(at(procedure(name), {section}));
      EXPECT_NE(texts, "\n") << name << " " << section;
      for (const char* word : {"commissie", "ommittee", "oelaatbaar", "dmissib"})
        EXPECT_EQ(texts.find(word), std::string::npos) << name << " " << section << " " << word;
    }
}

// What a case costs, how long it lasts and how many take part: no rule reads the first two, and of
// the third only the least is judged.
TEST(Shipped, SetsNoMaximumOfPupilsCostOrDuration) {
  for (const char* name : {"top", "ot"}) {
    const std::string rules = texts_in(at(procedure(name), {"rules"}));
    for (const char* value : {"quote.total", "proposal.expectedCost", "costInsight.estimate",
                              "proposal.plannedEnd", "size.members <", "size.members =="})
      EXPECT_EQ(rules.find(value), std::string::npos) << name << " " << value;
    EXPECT_NE(rules.find("case.size.members >= settings.minimumMembers"), std::string::npos);
  }
}

TEST(Shipped, RefusesNothingForItsNumbers) {
  for (const char* name : {"top", "ot"})
    for (const char* rule : {"K-QU-06", "K-QU-09", "K-QU-10", "K-QU-11"}) {
      const YamlNode& node = at(procedure(name), {"rules", rule});
      EXPECT_NE(node.find("judge"), nullptr) << name << " " << rule;
      EXPECT_NE(node.find("motivatedBy"), nullptr) << name << " " << rule;
      EXPECT_EQ(node.find("refuse"), nullptr) << name << " " << rule;
      EXPECT_EQ(node.find("gate"), nullptr) << name << " " << rule;
    }
}

TEST(Shipped, LetsNothingOfOnePupilReachTheSwvInTop) {
  const std::set<std::string> hidden = events_of_the_school();
  EXPECT_TRUE(hidden.contains("OppDrawnUp"));
  std::size_t views = 0;
  for_views_outside_school("top", [&](const std::string& role, const YamlNode& events) {
    ++views;
    for (const auto& event : events.entries)
      EXPECT_FALSE(hidden.contains(event.key)) << role << " " << event.key;
  });
  EXPECT_GE(views, 3U);
  const YamlNode& rule = at(procedure("top"), {"rules", "K-PR-03", "refuse"});
  EXPECT_EQ(at(rule, {"when"}).text, "data.kind == 'individualOpp'");
}

TEST(Shipped, KeepsWhatAnExecutorReportsAtTheSchool) {
  EXPECT_TRUE(events_of_the_school().contains("ExecutorReportReceived"));
  for (const char* name : {"top", "ot"})
    for_views_outside_school(name, [&](const std::string& role, const YamlNode& events) {
      EXPECT_EQ(events.find("ExecutorReportReceived"), nullptr) << name << " " << role;
    });
}

}  // namespace
}  // namespace verloop::coverage
