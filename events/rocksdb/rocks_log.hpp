#pragma once
// The log on RocksDB: one database, one synced write per append, a size anchor beside it. Opening
// checks the anchor's signature, that the log is not shorter than its anchor, and that its history
// up to there is the one that was signed; what came after is kept and not yet signed.

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "events/log_contents.hpp"
#include "events/rocksdb/database.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/size_anchor.hpp"
#include "events/vault.hpp"

namespace verloop {

/// Where a log lies and who it is.
struct LogPlace {
  std::filesystem::path folder;
  std::filesystem::path anchor;
  std::string origin;
};

class RocksLog final : public EventLog, public LogContents {
 public:
  /// `vault` outlives the log. `create` signs an anchor of size 0. Fails with `tampered` when log
  /// and anchor do not fit, and says from which position on.
  static Result<std::unique_ptr<RocksLog>> open(const LogPlace& place, Vault& vault, OpenMode mode);

  /// As Database::hold.
  Result<> hold(const std::filesystem::path& to) { return database_.hold(to); }

  const std::string& origin() const override { return origin_; }
  VerifierKey verifier_key() const override { return key_; }
  const KeyHistory& signing_keys() const override { return keys_; }
  /// Whether the key signed here for the first time when the log was opened: its replacement had
  /// been cut short.
  bool took_over() const { return took_over_; }
  Result<std::vector<Result<Receipt>>> append(std::vector<Batch> batches, Timestamp now) override;
  LogTail tail() const override;
  Result<std::vector<StoredRecord>> read(Position from, std::size_t count_max) const override;
  Result<std::vector<StoredRecord>> read_stream(const CaseId& stream, Version from,
                                                std::size_t count_max) const override;
  Result<std::optional<Version>> last_version(const CaseId& stream) const override;
  Result<std::vector<CaseId>> streams() const override;
  Result<std::vector<SealedValue>> sealed_values(Position position) const override;
  Result<std::vector<SealedPlace>> places_of(const std::set<SubjectId>& subjects) const override;
  Result<> replace_values(const std::vector<PlacedValue>& all) override;
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
  std::vector<StoredPosition> stored_run(Position from, std::uint64_t count_max) const override;
  std::vector<StoredCommand> stored_commands(const std::vector<CommandId>& commands) const override;
  Result<std::string> anchor() const override;
  Result<std::optional<StoredCheckpoint>> next_checkpoint(std::uint64_t size_min) const override;
  Result<> visit_entries(const EntryVisitor& visit) const override;
  Result<> visit_commands(const CommandVisitor& visit) const override;
  Result<std::vector<Position>> stray_positions() const override;
  Result<std::vector<TileId>> stray_tiles() const override;
  Result<std::vector<std::string>> strangers() const override;

 private:
  /// The newest signed checkpoint.
  struct Signed {
    std::uint64_t size = 0;
    std::string note;  // Empty: nothing was signed yet but the empty anchor.
  };

  RocksLog(Database database, const LogPlace& place, Vault& vault, VerifierKey key)
      : database_(std::move(database)),
        origin_(place.origin),
        anchor_(place.anchor),
        vault_(vault),
        key_(std::move(key)) {}

  Result<> begin();
  Result<> load();
  Result<> load_tail();
  Result<> load_signed();
  Result<> load_edge();
  Result<CommitBase> base_for(const std::vector<Batch>& batches) const;
  Result<> store(Commit& commit);
  Result<> check_writable() const;
  Result<> remove_and_rewrite(const Removal& removal);
  Result<std::vector<Result<Receipt>>> place_and_store(const std::vector<Batch>& batches,
                                                       Timestamp now);
  Result<> sign_as_well(const CompactRange& tree);
  Result<std::string> sign(const CompactRange& tree);
  Result<StoredRecord> read_one(Position position) const;
  std::uint64_t size() const;
  void add_sealed(Position from, std::vector<StoredPosition>& run) const;
  std::vector<std::string> records_from(Position from, std::uint64_t count) const;
  std::vector<Digest> leaves_from(Position from, std::uint64_t count) const;
  Result<StoredRecord> read_placed(const StreamEntry& entry) const;
  Result<std::vector<StreamEntry>> entries_from(const CaseId& stream, Version from,
                                                std::size_t count_max) const;
  Result<std::string> store_checkpoint(const CompactRange& tree, std::string note);

  Database database_;
  const std::string origin_;
  const std::filesystem::path anchor_;
  Vault& vault_;
  const VerifierKey key_;
  KeyHistory keys_{key_};
  bool took_over_ = false;
  std::atomic<bool> failed_ = false;
  TileEdge edge_;             // Of tail_'s tree. Only for append; empty when read-only.
  std::mutex signing_;        // One signature at a time.
  mutable std::mutex mutex_;  // Guards tail_ and signed_.
  values::Tail tail_;
  Signed signed_;
};

}  // namespace verloop
