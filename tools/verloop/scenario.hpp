#pragma once
// Scenario files: the course of cases as YAML, with what must come of each step. They are the
// acceptance tests of a procedure and its documentation. The format is described in
// docs/authors/scenarios.md.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/directory.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// What must come of a step. Absent parts are not checked.
struct Expectation {
  YamlPlace place;
  std::optional<std::vector<std::string>> events;
  std::vector<std::string> includes;
  std::optional<std::string> refused;
  std::optional<std::vector<std::string>> findings;
  std::optional<boost::json::value> state;
  std::map<std::string, std::string> rules;
  std::map<std::string, std::string> due;
  std::vector<std::string> shows, hides, actions;
};

struct Step {
  YamlPlace place;
  enum class Kind : std::uint8_t { act, wait, see } kind = Kind::act;
  Timestamp at{};  // The clock.
  std::string by, action, case_id, role, id, on_behalf_of;
  boost::json::object data;
  std::map<std::string, std::string> motivation;
  std::optional<std::string> occurred_on;
  std::optional<Expectation> expect;
};

struct ScenarioActor {
  ActorId id;
  RoleId role;
  OrganisationId org;
  std::string name;
  std::vector<std::string> of;  // Handles of its own subjects.
  Days days = {};               // Between which it has the role.
};

struct ScenarioMandate {
  ActorId giver, holder;
  RoleId role;
  Date from{}, until{};
};

struct Scenario {
  std::filesystem::path file;
  std::string name;
  std::string procedure;
  boost::json::object settings;
  std::vector<ScenarioActor> actors;
  std::vector<ScenarioMandate> mandates;
  std::vector<Step> steps;
  YamlNode root;  // As it was read, for the places of what the procedure does not know.
};

/// The scenario, or all that is wrong with the file.
boost::system::result<Scenario, std::vector<YamlFault>> parse_scenario(
    std::string_view text, YamlRecording* recording = nullptr);

}  // namespace verloop
