#include "engine/reach.hpp"

#include <algorithm>

namespace verloop {
namespace {

class Spread {
 public:
  explicit Spread(const Procedure& procedure) : procedure_(procedure) {}

  Reach run() {
    for (const Track& track : procedure_.tracks) reach_.states[track.name].insert(track.initial);
    do {
      grew_ = false;
      for (const Action& action : procedure_.actions) take(action);
      for (const Derived& derived : procedure_.derived) derive(derived);
      for (const Track& track : procedure_.tracks) move(track);
    } while (grew_);
    return std::move(reach_);
  }

 private:
  void add(std::set<std::string>& names, const std::string& name) {
    grew_ = names.insert(name).second || grew_;
  }

  bool can_be_taken(const Action& action) const {
    const auto may = [&](const RoleId& id) {
      const auto role = procedure_.roles.find(id.text);
      return role != procedure_.roles.end() && may_take(role->second, action);
    };
    if (std::none_of(action.by.begin(), action.by.end(), may)) return false;
    return std::all_of(action.from.begin(), action.from.end(), [this](const auto& wanted) {
      const auto reached = reach_.states.find(wanted.first);
      return reached != reach_.states.end() &&
             std::any_of(wanted.second.begin(), wanted.second.end(),
                         [&](const std::string& state) { return reached->second.contains(state); });
    });
  }

  void take(const Action& action) {
    if (reach_.actions.contains(action.id.text) || !can_be_taken(action)) return;
    add(reach_.actions, action.id.text);
    for (const Made& made : action.events) add(reach_.events, made.event);
  }

  void derive(const Derived& derived) {
    const auto happens = [this](const std::string& event) { return reach_.events.contains(event); };
    if (std::any_of(derived.after.begin(), derived.after.end(), happens))
      add(reach_.events, derived.event);
  }

  void move(const Track& track) {
    for (const Move& move : track.moves)
      if (reach_.events.contains(move.on)) add(reach_.states[track.name], move.to);
    if (!procedure_.cycle || !reach_.events.contains(procedure_.cycle->opens)) return;
    const auto reset = procedure_.cycle->tracks.find(track.name);
    if (reset != procedure_.cycle->tracks.end()) add(reach_.states[track.name], reset->second);
  }

  const Procedure& procedure_;
  Reach reach_;
  bool grew_ = false;
};

}  // namespace

Reach reach_of(const Procedure& procedure) {
  return Spread(procedure).run();
}

bool may_take(const Role& role, const Action& action) {
  const auto names_somebody = [](const Field& field) {
    return field.type.kind == FieldKind::reference && field.type.refers_to == Referent::subject;
  };
  return !role.own || std::any_of(action.payload.begin(), action.payload.end(), names_somebody);
}

}  // namespace verloop
