#pragma once
// Backups of a database, several in one folder: each holds what no earlier one holds, and refers to
// the rest (RocksDB's BackupEngine). Beside each lies a text of who made it. `Database::back_up`
// adds one; cut short, it leaves at most files that the next one clears away.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "events/result.hpp"

namespace verloop {

struct Backup {
  std::uint32_t id = 0;
  std::chrono::sys_seconds made_at{};
  std::string text;
  std::uint64_t bytes = 0;  // All that a restore of it reads, whichever backup brought it.
};

/// The oldest first. Fails with `not_found` when there is no folder of backups.
Result<std::vector<Backup>> list_backups(const std::filesystem::path& folder);

/// Puts the files of a backup where there is no database; on disk when it returns. Each is checked
/// before any is put: fails with `tampered` when one is damaged or missing.
Result<> restore_backup(const std::filesystem::path& folder, std::uint32_t id,
                        const std::filesystem::path& to);

/// Deletes the backups made before a moment, but never the newest, and every file that no other
/// refers to. How many went.
Result<std::size_t> delete_backups_before(const std::filesystem::path& folder,
                                          std::chrono::sys_seconds moment);

}  // namespace verloop
