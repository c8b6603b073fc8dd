#include "engine/procedure.hpp"

namespace verloop {
namespace {

template <class Item, class Same>
const Item* first(const std::vector<Item>& items, Same same) {
  for (const Item& item : items)
    if (same(item)) return &item;
  return nullptr;
}

}  // namespace

const Action* Procedure::action(std::string_view id) const {
  return first(actions, [&](const Action& action) { return action.id.text == id; });
}

const Rule* Procedure::rule(std::string_view id) const {
  return first(rules, [&](const Rule& rule) { return rule.id.text == id; });
}

const Deadline* Procedure::deadline(std::string_view id) const {
  return first(deadlines, [&](const Deadline& deadline) { return deadline.id.text == id; });
}

const Track* Procedure::track(std::string_view wanted) const {
  return first(tracks, [&](const Track& track) { return track.name == wanted; });
}

std::string Procedure::role_labels(const Action& action, Language language) const {
  std::string labels;
  for (const RoleId& id : action.by) {
    const auto role = roles.find(id.text);
    labels += (labels.empty() ? "" : ", ") +
              (role == roles.end() ? id.text : role->second.label.in(language));
  }
  return labels;
}

}  // namespace verloop
