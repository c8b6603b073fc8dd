#pragma once
// A data folder's backups: the logs in one place, the vault in another, so that whoever has one of
// them can open nothing. Projections are derived and not backed up.
//   PLACE/log      backups of the log; the text beside each is JCS {"access","accessNote","note",
//                  "origin"}: the backup of the access log that belongs to it, and the newest
//                  checkpoints of both by then
//   PLACE/access   backups of the access log; JCS {"origin"}
//   VAULT-PLACE    backups of the vault; JCS {"origin"}
// The log comes last: a backup counts once its log is there, and then all that it needs is.

#include <optional>

#include "events/rocksdb/backups.hpp"
#include "events/rocksdb/data_folder.hpp"

namespace verloop {

/// Where backups lie.
struct BackupPlaces {
  std::filesystem::path log, vault;
};

struct MadeBackup {
  std::uint32_t log_id = 0, vault_id = 0;
  std::string note, access_note;   // Signed, of all that the backup holds.
  std::size_t deleted_vaults = 0;  // Vault backups that were too old to be kept.
};

/// Signs, backs up vault, access log and log; and deletes vault backups older than `vault_kept`, in
/// which keys lie that were erased since. Nobody else may be in the folder meanwhile. Fails with
/// `foreign_folder` when the backups in a place are those of another log.
Result<MadeBackup> back_up(DataFolder& folder, const BackupPlaces& to, std::chrono::sys_seconds now,
                           std::chrono::days vault_kept);

/// A backup of a log and its access log, and the checkpoints that it was made with.
struct LogBackup {
  std::uint32_t id = 0, access_id = 0;
  std::string origin, note, access_note;
};

/// The newest, or the one with this id. Fails with `not_found`; the detail names those there are.
Result<LogBackup> find_log_backup(const std::filesystem::path& place,
                                  std::optional<std::uint32_t> id);

/// Puts a backup of the logs and the newest one of their vault into a new folder. It counts as made
/// when `DataFolder::finish` returns. Fails with `wrong_key`, `tampered`, or as
/// `DataFolder::reserve`.
Result<DataFolder> begin_restored(const std::filesystem::path& folder, const LogBackup& backup,
                                  const BackupPlaces& from, const std::string& key);

/// Whether going on makes no second history: the log that `note` names, one of the two, must hold
/// what it signed. `tampered` when it does not; `version_conflict` when it is only shorter.
Result<> check_goes_on(DataFolder& folder, const std::string& note);

}  // namespace verloop
