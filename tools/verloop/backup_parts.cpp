#include "tools/verloop/backup_parts.hpp"

#include "tools/verloop/lies_within.hpp"

namespace verloop {

namespace fs = std::filesystem;

namespace {

bool are_apart(const fs::path& one, const fs::path& other) {
  return !lies_within(one, other) && !lies_within(other, one);
}

/// False after a message: something that is no folder stands where backups are to go.
bool check_folder(Console& console, const fs::path& place) {
  std::error_code failed;  // What can't be examined is met again when it is written.
  const fs::file_status status = fs::status(place, failed);
  if (failed || !fs::exists(status) || fs::is_directory(status)) return true;
  console.fail(
      Exit::wrong_use,
      place.string() + console.choose(" is een bestand; noem een map voor de reservekopieën",
                                      " is a file; name a folder for the backups"));
  return false;
}

}  // namespace

bool check_outside(Console& console, const BackupPlaces& places) {
  for (const fs::path& place : {places.log, places.vault}) {
    if (are_apart(place, console.folder())) continue;
    console.fail(
        Exit::wrong_use,
        place.string() +
            console.choose(
                " en de gegevensmap liggen in elkaar; er is niets geschreven. Noem mappen "
                "los van elkaar.",
                " and the data folder lie in one another; nothing was written. Name folders "
                "apart from each other."));
    return false;
  }
  return true;
}

bool check_apart(Console& console, const BackupPlaces& places) {
  if (!check_outside(console, places)) return false;
  if (!are_apart(places.log, places.vault)) {
    console.fail(Exit::wrong_use,
                 console.choose("noem twee mappen die los van elkaar staan: wie beide heeft, heeft "
                                "ook de sleutels bij de gegevens; er is niets geschreven",
                                "name two folders apart from each other: whoever has both has the "
                                "keys beside the data; nothing was written"));
    return false;
  }
  for (const fs::path& place : {places.log, places.vault}) {
    if (!check_folder(console, place)) return false;
    for (const fs::path& file : {console.key_path(), console.erasures_path()}) {
      if (!lies_within(file, place)) continue;
      console.fail(Exit::wrong_use,
                   file.string() + console.choose(" ligt in ", " lies in ") + place.string() +
                       console.choose(
                           ": de hoofdsleutel en zijn lijst horen niet bij een reservekopie; er is "
                           "niets geschreven. Noem een andere map.",
                           ": the key-encryption key and its list do not belong with a backup; "
                           "nothing was written. Name another folder."));
      return false;
    }
  }
  return true;
}

boost::json::object made_json(const MadeBackup& made) {
  return {{"logBackup", made.log_id},
          {"vaultBackup", made.vault_id},
          {"size", made.size},
          {"checkpoint", made.note},
          {"accessCheckpoint", made.access_note},
          {"deletedVaultBackups", made.deleted_vaults},
          {"bytes", made.bytes},
          {"milliseconds", made.took.count()}};
}

bool enter_administered(Console& console, const std::string& subcommand) {
  const auto instance = console.open(Access::read_write);
  if (instance == nullptr) return false;
  auto done = instance->access().administered(acting_administrator(), Instance::local(subcommand));
  if (done.has_value()) done = instance->finish();
  if (done.has_error()) console.fail(done.error());
  return done.has_value();
}

}  // namespace verloop
