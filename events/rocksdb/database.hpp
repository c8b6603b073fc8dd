#pragma once
// A RocksDB database with the settings that log and vault share, and its failures as our errors.
// Nothing here knows what lies in it.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "events/result.hpp"
#include "events/rocksdb/backups.hpp"

namespace verloop {

/// `held`: what `Database::hold` made, to be copied; nothing in it is put in order.
enum class OpenMode { create, read_write, read_only, held };

/// `corrupt` is `tampered`, all else `storage_failed`; `what` says what was attempted.
Error storage_error(const rocksdb::Status& status, const std::string& what);

class Database {
 public:
  /// `create` refuses a database that exists. Fails with `locked` when another process has it open,
  /// with `tampered` when RocksDB finds it damaged.
  /// What fails because of what lies on disk ends with `advice`.
  static Result<Database> open(const std::filesystem::path& folder, OpenMode mode,
                               std::string advice = "restore it from a backup");
  /// Writes out what is in memory, unless a write failed, and closes.
  ~Database();
  Database(Database&&) = default;
  Database& operator=(Database&&) = delete;

  Result<std::optional<std::string>> get(const std::string& key) const;
  /// One answer for each key, in their order; quickest when they are sorted.
  std::vector<Result<std::optional<std::string>>> get_all(
      const std::vector<std::string>& keys) const;
  Result<> write(rocksdb::WriteBatch batch, const std::string& what);         // Synced.
  Result<> write_lazily(rocksdb::WriteBatch batch, const std::string& what);  // Not synced.
  /// Visits keys with `prefix` from `start` on, until `visit` says false.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  Result<> scan(const std::string& prefix, const std::string& start, const Visitor& visit) const;

  /// Rewrites what is stored under the keys from `first` to `last` (both empty: all), so that
  /// values which were replaced or deleted there are in no file any more. Something must have been
  /// written since it was opened: a write-ahead log that was read then goes with the first flush
  /// only.
  Result<> rewrite(const std::string& first = {}, const std::string& last = {});
  /// Writes out what is in memory.
  Result<> flush();
  /// Makes the folder `to`, on the same disk, a database that holds what is written by now: its
  /// files are links to the present ones, so that this takes no longer than writing out what is in
  /// memory. Nobody may write meanwhile.
  Result<> hold(const std::filesystem::path& to);
  /// Adds a backup of what is written by now to those in a folder (backups.hpp), with a text beside
  /// it. On disk when it returns. Ends soon with `storage_failed` once `stop` is asked for.
  Result<Backup> back_up(const std::filesystem::path& to, const std::string& text,
                         const std::stop_token& stop = {});

  /// Opens the database anew after a write failed; nothing happens when none did. While that fails
  /// it stays open for reading, as far as the disk allows.
  Result<> recover();

  /// Drops what this process keeps of the blocks of any database, uncompressed: for measuring.
  static void forget_blocks();

  bool is_read_only() const { return mode_ == OpenMode::read_only; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  Database(std::unique_ptr<rocksdb::DB> db, std::filesystem::path folder, OpenMode mode,
           std::string advice)
      : db_(std::move(db)), folder_(std::move(folder)), mode_(mode), advice_(std::move(advice)) {}
  static Result<std::unique_ptr<rocksdb::DB>> open_raw(const std::filesystem::path& folder,
                                                       OpenMode mode);
  Result<> await_removal();
  /// `storage_failed` when not even reading could be taken up again.
  Result<> check_open() const;
  Error unreadable(const rocksdb::Status& status) const;
  Result<> put(rocksdb::WriteBatch& batch, rocksdb::WriteOptions options, const std::string& what);

  std::unique_ptr<rocksdb::DB> db_;
  std::filesystem::path folder_;
  OpenMode mode_;
  std::string advice_;
  bool failed_ = false;  // A write failed: nothing more is written.
};

}  // namespace verloop
