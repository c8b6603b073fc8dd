#pragma once
// The documents on RocksDB, in a database of their own. A document is put in one atomic, synced
// write: its parts and the entry that says how many there are. What was removed is in no file of
// the folder when `remove_all` returns; cut short, that is finished by the next one.

#include <atomic>
#include <filesystem>
#include <memory>

#include "events/document_store.hpp"
#include "events/rocksdb/database.hpp"

namespace verloop {

class RocksDocuments final : public DocumentStore {
 public:
  /// Makes the database where there is none; for reading only, a store without documents stands for
  /// it: a data folder of before there were documents has none.
  static Result<std::unique_ptr<RocksDocuments>> open(const std::filesystem::path& folder,
                                                      OpenMode mode);

  /// As Database::hold; `read_only` when there is no database.
  Result<> hold(const std::filesystem::path& to);

  Result<> put(const SealedPlace& place, const std::vector<std::string>& parts) override;
  Result<std::optional<StoredDocument>> find(Position position,
                                             const std::string& field) const override;
  Result<std::optional<std::string>> part(Position position, const std::string& field,
                                          std::uint64_t number) const override;
  Result<std::vector<SealedPlace>> places() const override;
  Result<> remove_all(const std::set<SubjectId>& subjects) override;
  Result<> recover() override;
  Result<std::vector<std::string>> faults() const override;

 private:
  explicit RocksDocuments(std::optional<Database> database) : database_(std::move(database)) {}
  Result<> remove_and_rewrite(const std::vector<SealedPlace>& places);
  Result<> delete_document(const SealedPlace& place, rocksdb::WriteBatch& batch) const;

  std::optional<Database> database_;  // None: there is none yet, and nothing can be written.
  std::atomic<bool> failed_ = false;
};

}  // namespace verloop
