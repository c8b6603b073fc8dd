#pragma once
// What the subcommands backup, restore and serve share around backups.

#include <boost/json/object.hpp>

#include "events/rocksdb/folder_backup.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

/// False after a message: a place of backups lies in the data folder, or around it.
bool check_outside(Console& console, const BackupPlaces& places);

/// The same, and who would have one place must not have more than that place's: the other one, or
/// the key-encryption key.
bool check_apart(Console& console, const BackupPlaces& places);

/// Enters in the access log that the administrator at the keyboard did this; false after a message.
bool enter_administered(Console& console, const std::string& subcommand);

/// What was made, for programs.
boost::json::object made_json(const MadeBackup& made);

}  // namespace verloop
