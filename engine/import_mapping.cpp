#include "engine/import_mapping.hpp"

#include <algorithm>

namespace verloop {

const MappedActivity* ImportMapping::find(const std::string& activity_name) const {
  for (const MappedActivity& one : activities)
    if (one.name == activity_name) return &one;
  return nullptr;
}

const MappedActivity* ImportMapping::find(const ActionId& action,
                                          const boost::json::object& data) const {
  const MappedActivity* best = nullptr;
  for (const MappedActivity& one : activities) {
    const bool fits =
        one.action == action && std::all_of(one.data.begin(), one.data.end(), [&](const auto& own) {
          const boost::json::value* value = data.if_contains(own.key());
          return value != nullptr && *value == own.value();
        });
    if (fits && (best == nullptr || one.data.size() > best->data.size())) best = &one;
  }
  return best;
}

}  // namespace verloop
