#pragma once
// The documents in memory, for tests and dry runs; all is gone with the object.

#include <map>
#include <mutex>
#include <utility>

#include "events/document_store.hpp"

namespace verloop {

class MemoryDocuments final : public DocumentStore {
 public:
  Result<> put(const SealedPlace& place, const std::vector<std::string>& parts) override;
  Result<std::optional<StoredDocument>> find(Position position,
                                             const std::string& field) const override;
  Result<std::optional<std::string>> part(Position position, const std::string& field,
                                          std::uint64_t number) const override;
  Result<std::vector<SealedPlace>> places() const override;
  Result<> remove_all(const std::set<SubjectId>& subjects) override;
  Result<> recover() override { return {}; }
  /// Nothing but this class writes here.
  Result<std::vector<std::string>> faults() const override { return std::vector<std::string>(); }

 private:
  struct Stored {
    SubjectId subject;
    std::vector<std::string> parts;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<Position, std::string>, Stored> stored_;
};

}  // namespace verloop
