// verloop serve: the server on a data folder, until it is told to stop.
#include <csignal>
#include <cstdio>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/asio/signal_set.hpp>

#include "adapters/backup_desk.hpp"
#include "adapters/chores.hpp"
#include "adapters/server.hpp"
#include "adapters/witness/cosigning.hpp"
#include "events/size_anchor.hpp"
#include "tools/verloop/address.hpp"
#include "tools/verloop/backup_parts.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/system_clock.hpp"
#include "tools/verloop/trust.hpp"
#include "tools/verloop/witness_commands.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;

struct Options {
  std::string listen = "127.0.0.1:7777";
  std::string policy;
  std::string backups, vault_backups;  // Empty: it makes none.
  std::int64_t vault_days = backup_days_max;
};

/// What is asked of a server, checked.
struct Serving {
  Address address;
  BackupPlan backups;  // Empty places: it makes none.
  std::optional<WitnessPolicy> policy;
};

void warn(const std::string& text) {
  spdlog::warn("{}", text);
}

/// None after a message: no address, no places for backups, or no policy whose witnesses can be
/// asked.
std::optional<Serving> read_options(Console& console, const Options& options) {
  const auto address = parse_address(options.listen);
  if (!address) {
    say_no_address(console);
    return std::nullopt;
  }
  const BackupPlan backups{{options.backups, options.vault_backups},
                           std::chrono::days(options.vault_days)};
  Serving serving{*address, backups, std::nullopt};
  if (!options.backups.empty() && !check_apart(console, backups.to)) return std::nullopt;
  if (options.policy.empty()) return serving;
  serving.policy = read_policy(console, options.policy);
  if (!serving.policy) return std::nullopt;
  const auto good = CosignatureCollector::check_urls(*serving.policy);
  if (good.has_value()) return serving;
  console.fail(Exit::wrong_use, "--policy: " + said(good.error().detail, console.language()));
  return std::nullopt;
}

/// False after a message: the policy names logs, and this one is none of them.
bool check_log(Console& console, Instance& instance, const WitnessPolicy& policy) {
  const auto note = instance.log().newest_checkpoint();
  if (note.has_error() || !*note || policy.logs.empty()) return true;
  const auto key = log_key_for(policy, **note);
  if (key.has_error())
    console.fail(Exit::wrong_use, "--policy: " + said(key.error().detail, console.language()));
  return key.has_value();
}

/// Asks the witnesses while the server runs. Goes on from what was kept in the folder.
std::unique_ptr<Cosigning> cosigning_for(const Console& console, asio::thread_pool& storage,
                                         Instance& instance,
                                         const std::optional<WitnessPolicy>& policy) {
  if (!policy) return nullptr;
  const Witnessed kept = find_witnessed(console.folder(), *policy, {});
  const auto file = cosigned_file(console.folder());
  return std::make_unique<Cosigning>(
      storage, instance.log(), *policy,
      Cosigning::Work{[file](const std::string& note) { return replace_file(file, note); }, warn},
      kept.size ? kept.own : std::nullopt, Cosigning::Pauses());
}

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

void say_listening(const Console& console, const std::string& shown) {
  if (console.json) {
    console.print(boost::json::value(boost::json::object{{"listening", shown}}));
  } else {
    console.print(console.choose("Luistert op ", "Listening on ") + shown);
  }
  std::fflush(stdout);
  spdlog::info("started, listening on {}", shown);
}

/// Serves until a signal comes. `noticed` is the day up to which time was noticed.
void run_server(Console& console, Instance& instance, const Serving& serving, Date noticed) {
  const SystemClock clock;
  Upkeep upkeep(instance.log(), {[&instance] { return instance.runner().catch_up(); },
                                 [&instance] { return instance.recover(); }, warn});
  asio::thread_pool storage(1);
  Committer committer(storage, instance.log(), instance.processor(), upkeep);
  AccessDesk access(storage, instance.access());
  const auto cosigning = cosigning_for(console, storage, instance, serving.policy);
  BackupDesk backups(storage, committer,
                     [&instance, &serving] { return hold(*instance.folder(), serving.backups); });
  const DirectoryWork ordering = instance.ordering();
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
                          serving.backups.to.log.empty() ? nullptr : &backups,
                          [&cosigning] { return cosigning ? cosigning->newest() : std::nullopt; },
                          &ordering};
  asio::io_context io(1);
  Server server(io, storage, services);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  const auto port = server.listen(serving.address.host, serving.address.port);
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
  if (cosigning) cosigning->start();
  say_listening(console, format(Address{serving.address.host, *port}));
  io.run();
  chores.stop();
  if (cosigning) cosigning->stop();
  storage.join();
}

void serve(Console& console, const Options& options) {
  // Standard output is for what the program was asked; what becomes of it goes beside that.
  spdlog::set_default_logger(spdlog::stderr_color_mt("verloop"));
  const auto serving = read_options(console, options);
  if (!serving) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const Timestamp now = system_now();
  auto ready = instance->notice_all(now);
  if (ready.has_value()) ready = instance->finish();
  if (ready.has_error()) return console.fail(ready.error());
  if (serving->policy && !check_log(console, *instance, *serving->policy)) return;
  run_server(console, *instance, *serving, day_in_amsterdam(now));
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
  command->add_option("--policy", options->policy,
                      "Have checkpoints cosigned by the witnesses of this file (C2SP tlog-policy)");
  auto* log = command->add_option("--backup-to", options->backups,
                                  "Folder for the backups of the logs that clients ask for");
  auto* vault = command->add_option("--backup-vault-to", options->vault_backups,
                                    "Folder for those of the vault, apart from it");
  auto* days =
      command
          ->add_option("--vault-days", options->vault_days,
                       "How many days a backup of the vault is kept (default and most: 30)")
          ->check(CLI::Range(std::int64_t{0}, backup_days_max));
  days->needs(vault);
  log->needs(vault);
  vault->needs(log);
  command->callback([&console, options] { serve(console, *options); });
}

}  // namespace verloop
