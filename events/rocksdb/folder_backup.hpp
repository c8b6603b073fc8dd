#pragma once
// A data folder's backups: the logs and the documents in one place, the vault in another, so that
// whoever has one of them can open nothing. Projections are derived and not backed up.
//   PLACE/log      backups of the log; the text beside each is JCS {"access","accessNote",
//                  "documents","note","origin"}: the backups of the access log and the documents
//                  that belong to it, and the newest checkpoints of both logs by then. No
//                  "documents" when an earlier version made it, which backed up none
//   PLACE/access   backups of the access log; JCS {"origin"}
//   PLACE/documents   backups of the documents; JCS {"origin"}
//   VAULT-PLACE    backups of the vault; JCS {"origin"}
// The log comes last: a backup counts once its log is there, and then all that it needs is.

#include <optional>
#include <stop_token>
#include <utility>

#include "events/rocksdb/backups.hpp"
#include "events/rocksdb/continue_log.hpp"
#include "events/rocksdb/data_folder.hpp"

namespace verloop {

/// Where backups lie.
struct BackupPlaces {
  std::filesystem::path log, vault;
  std::optional<std::uint32_t> vault_id{};  // Which of the vault is restored; none: the newest.
};

struct MadeBackup {
  std::uint32_t log_id = 0, vault_id = 0;
  std::uint64_t size = 0;          // Of the log.
  std::string note, access_note;   // Signed, of all that the backup holds.
  std::size_t deleted_vaults = 0;  // Vault backups that were too old to be kept.
  std::uint64_t bytes = 0;         // Of all four, as Backup::bytes.
  std::chrono::milliseconds took{};
};

/// Where backups go, and how long those of the vault are kept there: keys lie in them that were
/// erased since.
struct BackupPlan {
  BackupPlaces to;
  std::chrono::days vault_kept{};
};

/// A data folder as it was at one moment, signed, on its own disk; gone with the object, which the
/// folder outlives.
class HeldFolder {
 public:
  /// Takes as long as writing out what is in memory. Nobody may write meanwhile.
  static Result<HeldFolder> hold(DataFolder& folder);
  HeldFolder(HeldFolder&& other) noexcept
      : folder_(std::exchange(other.folder_, {})),
        origin_(std::move(other.origin_)),
        made_(std::move(other.made_)),
        start_(other.start_) {}
  HeldFolder& operator=(HeldFolder&&) = delete;
  ~HeldFolder();

  /// Backs up vault, access log, documents and log, and deletes vault backups that are too old. On
  /// any thread, whatever is done in the folder itself but erasing. Fails with `foreign_folder`
  /// when the backups in a place are those of another log, and soon with `storage_failed` once
  /// `stop` is asked for.
  Result<MadeBackup> back_up(const BackupPlan& plan, std::chrono::sys_seconds now,
                             const std::stop_token& stop = {}) const;

 private:
  HeldFolder() = default;
  Result<> copy(const BackupPlaces& to, const std::stop_token& stop, MadeBackup& made) const;

  std::filesystem::path folder_;  // Empty: moved away.
  std::string origin_;
  MadeBackup made_;  // As far as it is known.
  std::chrono::steady_clock::time_point start_;
};

/// Holds the folder and backs that up.
Result<MadeBackup> back_up(DataFolder& folder, const BackupPlan& plan,
                           std::chrono::sys_seconds now);

/// A backup of a log, its access log and its documents, and the checkpoints that it was made with.
struct LogBackup {
  std::uint32_t id = 0, access_id = 0;
  std::optional<std::uint32_t> documents_id;  // None: an earlier version made it.
  std::string origin, note, access_note;
};

/// The newest, or the one with this id. Fails with `not_found`; the detail names those there are.
Result<LogBackup> find_log_backup(const std::filesystem::path& place,
                                  std::optional<std::uint32_t> id);

/// Puts a backup of the logs and the newest one of their vault into a new folder. It counts as made
/// when `DataFolder::finish` returns. With `cut_to` it gets so many events of the log only, with
/// their documents, and can only be read. Fails with `wrong_key`, `tampered`, or as
/// `DataFolder::reserve` and `cut_log`.
Result<DataFolder> begin_restored(const std::filesystem::path& folder, const LogBackup& backup,
                                  const BackupPlaces& from, const std::string& key,
                                  std::optional<std::uint64_t> cut_to = std::nullopt);

/// The same for a log that goes on under another name: with its first `first` events, or all of
/// them. Fails as `continue_logs` does too.
Result<DataFolder> begin_continued(const std::filesystem::path& folder, const LogBackup& backup,
                                   const BackupPlaces& from, const std::string& key,
                                   std::optional<std::uint64_t> first, const NewOrigin& as);

/// Whether going on makes no second history: the log that `note` names, one of the two, must hold
/// what it signed. `tampered` when it does not; `version_conflict` when it is only shorter;
/// `wrong_key` when it is of another log, also of one that this one continues.
Result<> check_goes_on(DataFolder& folder, const std::string& note);

}  // namespace verloop
