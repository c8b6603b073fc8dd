#include "projections/diagram/track_steps.hpp"

#include <algorithm>
#include <string_view>

namespace verloop {
namespace {

/// What is said in CEL, for people, where it only names a field of the event or compares it with a
/// text: by the field's label. Other conditions stay as they are written.
std::string condition_label(const std::string& text, const EventType* type, Language language) {
  constexpr std::string_view start = "data.", equals = " == '";
  if (!text.starts_with(start) || type == nullptr) return text;
  const std::size_t at = text.find(equals);
  const std::string name =
      text.substr(start.size(), at == std::string::npos ? at : at - start.size());
  const Field* field = type->field(name);
  if (field == nullptr) return text;
  const std::string& label = field->label.in(language);
  if (at == std::string::npos) return label;
  const std::string value = text.substr(at + equals.size());
  if (value.find('\'') + 1 != value.size()) return text;
  return label + ": " + value.substr(0, value.size() - 1);
}

void add_outcome(TrackStep& step, StepOutcome outcome) {
  const bool known =
      std::any_of(step.outcomes.begin(), step.outcomes.end(), [&outcome](const StepOutcome& one) {
        return one.state == outcome.state && one.condition == outcome.condition;
      });
  if (!known) step.outcomes.push_back(std::move(outcome));
}

/// Adds where an event leads in the track.
void follow(const Definition& definition, const Track& track, const std::string& event,
            Language language, TrackStep& step) {
  const EventType* type = definition.catalogue.find(event);
  for (const Move& move : track.moves) {
    if (move.on != event) continue;
    const std::string condition = move.when ? move.when->text() : "";
    add_outcome(step, {move.to, condition, condition_label(condition, type, language)});
  }
  const auto& cycle = definition.procedure.cycle;
  if (!cycle || cycle->opens != event) return;
  const auto begins = cycle->tracks.find(track.name);
  if (begins != cycle->tracks.end()) add_outcome(step, {begins->second, "", ""});
}

std::set<std::string> all_states(const Track& track) {
  std::set<std::string> all;
  for (const auto& [name, label] : track.states) all.insert(name);
  return all;
}

std::string event_label(const Definition& definition, const std::string& event, Language language) {
  const EventType* type = definition.catalogue.find(event);
  return type == nullptr ? event : type->label.in(language);
}

/// Actions first, then what is derived, then events that neither makes.
std::vector<TrackStep> all_steps(const Definition& definition, const Track& track,
                                 Language language) {
  const Procedure& procedure = definition.procedure;
  std::vector<TrackStep> steps;
  std::set<std::string> made;
  for (const Action& action : procedure.actions) {
    TrackStep step{&action, nullptr, action.id.text, action.label.in(language), {}, {}};
    for (const Made& event : action.events) {
      made.insert(event.event);
      follow(definition, track, event.event, language, step);
    }
    const auto from = action.from.find(track.name);
    step.sources = from == action.from.end() ? all_states(track) : from->second;
    steps.push_back(std::move(step));
  }
  const auto add_automatic = [&](const std::string& event, const Derived* derived) {
    TrackStep step{nullptr,           derived, event, event_label(definition, event, language),
                   all_states(track), {}};
    made.insert(event);
    follow(definition, track, event, language, step);
    steps.push_back(std::move(step));
  };
  for (const Derived& derived : procedure.derived) add_automatic(derived.event, &derived);
  for (const Move& move : track.moves)
    if (!made.contains(move.on)) add_automatic(move.on, nullptr);
  std::erase_if(steps, [](const TrackStep& step) { return step.outcomes.empty(); });
  return steps;
}

/// Whether a case is closed whenever this event is recorded.
bool closes_always(const Procedure& procedure, const std::string& event) {
  if (procedure.closes.contains(event)) return true;
  return std::any_of(procedure.derived.begin(), procedure.derived.end(),
                     [&](const Derived& derived) {
                       return procedure.closes.contains(derived.event) && !derived.when &&
                              derived.after.contains(event);
                     });
}

/// States that are entered only by what closes the case: nothing leaves them.
std::set<std::string> closed_states(const Procedure& procedure, const Track& track) {
  std::set<std::string> closed, left_open{track.initial};
  for (const Move& move : track.moves)
    (closes_always(procedure, move.on) ? closed : left_open).insert(move.to);
  if (procedure.cycle) {
    const auto begins = procedure.cycle->tracks.find(track.name);
    if (begins != procedure.cycle->tracks.end()) left_open.insert(begins->second);
  }
  for (const std::string& state : left_open) closed.erase(state);
  return closed;
}

}  // namespace

bool TrackStep::may_stay() const {
  return std::all_of(outcomes.begin(), outcomes.end(),
                     [](const StepOutcome& one) { return !one.condition.empty(); });
}

TrackSteps steps_of(const Definition& definition, const Track& track, Language language) {
  TrackSteps made{all_steps(definition, track, language), {}};
  std::set<std::string> closed = closed_states(definition.procedure, track);
  std::set<std::string> left;
  for (TrackStep& step : made.steps) {
    const bool after_closing = step.action != nullptr && step.action->after_closing;
    if (!after_closing)
      for (const std::string& state : closed) step.sources.erase(state);
    left.insert(step.sources.begin(), step.sources.end());
  }
  for (const auto& [name, label] : track.states)
    if (!left.contains(name)) made.ends.insert(name);
  std::erase_if(made.steps, [](const TrackStep& step) { return step.sources.empty(); });
  return made;
}

}  // namespace verloop
