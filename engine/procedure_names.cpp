#include "engine/procedure_names.hpp"

#include "engine/alteration.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {

void ProcedureNames::fault(const Path& place, const std::string& message) {
  faults_.push_back({locate(checked_.root, place), message});
}

void ProcedureNames::unknown(const Path& place, const std::string& problem, const std::string& name,
                             const std::vector<std::string>& known) {
  fault(place, problem + " \"" + name + "\"" + suggestion(name, known));
}

bool ProcedureNames::role(const std::string& name, const std::string& what, Path place) {
  if (checked_.procedure.roles.contains(name)) return true;
  place.push_back(name);
  unknown(place, what + ": unknown role", name, keys(checked_.procedure.roles));
  return false;
}

bool ProcedureNames::action(const std::string& name, const std::string& what, Path place) {
  if (checked_.procedure.action(name) != nullptr) return true;
  std::vector<std::string> known;
  for (const Action& action : checked_.procedure.actions) known.push_back(action.id.text);
  place.push_back(name);
  unknown(place, what + ": unknown action", name, known);
  return false;
}

bool ProcedureNames::track(const std::string& name, const std::string& what, Path place) {
  if (checked_.procedure.track(name) != nullptr) return true;
  std::vector<std::string> known;
  for (const Track& track : checked_.procedure.tracks) known.push_back(track.name);
  place.push_back(name);
  unknown(place, what + ": unknown track", name, known);
  return false;
}

bool ProcedureNames::state(const std::string& track_name, const std::string& name,
                           const std::string& what, Path place) {
  const Track* found = checked_.procedure.track(track_name);
  if (found == nullptr) return track(track_name, what, place);
  std::vector<std::string> known;
  for (const auto& [state, label] : found->states) {
    if (state == name) return true;
    known.push_back(state);
  }
  // `place` ends at a map of track -> states, or at the key whose value is the state.
  const bool by_track = place.back() == "from" || place.back() == "tracks";
  if (by_track) place.push_back(track_name);
  place.push_back(name);
  unknown(place, what + ": track " + track_name + " has no state", name, known);
  return false;
}

bool ProcedureNames::event(const std::string& name, const std::string& what, const Path& place) {
  const bool exact = name.find('@') != std::string::npos;
  if (!exact && checked_.catalogue.find(name) != nullptr) return true;
  std::vector<std::string> known;
  for (const auto& [id, type] : checked_.catalogue.types())
    if (!checked_.system_events.contains(type.name) || is_alteration(type.name))
      known.push_back(type.name);
  const std::string note =
      exact ? ": an event is named without its version, not" : ": unknown event";
  unknown(place, what + note, name, known);
  return false;
}

bool ProcedureNames::makeable(const std::string& name, const std::string& what, const Path& place) {
  if (!event(name, what, place)) return false;
  if (!checked_.system_events.contains(name)) return true;
  fault(place, what + ": event " + name + " is the engine's own; a procedure may not make it");
  return false;
}

bool ProcedureNames::field(const std::string& event_name, const std::string& name,
                           const std::string& what, const Path& place) {
  const EventType* type = checked_.catalogue.find(event_name);
  if (type == nullptr || type->field(name) != nullptr) return true;
  std::vector<std::string> known;
  for (const Field& field : type->fields) known.push_back(field.name);
  unknown(place, what + ": event " + event_name + " has no field", name, known);
  return false;
}

}  // namespace verloop
