#include "tools/verloop/scenario_check.hpp"

#include <algorithm>

#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

using Names = std::vector<std::string>;

template <class Map>
Names keys_of(const Map& map) {
  Names names;
  for (const auto& entry : map) names.push_back(entry.first);
  return names;
}

template <class List>
Names ids_of(const List& list) {
  Names names;
  for (const auto& item : list) names.push_back(item.id.text);
  return names;
}

Names joined(Names first, const Names& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

bool is_among(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Compares the nodes of a scenario with the names of its procedure.
class NameCheck {
 public:
  explicit NameCheck(const Definition& definition)
      : procedure_(definition.procedure),
        roles_(keys_of(procedure_.roles)),
        actions_(ids_of(procedure_.actions)),
        rules_(ids_of(procedure_.rules)),
        deadlines_(ids_of(procedure_.deadlines)),
        judged_(joined(rules_, deadlines_)) {
    for (const auto& [id, type] : definition.catalogue.types())
      events_.push_back(id.substr(0, id.find('@')));
  }

  std::vector<YamlFault> run(const YamlNode& root) {
    if (const YamlNode* settings = root.find("settings")) check_settings(*settings);
    for_each_item(root.find("actors"), [this](const YamlNode& actor) {
      name(actor.find("role"), "role: the procedure has no such role", roles_);
    });
    for_each_item(root.find("mandates"), [this](const YamlNode& mandate) {
      name(mandate.find("role"), "role: the procedure has no such role", roles_);
    });
    for_each_item(root.find("steps"), [this](const YamlNode& step) { check_step(step); });
    return std::move(faults_);
  }

 private:
  template <class Visit>
  static void for_each_item(const YamlNode* list, Visit visit) {
    if (list == nullptr) return;
    if (list->kind == YamlNode::Kind::scalar) visit(*list);
    for (const YamlNode& item : list->items) visit(item);
  }

  void fault(const YamlPlace& place, const std::string& problem, std::string_view given,
             const Names& names) {
    faults_.push_back({place, problem + suggestion(given, names)});
  }

  void name(const YamlNode* node, const std::string& problem, const Names& names) {
    if (node == nullptr || is_among(node->text, names)) return;
    fault(node->place, problem, node->text, names);
  }

  void list(const YamlNode* nodes, const std::string& problem, const Names& names) {
    for_each_item(nodes, [&](const YamlNode& node) { name(&node, problem, names); });
  }

  void keys(const YamlNode* map, const std::string& problem, const Names& names) {
    if (map == nullptr) return;
    for (const YamlNode::Entry& entry : map->entries) {
      if (!is_among(entry.key, names)) fault(entry.key_place, problem, entry.key, names);
    }
  }

  void check_settings(const YamlNode& settings) {
    keys(&settings, "settings: the procedure has no such setting", keys_of(procedure_.settings));
    for (const YamlNode::Entry& entry : settings.entries) {
      const auto setting = procedure_.settings.find(entry.key);
      if (setting == procedure_.settings.end()) continue;
      const boost::json::value given = to_json(entry.value);
      const bool is_flag = setting->second.value.kind() == cel::Kind::boolean;
      if (is_flag ? given.is_bool() : given.is_int64()) continue;
      faults_.push_back({entry.value.place, "settings." + entry.key + ": expected " +
                                                (is_flag ? "true or false" : "a whole number")});
    }
  }

  void check_step(const YamlNode& step) {
    name(step.find("role"), "role: the procedure has no such role", roles_);
    const YamlNode* expect = step.find("expect");
    const YamlNode* refused = expect == nullptr ? nullptr : expect->find("refused");
    const std::string refusal = refused == nullptr ? "" : refused->text;
    if (refusal != "unknown")
      name(step.find("do"), "do: the procedure has no such action", actions_);
    if (refusal != "payload") check_payload_names(step);
    if (expect != nullptr) check_expectation(*expect);
  }

  void check_payload_names(const YamlNode& step) {
    keys(step.find("motivation"), "motivation: the procedure has no such rule", rules_);
    const YamlNode* named = step.find("do");
    const Action* action = named == nullptr ? nullptr : procedure_.action(named->text);
    if (action == nullptr) return;
    Names fields;
    for (const Field& field : action->payload) {
      if (field.type.kind != FieldKind::member) fields.push_back(field.name);
    }
    keys(step.find("data"), "data: the action has no such field", fields);
  }

  void check_expectation(const YamlNode& expect) {
    const YamlNode* refused = expect.find("refused");
    if (refused != nullptr && refused->text.find('-') != std::string::npos)
      name(refused, "expect.refused: the procedure has no such rule", rules_);
    list(expect.find("events"), "expect.events: there is no such event type", events_);
    list(expect.find("includes"), "expect.includes: there is no such event type", events_);
    list(expect.find("findings"), "expect.findings: the procedure has no such rule", judged_);
    list(expect.find("actions"), "expect.actions: the procedure has no such action", actions_);
    keys(expect.find("rules"), "expect.rules: the procedure has no such rule or deadline", judged_);
    keys(expect.find("due"), "expect.due: the procedure has no such deadline", deadlines_);
    const YamlNode* state = expect.find("state");
    if (state != nullptr) check_tracks(state->find("tracks"));
  }

  void check_tracks(const YamlNode* tracks) {
    if (tracks == nullptr) return;
    Names names;
    for (const Track& track : procedure_.tracks) names.push_back(track.name);
    keys(tracks, "expect.state.tracks: the procedure has no such track", names);
    for (const YamlNode::Entry& entry : tracks->entries) {
      const Track* track = procedure_.track(entry.key);
      if (track != nullptr)
        name(&entry.value, "expect.state.tracks." + entry.key + ": the track has no such state",
             keys_of(track->states));
    }
  }

  const Procedure& procedure_;
  Names roles_, actions_, rules_, deadlines_, judged_, events_;
  std::vector<YamlFault> faults_;
};

}  // namespace

std::vector<YamlFault> check_scenario(const Scenario& scenario, const Definitions& definitions,
                                      const Definition* requested) {
  const Definition* deployed = definitions.newest(scenario.procedure);
  if (const Definition* definition = deployed == nullptr ? requested : deployed)
    return NameCheck(*definition).run(scenario.root);
  Names names;
  for (const Definition* one : definitions.all()) names.push_back(one->procedure.name);
  const YamlNode* node = scenario.root.find("procedure");
  return {{node == nullptr ? YamlPlace{} : node->place,
           "procedure: it is not deployed" + suggestion(scenario.procedure, names)}};
}

}  // namespace verloop
