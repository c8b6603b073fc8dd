#include "events/catalogue.hpp"

#include <charconv>

namespace verloop {

std::string_view name_of(Audience audience) {
  switch (audience) {
    case Audience::shared:
      return "shared";
    case Audience::school:
      return "school";
    case Audience::swv:
      return "swv";
    case Audience::governance:
      return "governance";
  }
  return "governance";
}

bool is_open_to(Audience audience, std::string_view organisation) {
  return audience == Audience::shared || organisation == name_of(audience);
}
namespace {

/// The number behind `@`; 0 when there is none.
unsigned version_of(std::string_view id) {
  unsigned version = 0;
  const std::size_t at = id.find('@');
  if (at != std::string_view::npos)
    std::from_chars(id.data() + at + 1, id.data() + id.size(), version);
  return version;
}

std::string other_version(const EventType& type, unsigned version) {
  return type.name + '@' + std::to_string(version);
}

}  // namespace

std::optional<std::string> Upcast::name_of(std::string_view older) const {
  if (dropped.contains(older)) return std::nullopt;
  const auto now = renamed.find(older);
  return now == renamed.end() ? std::string(older) : now->second;
}

const Field* EventType::field(std::string_view wanted) const {
  for (const Field& candidate : fields)
    if (candidate.name == wanted) return &candidate;
  return nullptr;
}

const EventType* Catalogue::find(std::string_view name_or_id) const {
  auto found = types_.find(name_or_id);
  if (found != types_.end()) return &found->second;
  const auto newest = newest_.find(name_or_id);
  if (newest == newest_.end()) return nullptr;
  found = types_.find(newest->second);
  return found == types_.end() ? nullptr : &found->second;
}

void Catalogue::add(EventType type) {
  const std::string id = type.id.text;
  std::string& newest = newest_[type.name];
  if (newest.empty() || version_of(newest) < version_of(id)) newest = id;
  const auto next = types_.find(other_version(type, version_of(id) + 1));
  if (next != types_.end() && next->second.upcast) type.upcast_by = next->first;
  const auto before = types_.find(other_version(type, version_of(id) - 1));
  if (before != types_.end() && type.upcast) before->second.upcast_by = id;
  const bool fresh = types_.emplace(id, std::move(type)).second;
  ensure(fresh, "an event type is added to a catalogue once");
}

}  // namespace verloop
