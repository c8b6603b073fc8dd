// verloop bench append: commands over the socket, answered when they are durable.

#include <array>

#include "tools/verloop/bench.hpp"
#include "tools/verloop/bench_limits.hpp"
#include "tools/verloop/bench_server.hpp"

namespace verloop {
namespace {

constexpr std::uint64_t events_default = 4000;
constexpr std::size_t limit_writes = 2000;
constexpr std::uint64_t alone_part = 8;  // Of the commands: what one connection alone gives.

struct Measured {
  std::string name;
  std::size_t connections;
  std::size_t in_flight;
  Rounds per_second, cpu_us, p50_us, p99_us;
};

/// A server of its own, so that each load meets a folder that is in the same state.
Result<LoadRun> run_one(BenchFolder& folder, const BenchCases& cases, const Load& load) {
  if (auto made = folder.make_cases(cases, load.commands); made.has_error()) return made.error();
  BenchServer server(folder.instance());
  if (auto started = server.start(); started.has_error()) return started.error();
  return run_load(server.port(), folder.token(), cases, load);
}

Result<> add_round(BenchFolder& folder, Measured& measured, std::uint64_t events,
                   std::size_t round) {
  const BenchCases cases{"r" + std::to_string(round) + "-" + std::to_string(measured.connections) +
                         "-" + std::to_string(measured.in_flight)};
  const std::uint64_t commands = measured.connections == 1 ? events / alone_part + 1 : events;
  const auto run = run_one(folder, cases, {measured.connections, measured.in_flight, commands});
  if (run.has_error()) return run.error();
  measured.per_second.add(run->per_second);
  measured.cpu_us.add(run->cpu_us);
  measured.p50_us.add(run->p50_us);
  measured.p99_us.add(run->p99_us);
  return {};
}

void add_figures(std::vector<Figure>& figures, const Measured& measured, double limit,
                 double write_us) {
  const double rate = measured.per_second.median();
  figures.push_back({measured.name, rate, "commands/s", rate / limit});
  const bool is_alone = measured.connections == 1;
  const double p50 = measured.p50_us.median();
  figures.push_back({"  p50 of a message", p50 / 1000, "ms",
                     is_alone ? std::optional(p50 / write_us) : std::nullopt});
  figures.push_back({"  p99 of a message", measured.p99_us.median() / 1000, "ms", {}});
  figures.push_back({"  CPU of a command", measured.cpu_us.median(), "us", {}});
}

}  // namespace

Result<BenchReport> bench_append(const Console&, const BenchOptions& options) {
  BenchReport report;
  report.events = options.events == 0 ? events_default : options.events;
  report.measured =
      "command.submit of logContact (one sealed field) to a server in this process, answered when "
      "durable; the clients run on the same machine";
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder.error();
  std::array<Measured, 3> loads = {{{"1 connection, 1 in flight", 1, 1, {}, {}, {}, {}},
                                    {"64 connections, 1 in flight", 64, 1, {}, {}, {}, {}},
                                    {"64 connections, 16 in one message", 64, 16, {}, {}, {}, {}}}};
  Rounds limit;
  Rounds write_us;
  std::string limit_name;
  for (std::size_t round = 0; round < options.rounds; ++round) {
    show_progress("append", round, options.rounds);
    const auto writes = synced_writes((*folder)->path() / "limit", limit_writes);
    if (writes.has_error()) return writes.error();
    limit.add(writes->per_second);
    limit_name = writes->name;
    const auto puts = synced_puts((*folder)->path() / "puts", limit_writes / 4);
    if (puts.has_error()) return puts.error();
    write_us.add(*puts->p50_us);
    for (Measured& measured : loads) {
      auto added = add_round(**folder, measured, report.events, round);
      if (added.has_error()) return added.error();
    }
  }
  show_progress("append", options.rounds, options.rounds);
  report.figures.push_back(
      {"limit: " + limit_name + " (best round)", limit.largest(), "writes/s", {}});
  report.figures.push_back(
      {"limit of p50: a synced put on RocksDB (best round)", write_us.smallest() / 1000, "ms", {}});
  for (const Measured& measured : loads)
    add_figures(report.figures, measured, limit.largest(), write_us.smallest());
  return report;
}

}  // namespace verloop
