#include "events/rocksdb/database.hpp"

#include <algorithm>
#include <chrono>
#include <cstdarg>
#include <memory>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/transaction_log.h>

namespace verloop {
namespace {

// Of all databases of the process.
constexpr std::size_t cache_bytes = std::size_t{96} << 20;
constexpr std::size_t write_buffer_bytes = std::size_t{16} << 20;
// Records are text that repeats itself: larger blocks make them smaller.
constexpr std::size_t block_bytes = std::size_t{16} << 10;
constexpr double bloom_bits = 10;
constexpr int open_files_max = 256;
// RocksDB removes obsolete files in the background; this is how long that may take.
constexpr int removal_checks_max = 500;
constexpr std::chrono::milliseconds removal_check_pause{10};

rocksdb::CompressionType best_compression() {
  const std::vector<rocksdb::CompressionType> known = rocksdb::GetSupportedCompressions();
  for (const rocksdb::CompressionType type : {rocksdb::kZSTD, rocksdb::kLZ4Compression})
    if (std::find(known.begin(), known.end(), type) != known.end()) return type;
  return rocksdb::kNoCompression;
}

/// RocksDB keeps no file of messages: on a full disk such a file fails first, and the RocksDB that
/// Debian builds then stops the process at the next message. What fails is in the status.
class Silence final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

const std::shared_ptr<rocksdb::Cache>& shared_cache() {
  static const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(cache_bytes);
  return cache;
}

rocksdb::Options settings(OpenMode mode) {
  rocksdb::Options options;
  options.create_if_missing = mode == OpenMode::create;
  options.error_if_exists = mode == OpenMode::create;
  options.paranoid_checks = true;
  // Refuses a bad checksum; an honest torn end was never acknowledged.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // No write-ahead log outlives its data: none is archived, none is used again.
  options.WAL_ttl_seconds = 0;
  options.WAL_size_limit_MB = 0;
  options.recycle_log_file_num = 0;
  // A copy of what is held adds only what earlier ones lack as long as the files stay the same.
  options.disable_auto_compactions = mode == OpenMode::held;
  options.compression = best_compression();
  options.write_buffer_size = write_buffer_bytes;
  options.max_open_files = open_files_max;
  options.info_log = std::make_shared<Silence>();
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = shared_cache();
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(bloom_bits));
  table.block_size = block_bytes;
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

Error open_error(const rocksdb::Status& status, const std::filesystem::path& folder) {
  const std::string text = status.ToString();
  // RocksDB has no code of its own for a folder that is locked.
  const bool is_locked = text.find("While lock file") != std::string::npos ||
                         text.find("lock hold by current process") != std::string::npos;
  if (status.IsIOError() && is_locked) {
    return {Errc::locked, folder.string() + " is in use by another process; stop it, or ask it"};
  }
  if (text.find("Permission denied") != std::string::npos) {
    return {Errc::read_only, "no permission to write in " + folder.string() +
                                 " (Permission denied); run as its owner, or only read it"};
  }
  return storage_error(status, "opening the database " + folder.string());
}

/// `used` are names as RocksDB gives them, with a slash in front.
bool holds_obsolete(const std::filesystem::path& folder, const std::set<std::string>& used) {
  std::error_code failed;
  std::filesystem::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != std::filesystem::recursive_directory_iterator(); at.increment(failed)) {
    const std::string name = "/" + at->path().lexically_relative(folder).string();
    const std::string ending = at->path().extension().string();
    const bool holds_data = ending == ".sst" || ending == ".log" || name.starts_with("/MANIFEST-");
    if (holds_data && !used.contains(name)) return true;
  }
  return static_cast<bool>(failed);  // What can't be listed may be there.
}

rocksdb::Slice slice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace

Error storage_error(const rocksdb::Status& status, const std::string& what) {
  if (status.IsCorruption()) {
    return {Errc::tampered, what + " met damaged data: " + status.ToString()};
  }
  return {Errc::storage_failed, what + " failed: " + status.ToString()};
}

Result<std::unique_ptr<rocksdb::DB>> Database::open_raw(const std::filesystem::path& folder,
                                                        OpenMode mode) {
  rocksdb::DB* raw = nullptr;
  const rocksdb::Options options = settings(mode);
  const rocksdb::Status status = mode == OpenMode::read_only
                                     ? rocksdb::DB::OpenForReadOnly(options, folder.string(), &raw)
                                     : rocksdb::DB::Open(options, folder.string(), &raw);
  if (!status.ok()) return open_error(status, folder);
  return std::unique_ptr<rocksdb::DB>(raw);
}

Result<Database> Database::open(const std::filesystem::path& folder, OpenMode mode,
                                std::string advice) {
  auto opened = open_raw(folder, mode);
  if (opened) return Database(std::move(*opened), folder, mode, std::move(advice));
  Error error = opened.error();
  if (error.code != Errc::locked && error.code != Errc::read_only) error.detail += "; " + advice;
  return error;
}

Error Database::unreadable(const rocksdb::Status& status) const {
  Error error = storage_error(status, "reading " + folder_.string());
  error.detail += "; " + advice_;
  return error;
}

Result<> Database::recover() {
  if (!failed_) return {};
  db_.reset();
  auto opened = open_raw(folder_, OpenMode::read_write);
  failed_ = opened.has_error();
  if (failed_) {
    auto readable = open_raw(folder_, OpenMode::read_only);
    if (readable) db_ = std::move(*readable);
    return opened.error();
  }
  db_ = std::move(*opened);
  return {};
}

Result<> Database::check_open() const {
  if (db_ != nullptr) return {};
  return Error{Errc::storage_failed,
               folder_.string() + " could not be opened anew; check the disk"};
}

Database::~Database() {
  if (db_ == nullptr || is_read_only() || failed_) return;
  // A failure loses nothing: what is in memory lies in the write-ahead log.
  static_cast<void>(flush());
}

void Database::forget_blocks() {
  shared_cache()->EraseUnRefEntries();
}

Result<> Database::flush() {
  if (auto open = check_open(); !open) return open;
  const rocksdb::Status status = db_->Flush(rocksdb::FlushOptions());
  if (!status.ok()) return storage_error(status, "writing out " + folder_.string());
  return {};
}

Result<std::optional<std::string>> Database::get(const std::string& key) const {
  if (auto open = check_open(); !open) return open.error();
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), key, &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return unreadable(status);
  return std::optional<std::string>(std::move(value));
}

