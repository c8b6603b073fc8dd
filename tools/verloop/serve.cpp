// verloop serve: the server on a data folder, until it is told to stop.
#include <csignal>
#include <cstdio>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/asio/signal_set.hpp>

#include "adapters/backup_desk.hpp"
#include "adapters/chores.hpp"
#include "adapters/server.hpp"
#include "tools/verloop/address.hpp"
#include "tools/verloop/backup_parts.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/system_clock.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;

struct Options {
  std::string listen = "127.0.0.1:7777";
  std::string backups, vault_backups;  // Empty: it makes none.
  BackupPlaces places() const { return {backups, vault_backups}; }
};

/// The outcome, after the operator was told of it.
Result<boost::json::object> told_of_backup(const Result<MadeBackup>& made) {
  if (made.has_error()) {
    spdlog::warn("backup failed: {}", made.error().detail);
    return made.error();
  }
  spdlog::info("backup {} made: {} events, {} bytes, {} ms", made->log_id, made->size, made->bytes,
               made->took.count());
  return made_json(*made);
}

/// Holds the folder as it is, and gives what copies that.
Result<BackupDesk::Copy> hold(DataFolder& folder, const BackupPlan& plan) {
  auto held = HeldFolder::hold(folder);
  if (held.has_error()) return told_of_backup(held.error()).error();
  const auto shared = std::make_shared<HeldFolder>(std::move(*held));
  return BackupDesk::Copy([shared, plan](const std::stop_token& stop) {
    const auto now = std::chrono::floor<std::chrono::seconds>(system_now());
    return told_of_backup(shared->back_up(plan, now, stop));
  });
}

/// Serves until a signal comes. `noticed` is the day up to which time was noticed.
void run_server(Console& console, Instance& instance, const Address& address,
                const BackupPlaces& places, Date noticed) {
  const SystemClock clock;
  Upkeep upkeep(instance.log(), {[&instance] { return instance.runner().catch_up(); },
                                 [&instance] { return instance.recover(); },
                                 [](const std::string& text) { spdlog::warn("{}", text); }});
  asio::thread_pool storage(1);
  Committer committer(storage, instance.log(), instance.processor(), upkeep);
  AccessDesk access(storage, instance.access());
  const BackupPlan plan{places, std::chrono::days(backup_days_max)};
  BackupDesk backups(storage, committer,
                     [&instance, &plan] { return hold(*instance.folder(), plan); });
  const Services services{instance.log(),
                          instance.vault(),
                          instance.definitions(),
                          instance.directory(),
                          instance.processor(),
                          clock,
                          upkeep,
                          committer,
                          access,
                          "0.1.0",
                          {},
                          places.log.empty() ? nullptr : &backups};
  asio::io_context io(1);
  Server server(io, storage, services);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  const auto port = server.listen(address.host, address.port);
  if (port.has_error()) return console.fail(port.error());
  Chores chores(
      storage, services, server, [&instance](Timestamp now) { return instance.notice_all(now); },
      noticed);
  signals.async_wait([&server, &backups](const boost::system::error_code& cancelled, int) {
    if (cancelled) return;
    server.stop();
    backups.stop();  // Its asker's answer is work of the I/O thread's.
  });
  chores.start();
  const std::string shown = format(Address{address.host, *port});
  if (console.json) {
    console.print(boost::json::value(boost::json::object{{"listening", shown}}));
  } else {
    console.print(console.choose("Luistert op ", "Listening on ") + shown);
  }
  std::fflush(stdout);
  spdlog::info("started, listening on {}", shown);
  io.run();
  chores.stop();
  storage.join();
}

void serve(Console& console, const Options& options) {
  // Standard output is for what the program was asked; what becomes of it goes beside that.
  spdlog::set_default_logger(spdlog::stderr_color_mt("verloop"));
  const auto address = parse_address(options.listen);
  if (!address) return say_no_address(console);
  if (!options.backups.empty() && !check_apart(console, options.places())) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const Timestamp now = system_now();
  auto ready = instance->notice_all(now);
  if (ready.has_value()) ready = instance->finish();
  if (ready.has_error()) return console.fail(ready.error());
  run_server(console, *instance, *address, options.places(), day_in_amsterdam(now));
  const auto finished = instance->finish();
  if (finished.has_error()) console.fail(finished.error());
  spdlog::info("stopped");
}

}  // namespace

void add_serve(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "serve", "Serve a data folder over the network",
                                     "verloop serve --data school --listen 127.0.0.1:7777");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--listen", options->listen,
                      "ADDRESS:PORT (default: 127.0.0.1:7777; port 0: any)");
  auto* log = command->add_option("--backup-to", options->backups,
                                  "Folder for the backups of the logs that clients ask for");
  auto* vault = command->add_option("--backup-vault-to", options->vault_backups,
                                    "Folder for those of the vault, each kept for 30 days");
  log->needs(vault);
  vault->needs(log);
  command->callback([&console, options] { serve(console, *options); });
}

}  // namespace verloop
