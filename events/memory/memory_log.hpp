#pragma once
// The log in memory, for tests and dry runs. Behaves as the one on disk, but that nothing is
// durable and its newest checkpoint is its anchor.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "events/commit.hpp"
#include "events/log_contents.hpp"
#include "events/vault.hpp"

namespace verloop {

class MemoryLog final : public EventLog, public LogContents {
 public:
  /// `vault` outlives the log. Fails when the vault's signing seed can't be had.
  static Result<std::unique_ptr<MemoryLog>> create(std::string origin, Vault& vault);

  const std::string& origin() const override { return origin_; }
  VerifierKey verifier_key() const override { return key_; }
  const KeyHistory& signing_keys() const override { return keys_; }
  Result<std::vector<Result<Receipt>>> append(std::vector<Batch> batches, Timestamp now) override;
  LogTail tail() const override;
  Result<std::vector<StoredRecord>> read(Position from, std::size_t count_max) const override;
  Result<std::vector<StoredRecord>> read_stream(const CaseId& stream, Version from,
                                                std::size_t count_max) const override;
  Result<std::optional<Version>> last_version(const CaseId& stream) const override;
  Result<std::vector<CaseId>> streams() const override;
  Result<std::vector<SealedValue>> sealed_values(Position position) const override;
  Result<std::vector<SealedPlace>> places_of(const std::set<SubjectId>& subjects) const override;
  Result<> replace_values(const std::vector<PlacedValue>& values) override;
  Result<> remove_values(const Removal& removal) override;
  Result<std::uint64_t> erasures_done() const override;
  Result<std::optional<Receipt>> find_command(const CommandId& command,
                                              const Digest& content) const override;
  Result<std::vector<Digest>> tile(TileId tile, std::size_t width) const override;
  Result<std::string> sign_checkpoint() override;
  Result<std::optional<std::string>> newest_checkpoint() const override;
  Result<> recover() override;

  Result<std::optional<std::string>> stored_bytes(Position position) const override;
  Result<std::optional<Digest>> stored_leaf(Position position) const override;
  Result<std::optional<Position>> stored_entry(const CaseId& stream,
                                               Version version) const override;
  StoredCommand stored_command(const CommandId& command) const override;
  Result<std::string> anchor() const override;
  Result<std::optional<StoredCheckpoint>> next_checkpoint(std::uint64_t size_min) const override;
  Result<> visit_entries(const EntryVisitor& visit) const override;
  Result<> visit_commands(const CommandVisitor& visit) const override;
  Result<std::vector<Position>> stray_positions() const override;
  Result<std::vector<TileId>> stray_tiles() const override;
  Result<std::vector<std::string>> strangers() const override;

  /// For tests: what a disk would do. A record or a sealed value gets other bytes; the next append
  /// fails.
  void change_record(Position position, std::string bytes);
  void change_sealed(Position position, const std::string& field, SealedValue value);
  void fail_next_append();

 private:
  struct Entry {
    std::string bytes;
    Digest leaf;
    std::vector<SealedValue> sealed;
  };
  MemoryLog(std::string origin, Vault& vault, VerifierKey key)
      : origin_(std::move(origin)), vault_(vault), key_(std::move(key)) {}
  CommitBase base_for(const std::vector<Batch>& batches) const;
  void store(Commit& commit);
  Result<StoredRecord> read_one(Position position) const;

  enum class Health { good, fails_next, failed };

  const std::string origin_;
  Vault& vault_;
  const VerifierKey key_;
  const KeyHistory keys_{key_};
  std::atomic<Health> health_ = Health::good;
  mutable std::mutex mutex_;  // Guards all below.
  std::vector<Entry> entries_;
  std::map<CaseId, std::vector<Position>> streams_;
  std::map<CommandId, KnownCommand> commands_;
  std::map<std::uint64_t, std::string> checkpoints_;
  CompactRange tree_;
  TileEdge edge_;                                // Of tree_.
  std::map<TileId, std::vector<Digest>> tiles_;  // The full ones.
  Timestamp recorded_at_{};
  std::uint64_t erasures_done_ = 0;
};

}  // namespace verloop
