#pragma once
// The port to the documents: the encrypted bytes that belong to a sealed field of an event, in
// parts, by position and field. It knows nothing of keys: documents.hpp seals, opens and checks.
// Durability: what was put is on disk when put returns, whole or not at all. After `storage_failed`
// nothing more is put (`read_only`) until recover succeeds. put, remove_all and recover are called
// by one writer at a time; all other members are safe to call from any thread.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/erasure.hpp"
#include "events/result.hpp"

namespace verloop {

/// How the bytes for a place lie there.
struct StoredDocument {
  SubjectId subject;  // Under whose key.
  std::uint64_t parts = 0;
};

class DocumentStore {
 public:
  virtual ~DocumentStore() = default;

  /// Stores the parts of one document, in place of what lies at its place.
  virtual Result<> put(const SealedPlace& place, const std::vector<std::string>& parts) = 0;
  /// None when nothing lies there.
  virtual Result<std::optional<StoredDocument>> find(Position position,
                                                     const std::string& field) const = 0;
  /// One of them, from 0 on; none when it is not there.
  virtual Result<std::optional<std::string>> part(Position position, const std::string& field,
                                                  std::uint64_t number) const = 0;
  /// Where documents lie, by position and field.
  virtual Result<std::vector<SealedPlace>> places() const = 0;

  /// Completes when no file holds a byte of the documents of these subjects, nor of those whose
  /// removal was cut short before.
  virtual Result<> remove_all(const std::set<SubjectId>& subjects) = 0;

  /// Takes documents again after `storage_failed`, if writing works again. Nobody else may be in
  /// the store meanwhile.
  virtual Result<> recover() = 0;

  /// A sentence on each entry that is wrong in itself: of no kind that the store has, or a part
  /// that is none of any document.
  virtual Result<std::vector<std::string>> faults() const = 0;
};

}  // namespace verloop
