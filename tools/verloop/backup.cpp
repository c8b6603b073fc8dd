// verloop backup: the logs and the vault, each in a place of its own.
#include "tools/verloop/backup.hpp"

#include "tools/verloop/backup_parts.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string log, vault;
  std::int64_t vault_days = backup_days_max;
  BackupPlaces places() const { return {log, vault}; }
};

void print_made(const Console& console, const Options& options, const MadeBackup& made,
                std::uint64_t size) {
  if (console.json) {
    return console.print(json::value(json::object{{"logBackup", made.log_id},
                                                  {"vaultBackup", made.vault_id},
                                                  {"size", size},
                                                  {"checkpoint", made.note},
                                                  {"accessCheckpoint", made.access_note},
                                                  {"deletedVaultBackups", made.deleted_vaults}}));
  }
  const std::string log_id = std::to_string(made.log_id), vault_id = std::to_string(made.vault_id);
  const std::string events = std::to_string(size);
  console.print(console.choose("Reservekopie " + log_id + " van de logboeken (" + events +
                                   " gebeurtenissen) in ",
                               "Backup " + log_id + " of the logs (" + events + " events) in ") +
                options.log);
  console.print(console.choose("Reservekopie " + vault_id + " van de kluis in ",
                               "Backup " + vault_id + " of the vault in ") +
                options.vault);
  if (made.deleted_vaults == 0) return;
  console.print(console.choose("Te oude reservekopieën van de kluis vernietigd: ",
                               "Backups of the vault that were too old, destroyed: ") +
                std::to_string(made.deleted_vaults));
}

void back_up(Console& console, const Options& options) {
  if (!check_apart(console, options.places())) return;
  // Before it is made, so that the copy says so.
  if (!enter_administered(console, "backup")) return;
  const auto key = console.load_key();
  if (key.has_error()) return console.fail(key.error());
  auto folder =
      DataFolder::open(console.folder(), *key, OpenMode::read_write, console.erasures_path());
  if (folder.has_error()) return console.fail(folder.error());
  const auto now = std::chrono::floor<std::chrono::seconds>(system_now());
  const auto made =
      verloop::back_up(*folder, options.places(), now, std::chrono::days(options.vault_days));
  if (made.has_error()) return console.fail(made.error());
  print_made(console, options, *made, folder->contents().tail().size);
}

}  // namespace

void add_backup(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "backup", "Back up the logs and the vault, each in its own place",
      "verloop backup --data school --to /backup/log --vault-to /safe/vault");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--to", options->log, "Folder with the backups of the logs")->required();
  command->add_option("--vault-to", options->vault, "Folder with those of the vault")->required();
  command
      ->add_option("--vault-days", options->vault_days,
                   "How many days a backup of the vault is kept (default and most: 30)")
      ->check(CLI::Range(std::int64_t{0}, backup_days_max));
  command->callback([&console, options] { back_up(console, *options); });
}

}  // namespace verloop
