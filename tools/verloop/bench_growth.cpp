// verloop bench growth: what a large log costs, beside a smaller one.

#include <algorithm>
#include <fstream>
#include <malloc.h>
#include <unistd.h>

#include "tools/verloop/bench.hpp"
#include "tools/verloop/bench_folder.hpp"

namespace verloop {
namespace {

constexpr std::uint64_t events_default = 20'000;
constexpr std::uint64_t memory_events_limit = 50'000;
constexpr std::uint64_t stretch_events_max = 1'000'000;
constexpr std::uint64_t cases_read = 200;  // Of a round.

/// What of this process lies in memory, in bytes (proc(5), `statm`).
double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

/// Of a folder that is opened with its projections thrown away, made anew, whose open cases were
/// all looked at as a server does when it starts, and that has answered a command.
Result<double> bytes_after_rebuild(BenchFolder& folder, const std::string& name) {
  folder.close();
  ::malloc_trim(0);  // What filling the log has left counts for neither.
  if (auto opened = folder.open(Access::rebuild); opened.has_error()) return opened.error();
  auto rebuilt = folder.instance().runner().rebuild("");
  if (rebuilt.has_error()) return rebuilt.error();
  auto noticed = folder.instance().notice_all(system_now());
  if (noticed.has_error()) return noticed.error();
  const auto answer =
      folder.instance().processor().submit(BenchCases{name}.command(0), system_now());
  if (answer.has_error()) return answer.error();
  return resident_bytes();
}

/// What a log of one size costs, in seconds of CPU.
struct Costs {
  double append = 0;  // Of an event of the stretch that was added last.
  Rounds read, open, verify;
};

/// Reads cases from all over the log, each from its first event.
Result<double> cost_of_reading(Instance& instance, std::uint64_t cases) {
  const double before = cpu_seconds();
  for (std::uint64_t number = 0; number < cases_read; ++number) {
    const std::uint64_t which = number * cases / cases_read;
    const auto id = BenchCases::filled().case_of(which * BenchCases::commands);
    const auto state = state_until(instance.sources(), id, {});
    if (state.has_error()) return state.error();
    if (!*state) return Error{Errc::not_found, "there is no case " + id.text};
  }
  return (cpu_seconds() - before) / cases_read;
}

/// Fills the log up to `events` and measures what that cost for each that was added.
Result<double> cost_of_filling(BenchFolder& folder, std::uint64_t events) {
  const std::uint64_t before = folder.instance().log().tail().size;
  const double cpu = cpu_seconds();
  if (auto done = folder.fill(events); done.has_error()) return done.error();
  const std::uint64_t added = folder.instance().log().tail().size - before;
  return (cpu_seconds() - cpu) / static_cast<double>(std::max<std::uint64_t>(1, added));
}

Result<Costs> costs_of(BenchFolder& folder, double append, std::size_t rounds) {
  Costs costs;
  costs.append = append;
  for (std::size_t round = 0; round < rounds; ++round) {
    show_progress("measuring", round, rounds);
    folder.close();
    double cpu = cpu_seconds();
    if (auto open = folder.open(); open.has_error()) return open.error();
    costs.open.add(cpu_seconds() - cpu);
    const auto reading = cost_of_reading(folder.instance(), folder.cases());
    if (reading.has_error()) return reading.error();
    costs.read.add(*reading);
    cpu = cpu_seconds();
    const VerifyReport report = verify_log(folder.instance().contents(), folder.instance().vault());
    if (!report.faults.empty()) return Error{Errc::tampered, report.faults.front().text};
    costs.verify.add((cpu_seconds() - cpu) / static_cast<double>(report.size));
  }
  show_progress("measuring", rounds, rounds);
  return costs;
}

/// The log at its beginning and at its whole size.
struct Growth {
  std::uint64_t few = 0;  // Events, of the memory's limit.
  double bytes_few = 0, bytes_all = 0;
  std::uint64_t stretch = 0;  // Events: the first so many against the last so many.
  Costs first, last;
};

Result<Growth> grow(BenchFolder& folder, std::uint64_t events, std::size_t rounds) {
  Growth growth;
  if (auto done = folder.fill(std::min(memory_events_limit, events / 4 + 1)); done.has_error())
    return done.error();
  growth.few = folder.instance().log().tail().size;
  const auto few = bytes_after_rebuild(folder, "few");
  if (few.has_error()) return few.error();
  growth.bytes_few = *few;

  growth.stretch = std::min(stretch_events_max, events / 2 + 1);
  auto append = cost_of_filling(folder, growth.stretch);
  if (append.has_error()) return append.error();
  auto costs = costs_of(folder, *append, rounds);
  if (costs.has_error()) return costs.error();
  growth.first = std::move(*costs);

  if (auto done = folder.fill(events - growth.stretch); done.has_error()) return done.error();
  append = cost_of_filling(folder, events);
  if (append.has_error()) return append.error();
  costs = costs_of(folder, *append, rounds);
  if (costs.has_error()) return costs.error();
  growth.last = std::move(*costs);

  const auto all = bytes_after_rebuild(folder, "all");
  if (all.has_error()) return all.error();
  growth.bytes_all = *all;
  return growth;
}

}  // namespace

Result<BenchReport> bench_growth(const Console&, const BenchOptions& options) {
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder.error();
  const std::uint64_t events = options.events == 0 ? events_default : options.events;
  const auto growth = grow(**folder, events, options.rounds);
  if (growth.has_error()) return growth.error();
  const auto restart = measure_restart(**folder, options.rounds);
  if (restart.has_error()) return restart.error();
  BenchReport report;
  report.events = (*folder)->instance().log().tail().size;
  report.measured =
      "CPU with the first " + std::to_string(growth->stretch) +
      " events (the limit) and with all: adding one of the first or last so many, reading and "
      "folding a case of some thirty events, opening the folder, verifying an event; what of the "
      "process lies in memory after all projections were made anew, all open cases looked at and "
      "a command answered, once each; and a restart against a replay. Files are in the page "
      "cache, and cases were filled one after the other";
  const auto add = [&report](const std::string& what, double first, double last) {
    report.figures.push_back({"limit: " + what + ", first", first * 1e6, "us", {}});
    report.figures.push_back({what, last * 1e6, "us", last / first});
  };
  const auto& [few, bytes_few, bytes_all, stretch, first, last] = *growth;
  add("append, an event", first.append, last.append);
  add("a case read", first.read.smallest(), last.read.median());
  add("open", first.open.smallest(), last.open.median());
  add("verify, an event", first.verify.smallest(), last.verify.median());
  report.figures.push_back(
      {"limit: memory with " + std::to_string(few) + " events", bytes_few / 1e6, "MB", {}});
  report.figures.push_back({"memory with all", bytes_all / 1e6, "MB", bytes_all / bytes_few});
  report.figures.insert(report.figures.end(), restart->begin(), restart->end());
  return report;
}

}  // namespace verloop
