// What never comes about: states, actions, events that follow from others.

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/scrutiny_parts.hpp"

namespace verloop {
namespace {

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

class ReachCheck {
 public:
  explicit ReachCheck(Scrutiny& scrutiny) : scrutiny_(scrutiny) {}

  void run() {
    for (const Track& track : scrutiny_.procedure.tracks) check_track(track);
    for (const Action& action : scrutiny_.procedure.actions) check_action(action);
    for (std::size_t i = 0; i < scrutiny_.procedure.derived.size(); ++i)
      check_derived(scrutiny_.procedure.derived[i], std::to_string(i));
    for (const std::string& event : scrutiny_.procedure.closes)
      check_landmark("closes", event, {"closes", event});
    if (scrutiny_.procedure.cycle)
      check_landmark("cycle", scrutiny_.procedure.cycle->opens, {"cycle", "opens"});
    check_landmark("motivates", scrutiny_.procedure.motivates_event, {"motivates", "event"});
  }

 private:
  void check_track(const Track& track) {
    const std::set<std::string>& reached = scrutiny_.reach.states.at(track.name);
    for (const auto& [state, label] : track.states) {
      if (reached.contains(state)) continue;
      std::set<std::string> events;
      for (const Move& move : track.moves)
        if (move.to == state) events.insert(move.on);
      scrutiny_.fault({"tracks", track.name, "states", state},
                      "track " + track.name + ": state \"" + state +
                          "\" can't be reached: nothing that can be done makes " + listed(events) +
                          "; make it possible, or remove the state");
    }
  }

  void check_action(const Action& action) {
    const std::string what = "action " + action.id.text;
    for (const RoleId& id : action.by) {
      const auto role = scrutiny_.procedure.roles.find(id.text);
      if (is_altering(action) || may_take(role->second, action)) continue;
      scrutiny_.fault({"actions", action.id.text, "by", id.text},
                      what + ": role \"" + id.text +
                          "\" can never take it: it has access to its own only, and the payload "
                          "names nobody; take the role away, or add a `ref` to a subject");
    }
    for (const auto& [track, states] : action.from) {
      const std::set<std::string>& reached = scrutiny_.reach.states.at(track);
      const auto is_reached = [&](const std::string& state) { return reached.contains(state); };
      if (std::any_of(states.begin(), states.end(), is_reached)) continue;
      scrutiny_.fault({"actions", action.id.text, "from", track},
                      what + ": nobody can ever take it: track " + track + " is never in " +
                          listed(states) + "; name a state that can be reached, or remove it");
    }
  }

  static bool is_altering(const Action& action) { return alteration_of(action) != nullptr; }

  void check_derived(const Derived& derived, const std::string& index) {
    const auto happens = [this](const std::string& event) {
      return scrutiny_.reach.events.contains(event);
    };
    if (std::any_of(derived.after.begin(), derived.after.end(), happens)) return;
    scrutiny_.fault({"derived", index, "after"},
                    "derived " + derived.event +
                        ": it never comes: nothing that can be done makes " +
                        listed(derived.after) + "; name what can happen, or remove it");
  }

  void check_landmark(const std::string& what, const std::string& event, Scrutiny::Path place) {
    if (event.empty() || scrutiny_.reach.events.contains(event)) return;
    place.push_back(event);
    scrutiny_.fault(place, what + ": nothing that can be done makes " + event +
                               "; let somebody take an action that makes it");
  }

  Scrutiny& scrutiny_;
};

}  // namespace

void check_reach(Scrutiny& scrutiny) {
  ReachCheck(scrutiny).run();
}

}  // namespace verloop
