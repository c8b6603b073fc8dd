#include "events/memory/memory_documents.hpp"

namespace verloop {

Result<> MemoryDocuments::put(const SealedPlace& place, const std::vector<std::string>& parts) {
  const std::lock_guard lock(mutex_);
  stored_[{place.position, place.field}] = {place.subject, parts};
  return {};
}

Result<std::optional<StoredDocument>> MemoryDocuments::find(Position position,
                                                            const std::string& field) const {
  const std::lock_guard lock(mutex_);
  const auto found = stored_.find({position, field});
  if (found == stored_.end()) return std::optional<StoredDocument>();
  return std::optional(StoredDocument{found->second.subject, found->second.parts.size()});
}

Result<std::optional<std::string>> MemoryDocuments::part(Position position,
                                                         const std::string& field,
                                                         std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto found = stored_.find({position, field});
  if (found == stored_.end() || number >= found->second.parts.size())
    return std::optional<std::string>();
  return std::optional(found->second.parts[number]);
}

Result<std::vector<SealedPlace>> MemoryDocuments::places() const {
  const std::lock_guard lock(mutex_);
  std::vector<SealedPlace> places;
  for (const auto& [place, stored] : stored_)
    places.push_back({place.first, place.second, stored.subject});
  return places;
}

Result<> MemoryDocuments::remove_all(const std::set<SubjectId>& subjects) {
  const std::lock_guard lock(mutex_);
  std::erase_if(stored_, [&](const auto& one) { return subjects.contains(one.second.subject); });
  return {};
}

}  // namespace verloop
