#include "projections/diagram/chart.hpp"

#include <algorithm>

#include "projections/diagram/track_steps.hpp"

namespace verloop {
namespace {

using Kind = ChartNode::Kind;

const std::string& choose(Language language, const std::string& nl, const std::string& en) {
  return language == Language::nl ? nl : en;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// The number of days of a deadline, where it is a number or a setting.
std::string days_of(const Deadline& deadline, const Procedure& procedure) {
  constexpr std::string_view settings = "settings.";
  if (!deadline.days) return "";
  const std::string& text = deadline.days->text();
  if (text.find_first_not_of("0123456789") == std::string::npos) return text;
  if (!text.starts_with(settings)) return "";
  const auto found = procedure.settings.find(text.substr(settings.size()));
  if (found == procedure.settings.end()) return "";
  const auto* days = found->second.value.get_if<std::int64_t>();
  return days == nullptr ? "" : std::to_string(*days);
}

std::string deadline_label(const Deadline& deadline, const Procedure& procedure,
                           Language language) {
  const std::string days = days_of(deadline, procedure);
  const std::string label = deadline.id.text + " " + deadline.label.in(language);
  return days.empty() ? label : label + " (" + days + choose(language, " dagen)", " days)");
}

/// Makes the chart of one track. Ids are made of the names of track, state and action.
class TrackChart {
 public:
  TrackChart(const Definition& definition, const Track& track, Language language)
      : definition_(definition),
        procedure_(definition.procedure),
        track_(track),
        language_(language),
        steps_(steps_of(definition, track, language)) {
    chart_.id = track.name;
    chart_.label = track.label.in(language);
  }

  ChartTrack make(const std::string* marked) {
    add_node("start", Kind::start, "");
    for (const auto& [name, label] : track_.states) {
      states_[name] =
          add_node("state_" + name, steps_.ends.contains(name) ? Kind::end : Kind::state,
                   label.in(language_));
      node(states_[name]).marked = marked != nullptr && *marked == name;
      node(states_[name]).explanation =
          choose(language_, "Stand ", "State ") + track_.name + "=" + name + ".";
    }
    connect(0, states_.at(track_.initial));
    add_groups();
    for (const auto& [name, label] : track_.states) leave(name);
    for (const Group& group : groups_)
      for (const std::size_t step : group.steps) arrive(group, step);
    return std::move(chart_);
  }

 private:
  /// The steps that can be taken from the same states.
  struct Group {
    std::set<std::string> sources;
    std::vector<std::size_t> steps{};    // Of steps_.
    std::vector<std::size_t> entries{};  // Nodes: the choice between them, or the steps themselves.
    bool may_stay = false;
  };

  ChartNode& node(std::size_t index) { return chart_.nodes[index]; }

  std::size_t add_node(const std::string& name, Kind kind, const std::string& label) {
    chart_.nodes.push_back({track_.name + "_" + name, kind, label});
    return chart_.nodes.size() - 1;
  }

  ChartEdge& connect(std::size_t from, std::size_t to) {
    const std::string number = std::to_string(chart_.edges.size() + 1);
    return chart_.edges.emplace_back(ChartEdge{track_.name + "_flow_" + number, from, to});
  }

  std::size_t add_choice() {
    const std::string number = std::to_string(++choices_);
    const std::size_t index = add_node("choice_" + number, Kind::choice, "");
    node(index).explanation = choose(language_, "Wat het eerst gebeurt, bepaalt de weg.",
                                     "What happens first decides the way.");
    return index;
  }

  void add_groups() {
    for (std::size_t at = 0; at < steps_.steps.size(); ++at) {
      const TrackStep& step = steps_.steps[at];
      step_nodes_.push_back(add_step(step));
      auto group = std::find_if(groups_.begin(), groups_.end(),
                                [&step](const Group& one) { return one.sources == step.sources; });
      if (group == groups_.end()) group = groups_.insert(groups_.end(), Group{step.sources});
      group->steps.push_back(at);
      group->may_stay = group->may_stay || step.may_stay();
    }
    for (Group& group : groups_) enter(group);
  }

  /// Several states before several steps have one choice between them.
  void enter(Group& group) {
    for (const std::size_t step : group.steps) group.entries.push_back(step_nodes_[step]);
    if (group.sources.size() < 2 || (group.steps.size() < 2 && !group.may_stay)) return;
    const std::size_t choice = add_choice();
    if (group.sources.size() + steps_.ends.size() == track_.states.size())
      node(choice).label = choose(language_, "in elke stand", "in every state");
    for (const std::size_t step : group.entries) connect(choice, step);
    group.entries = {choice};
  }

  void leave(const std::string& state) {
    std::vector<std::size_t> ways;
    for (const Group& group : groups_)
      if (group.sources.contains(state))
        ways.insert(ways.end(), group.entries.begin(), group.entries.end());
    std::size_t from = states_.at(state);
    if (ways.size() > 1) {
      const std::size_t choice = add_choice();
      connect(from, choice);
      from = choice;
    }
    for (const std::size_t way : ways) connect(from, way);
    left_from_[state] = from;
  }

  /// From a step to the states that it leads to; where no condition may hold, back to where it came
  /// from.
  void arrive(const Group& group, std::size_t at) {
    const TrackStep& step = steps_.steps[at];
    std::size_t from = step_nodes_[at];
    if (step.outcomes.size() > 1 || step.may_stay()) {
      const std::size_t outcome = add_node("outcome_" + step.id, Kind::choice, "");
      node(outcome).explanation = choose(language_, "Wat vastgelegd is, bepaalt de weg.",
                                         "What was recorded decides the way.");
      connect(from, outcome);
      from = outcome;
    }
    for (const StepOutcome& outcome : step.outcomes) {
      ChartEdge& edge = connect(from, states_.at(outcome.state));
      edge.label = outcome.label;
      edge.condition = outcome.condition;
    }
    if (!step.may_stay()) return;
    const std::size_t back =
        group.sources.size() > 1 ? group.entries.front() : left_from_.at(*group.sources.begin());
    ChartEdge& edge = connect(from, back);
    edge.otherwise = true;
    edge.label = choose(language_, "anders", "otherwise");
  }

  std::size_t add_step(const TrackStep& step) {
    const bool is_action = step.action != nullptr;
    // One event may be derived in more than one way.
    const std::string times = is_action ? "" : std::to_string(++automatic_) + "_";
    const std::size_t index = add_node((is_action ? "action_" : "event_" + times) + step.id,
                                       is_action ? Kind::action : Kind::automatic, step.label);
    if (is_action)
      explain(node(index), *step.action);
    else
      explain(node(index), step);
    return index;
  }

  void explain(ChartNode& made, const Action& action) {
    for (const RoleId& role : action.by) {
      made.role_ids.push_back(role);
      const auto found = procedure_.roles.find(role.text);
      made.roles.push_back(found == procedure_.roles.end() ? role.text
                                                           : found->second.label.in(language_));
    }
    for (const Deadline& deadline : procedure_.deadlines)
      if (std::find(deadline.meets.begin(), deadline.meets.end(), action.id) !=
          deadline.meets.end())
        made.deadlines.push_back(deadline_label(deadline, procedure_, language_));
    made.explanation = choose(language_, "Handeling ", "Action ") + action.id.text + ".";
    if (!made.roles.empty())
      made.explanation += choose(language_, " Door: ", " By: ") + joined(made.roles) + ".";
    if (!made.deadlines.empty())
      made.explanation +=
          choose(language_, " Termijnen: ", " Deadlines: ") + joined(made.deadlines) + ".";
    made.explanation += elsewhere(action);
  }

  /// Where the other tracks must be for the action.
  std::string elsewhere(const Action& action) const {
    std::string text;
    for (const auto& [name, states] : action.from) {
      const Track* other = procedure_.track(name);
      if (name == track_.name || other == nullptr) continue;
      std::vector<std::string> labels;
      for (const auto& [state, label] : other->states)
        if (states.contains(state)) labels.push_back(label.in(language_));
      text += choose(language_, " Alleen in deze standen van ", " Only in these states of ") +
              other->label.in(language_) + ": " + joined(labels) + ".";
    }
    return text;
  }

  void explain(ChartNode& made, const TrackStep& step) {
    made.explanation = choose(language_, "Gebeurtenis ", "Event ") + step.id +
                       choose(language_, ", volgt vanzelf.", ", follows by itself.");
    if (step.derived == nullptr) return;
    std::vector<std::string> after;
    for (const std::string& event : step.derived->after) {
      const EventType* type = definition_.catalogue.find(event);
      after.push_back(type == nullptr ? event : type->label.in(language_));
    }
    made.explanation += choose(language_, " Na: ", " After: ") + joined(after) + ".";
    if (step.derived->when) made.condition = step.derived->when->text();
  }

  const Definition& definition_;
  const Procedure& procedure_;
  const Track& track_;
  Language language_;
  TrackSteps steps_;
  ChartTrack chart_;
  std::map<std::string, std::size_t> states_, left_from_;  // By state: its node; where ways part.
  std::vector<std::size_t> step_nodes_;                    // As steps_.
  std::vector<Group> groups_;
  int choices_ = 0, automatic_ = 0;
};

}  // namespace

Chart make_chart(const Definition& definition, Language language, const ChartMarks& marks) {
  const Procedure& procedure = definition.procedure;
  Chart chart;
  chart.name = procedure.name + "@" + std::to_string(procedure.version);
  chart.title = procedure.label.in(language);
  chart.description =
      choose(language, "De sporen van de procedure ", "The tracks of the procedure ") + chart.name +
      choose(language, ": standen, handelingen en wat vanzelf volgt.",
             ": states, actions and what follows by itself.");
  chart.language = language;
  for (const auto& [id, role] : procedure.roles)
    chart.roles[role.id.text] = role.label.in(language);
  for (const Track& track : procedure.tracks) {
    const auto marked = marks.find(track.name);
    chart.tracks.push_back(TrackChart(definition, track, language)
                               .make(marked == marks.end() ? nullptr : &marked->second));
  }
  return chart;
}

}  // namespace verloop
