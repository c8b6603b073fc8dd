#include "events/rocksdb/backups.hpp"

#include <fcntl.h>
#include <memory>
#include <unistd.h>

#include <rocksdb/utilities/backup_engine.h>
#include <rocksdb/utilities/checkpoint.h>

#include "events/rocksdb/database.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

rocksdb::BackupEngineOptions options_for(const fs::path& folder) {
  rocksdb::BackupEngineOptions options(folder.string());
  options.sync = true;
  return options;
}

Error failed(const rocksdb::Status& status, const fs::path& folder) {
  return storage_error(status, "the backups in " + folder.string());
}

Result<std::unique_ptr<rocksdb::BackupEngine>> open_for_writing(const fs::path& folder) {
  rocksdb::BackupEngine* raw = nullptr;
  const rocksdb::Status opened =
      rocksdb::BackupEngine::Open(options_for(folder), rocksdb::Env::Default(), &raw);
  if (!opened.ok()) return failed(opened, folder);
  return std::unique_ptr<rocksdb::BackupEngine>(raw);
}

Result<std::unique_ptr<rocksdb::BackupEngineReadOnly>> open_for_reading(const fs::path& folder) {
  std::error_code ignored;  // What can't be looked at holds no backups for us.
  if (!fs::is_directory(folder / "meta", ignored))
    return Error{Errc::not_found, folder.string() + " holds no backups"};
  rocksdb::BackupEngineReadOnly* raw = nullptr;
  const rocksdb::Status opened =
      rocksdb::BackupEngineReadOnly::Open(options_for(folder), rocksdb::Env::Default(), &raw);
  if (!opened.ok()) return failed(opened, folder);
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(raw);
}

template <class Engine>
std::vector<Backup> backups_in(const Engine& engine) {
  std::vector<rocksdb::BackupInfo> infos;
  engine.GetBackupInfo(&infos);
  std::vector<Backup> backups;
  for (const rocksdb::BackupInfo& info : infos) {
    backups.push_back({info.backup_id,
                       std::chrono::sys_seconds(std::chrono::seconds(info.timestamp)),
                       info.app_metadata, info.size});
  }
  return backups;
}

Error cannot_make(const fs::path& folder, const std::error_code& failure) {
  return {Errc::storage_failed, "writing " + folder.string() + " failed: " + failure.message() +
                                    "; check the disk and its free space"};
}

bool sync_path(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

/// RocksDB leaves what it restored to the system's cache.
Result<> sync_files(const fs::path& folder) {
  std::error_code failure;
  bool synced = sync_path(folder);
  fs::directory_iterator at(folder, failure);
  for (; !failure && at != fs::directory_iterator(); at.increment(failure))
    synced = sync_path(at->path()) && synced;
  if (synced && !failure) return {};
  return Error{Errc::storage_failed,
               "writing " + folder.string() +
                   " failed: it can't be synced; check the disk and its free space"};
}

}  // namespace

Result<> Database::hold(const fs::path& to) {
  if (auto open = check_open(); !open) return open;
  std::error_code failure;
  const fs::path whole = fs::absolute(to, failure);
  if (failure) return cannot_make(to, failure);
  rocksdb::Checkpoint* raw = nullptr;
  rocksdb::Status held = rocksdb::Checkpoint::Create(db_.get(), &raw);
  const std::unique_ptr<rocksdb::Checkpoint> maker(raw);
  if (held.ok()) held = maker->CreateCheckpoint(whole.string());
  return held.ok() ? Result<>() : Result<>(storage_error(held, "writing " + to.string()));
}

Result<Backup> Database::back_up(const fs::path& to, const std::string& text,
                                 const std::stop_token& stop) {
  if (auto open = check_open(); !open) return open.error();
  std::error_code failure;
  fs::create_directories(to, failure);
  if (failure) return cannot_make(to, failure);
  const auto engine = open_for_writing(to);
  if (!engine) return engine.error();
  const std::stop_callback stopping(stop, [&engine] { (*engine)->StopBackup(); });
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  const rocksdb::Status made = (*engine)->CreateNewBackupWithMetadata(options, db_.get(), text);
  if (stop.stop_requested()) {
    return Error{Errc::storage_failed,
                 "the backup in " + to.string() + " was cut short; make it again"};
  }
  if (!made.ok()) return failed(made, to);
  return backups_in(**engine).back();
}

Result<std::vector<Backup>> list_backups(const fs::path& folder) {
  const auto engine = open_for_reading(folder);
  if (!engine) return engine.error();
  return backups_in(**engine);
}

Result<> restore_backup(const fs::path& folder, std::uint32_t id, const fs::path& to) {
  const auto engine = open_for_reading(folder);
  if (!engine) return engine.error();
  rocksdb::Status restored = (*engine)->VerifyBackup(id, true);
  if (restored.ok()) restored = (*engine)->RestoreDBFromBackup(id, to.string(), to.string());
  if (restored.ok()) return sync_files(to);
  if (restored.IsNotFound() || restored.IsCorruption()) {
    return Error{Errc::tampered, "the backups in " + folder.string() + " are damaged: " +
                                     restored.ToString() + "; take another copy of them"};
  }
  return failed(restored, folder);
}

Result<std::size_t> delete_backups_before(const fs::path& folder, std::chrono::sys_seconds moment) {
  const auto engine = open_for_writing(folder);
  if (!engine) return engine.error();
  const std::vector<Backup> backups = backups_in(**engine);
  std::size_t count = 0;
  for (const Backup& backup : backups) {
    if (backup.id == backups.back().id || backup.made_at >= moment) continue;
    if (const rocksdb::Status deleted = (*engine)->DeleteBackup(backup.id); !deleted.ok())
      return failed(deleted, folder);
    ++count;
  }
  const rocksdb::Status collected = (*engine)->GarbageCollect();
  if (!collected.ok()) return failed(collected, folder);
  return count;
}

}  // namespace verloop
