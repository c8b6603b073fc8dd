// verloop backup: logs with documents, and the vault, each in a place of its own; or a server that
// is asked to.
#include "tools/verloop/backup.hpp"

#include <cstdlib>
#include <iomanip>
#include <sstream>

#include <boost/json/serialize.hpp>

#include "tools/verloop/backup_parts.hpp"
#include "tools/verloop/server_call.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string log, vault, server;
  std::int64_t vault_days = backup_days_max;
  BackupPlaces places() const { return {log, vault}; }
};

std::string number_in(const json::object& made, const char* name) {
  return json::serialize(made.at(name));
}

/// `1.25 s`
std::string seconds_in(const json::object& made) {
  constexpr double per_second = 1000;
  std::ostringstream text;
  text << std::fixed << std::setprecision(2)
       << made.at("milliseconds").to_number<double>() / per_second << " s";
  return text.str();
}

/// `where` are the places for logs and vault, or the server that has them.
void print_made(const Console& console, const json::object& made, const BackupPlaces& where) {
  if (console.json) return console.print(json::value(made));
  const std::string log_id = number_in(made, "logBackup"), size = number_in(made, "size");
  const std::string vault_id = number_in(made, "vaultBackup"), bytes = number_in(made, "bytes");
  console.print(console.choose("Reservekopie " + log_id + " van de logboeken (" + size +
                                   " gebeurtenissen) in ",
                               "Backup " + log_id + " of the logs (" + size + " events) in ") +
                where.log.string());
  console.print(console.choose("Reservekopie " + vault_id + " van de kluis in ",
                               "Backup " + vault_id + " of the vault in ") +
                where.vault.string());
  console.print(
      console.choose("Samen " + bytes + " bytes, in ", "Together " + bytes + " bytes, in ") +
      seconds_in(made));
  if (number_in(made, "deletedVaultBackups") == "0") return;
  console.print(console.choose("Te oude reservekopieën van de kluis vernietigd: ",
                               "Backups of the vault that were too old, destroyed: ") +
                number_in(made, "deletedVaultBackups"));
}

void back_up_here(Console& console, const Options& options) {
  if (options.log.empty() || options.vault.empty() || console.data.empty()) {
    return console.fail(
        Exit::wrong_use,
        console.choose("noem --data MAP, --to MAP en --vault-to MAP, of --server ADRES:POORT",
                       "name --data DIR, --to DIR and --vault-to DIR, or --server HOST:PORT"));
  }
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
      verloop::back_up(*folder, {options.places(), std::chrono::days(options.vault_days)}, now);
  if (made.has_error()) return console.fail(made.error());
  print_made(console, made_json(*made), options.places());
}

void ask_server(Console& console, const std::string& server) {
  const auto address = parse_address(server);
  if (!address) {
    return console.fail(Exit::wrong_use,
                        console.choose("--server: verwacht ADRES:POORT, zoals 127.0.0.1:7777",
                                       "--server: expected HOST:PORT, as in 127.0.0.1:7777"));
  }
  const auto token = token_given(console);
  if (!token) return;
  const auto made = call_server(console, {*address, *token, "admin.backup", {}});
  const std::string where = console.choose("de map van ", "the folder of ") + server;
  if (made) print_made(console, *made, {where, where});
}

void back_up(Console& console, const Options& options) {
  const char* environment = std::getenv("VERLOOP_SERVER");
  const bool is_here = !console.data.empty() || !options.log.empty() || !options.vault.empty();
  if (!options.server.empty()) return ask_server(console, options.server);
  if (!is_here && environment != nullptr && *environment != '\0')
    return ask_server(console, environment);
  back_up_here(console, options);
}

}  // namespace

void add_backup(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "backup",
                     "Back up the logs with their documents, and apart from them the vault",
                     "verloop backup --data school --to /backup/log --vault-to /safe/vault\n"
                     "  VERLOOP_TOKEN=vl_... verloop backup --server 127.0.0.1:7777");
  auto options = std::make_shared<Options>();
  const auto here = {
      command->add_option("--data", console.data, "The data folder, which no server has open"),
      command->add_option("--key-file", console.key_file,
                          "File with the key-encryption key (default: DIR.key)"),
      command->add_option("--to", options->log,
                          "Folder with the backups of the logs and documents"),
      command->add_option("--vault-to", options->vault, "Folder with those of the vault"),
      command
          ->add_option("--vault-days", options->vault_days,
                       "How many days a backup of the vault is kept (default and most: 30)")
          ->check(CLI::Range(std::int64_t{0}, backup_days_max))};
  CLI::Option* server = command->add_option(
      "--server", options->server,
      "HOST:PORT of a running server, which makes it where its operator said (default: "
      "VERLOOP_SERVER); your token is taken from VERLOOP_TOKEN");
  for (CLI::Option* option : here) server->excludes(option);
  command->callback([&console, options] { back_up(console, *options); });
}

}  // namespace verloop