std::vector<Result<std::optional<std::string>>> Database::get_all(
    const std::vector<std::string>& keys) const {
  std::vector<Result<std::optional<std::string>>> found;
  found.reserve(keys.size());
  if (auto open = check_open(); !open) {
    for (std::size_t at = 0; at < keys.size(); ++at) found.push_back(open.error());
    return found;
  }
  const std::vector<rocksdb::Slice> wanted(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> outcomes(keys.size());
  db_->MultiGet(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), keys.size(), wanted.data(),
                values.data(), outcomes.data());
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (outcomes[at].IsNotFound())
      found.push_back(std::optional<std::string>());
    else if (!outcomes[at].ok())
      found.push_back(unreadable(outcomes[at]));
    else
      found.push_back(std::optional<std::string>(values[at].ToString()));
  }
  return found;
}

Result<> Database::put(rocksdb::WriteBatch& batch, rocksdb::WriteOptions options,
                       const std::string& what) {
  if (is_read_only()) {
    return Error{Errc::read_only, what + ": " + folder_.string() + " was opened for reading only"};
  }
  if (auto open = check_open(); !open) return open;
  const rocksdb::Status status = db_->Write(options, &batch);
  if (status.ok()) return {};
  failed_ = true;
  return storage_error(status, what);
}

Result<> Database::write(rocksdb::WriteBatch batch, const std::string& what) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return put(batch, options, what);
}

Result<> Database::write_lazily(rocksdb::WriteBatch batch, const std::string& what) {
  return put(batch, rocksdb::WriteOptions(), what);
}

Result<> Database::scan(const std::string& prefix, const std::string& start,
                        const Visitor& visit) const {
  if (auto open = check_open(); !open) return open;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(rocksdb::ReadOptions()));
  for (at->Seek(start); at->Valid() && at->key().starts_with(slice(prefix)); at->Next()) {
    if (!visit(at->key().ToStringView(), at->value().ToStringView())) return {};
  }
  if (!at->status().ok()) return unreadable(at->status());
  return {};
}

Result<> Database::rewrite(const std::string& first, const std::string& last) {
  if (auto flushed = flush(); !flushed) return flushed;
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.exclusive_manual_compaction = true;
  const rocksdb::Slice begin(first);
  const rocksdb::Slice end(last);
  const rocksdb::Status compacted =
      db_->CompactRange(options, first.empty() ? nullptr : &begin, last.empty() ? nullptr : &end);
  if (!compacted.ok()) return storage_error(compacted, "rewriting " + folder_.string());
  // Turning deletions off and on removes obsolete files now instead of some time later.
  rocksdb::Status deleted = db_->DisableFileDeletions();
  if (deleted.ok()) deleted = db_->EnableFileDeletions(true);
  if (!deleted.ok()) return storage_error(deleted, "removing old files of " + folder_.string());
  return await_removal();
}

/// Until every table, write-ahead log and manifest in the folder is one that the database uses.
Result<> Database::await_removal() {
  for (int check = 0; check < removal_checks_max; ++check) {
    std::vector<std::string> used;
    std::uint64_t manifest_size = 0;
    const rocksdb::Status listed = db_->GetLiveFiles(used, &manifest_size, false);
    std::unique_ptr<rocksdb::LogFile> wal;
    const rocksdb::Status found = db_->GetCurrentWalFile(&wal);
    if (!listed.ok() || !found.ok())
      return storage_error(listed.ok() ? found : listed, "listing files of " + folder_.string());
    used.push_back(wal->PathName());
    if (!holds_obsolete(folder_, {used.begin(), used.end()})) return {};
    std::this_thread::sleep_for(removal_check_pause);
  }
  return Error{Errc::storage_failed, "files of " + folder_.string() +
                                         " that are no longer used do not go; what they hold may "
                                         "be what was to be destroyed"};
}

}  // namespace verloop
