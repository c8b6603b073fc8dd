// verloop bench memory and growth: what a larger log costs, beside a smaller one.

#include <chrono>
#include <ctime>
#include <fstream>
#include <malloc.h>
#include <unistd.h>

#include "tools/verloop/bench.hpp"
#include "tools/verloop/bench_folder.hpp"

namespace verloop {
namespace {

using Stopwatch = std::chrono::steady_clock;

constexpr std::uint64_t memory_events_default = 100'000;
constexpr std::uint64_t memory_events_limit = 50'000;
constexpr std::uint64_t growth_events_default = 20'000;
constexpr std::uint64_t cases_read = 200;  // Of a round.

double seconds_since(Stopwatch::time_point start) {
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

/// Of all threads of the process.
double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

/// What of this process lies in memory, in bytes (proc(5), `statm`).
double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

Result<> fill(BenchFolder& folder, std::uint64_t events) {
  auto done = folder.fill(events, [](std::uint64_t at, std::uint64_t of) {
    show_progress("filling the log", std::min(at, of), of);
  });
  show_progress("filling the log", events, events);
  return done;
}

/// Of a folder that is opened with its projections thrown away, made anew, and that has answered a
/// command.
Result<double> bytes_after_rebuild(BenchFolder& folder, const std::string& name) {
  folder.close();
  ::malloc_trim(0);  // What filling the log has left counts for neither.
  if (auto opened = folder.open(Access::rebuild); opened.has_error()) return opened.error();
  auto rebuilt = folder.instance().runner().rebuild("");
  if (rebuilt.has_error()) return rebuilt.error();
  const auto answer =
      folder.instance().processor().submit(BenchCases{name}.command(0), system_now());
  if (answer.has_error()) return answer.error();
  return resident_bytes();
}

/// What a log of one size costs.
struct Costs {
  double append_us = 0;  // CPU of an event that was added since the size before.
  double read_us = 0;
  double open_us = 0;
  double verify_us = 0;  // CPU of an event.
};

/// Reads cases from all over the log, each from its first event.
Result<double> seconds_of_reading(Instance& instance, std::uint64_t cases) {
  const auto start = Stopwatch::now();
  for (std::uint64_t number = 0; number < cases_read; ++number) {
    const auto id = BenchCases::filled().case_of(number * 7919 % cases * BenchCases::commands);
    const auto state = state_until(instance.sources(), id, {});
    if (state.has_error()) return state.error();
    if (!*state) return Error{Errc::not_found, "there is no case " + id.text};
  }
  return seconds_since(start) / cases_read;
}

Result<Costs> costs_of(BenchFolder& folder, std::uint64_t events, std::size_t rounds) {
  const std::uint64_t before = folder.instance().log().tail().size;
  const double cpu_before = cpu_seconds();
  if (auto done = fill(folder, events); done.has_error()) return done.error();
  Costs costs;
  costs.append_us = (cpu_seconds() - cpu_before) / static_cast<double>(events - before) * 1e6;
  Rounds read, opened, verified;
  for (std::size_t round = 0; round < rounds; ++round) {
    show_progress("measuring", round, rounds);
    folder.close();
    const auto start = Stopwatch::now();
    if (auto open = folder.open(); open.has_error()) return open.error();
    opened.add(seconds_since(start));
    const auto reading =
        seconds_of_reading(folder.instance(), events / BenchCases::commands / 2 + 1);
    if (reading.has_error()) return reading.error();
    read.add(*reading);
    const double cpu = cpu_seconds();
    const VerifyReport report = verify_log(folder.instance().contents(), folder.instance().vault());
    if (!report.faults.empty()) return Error{Errc::tampered, report.faults.front().text};
    verified.add((cpu_seconds() - cpu) / static_cast<double>(report.size));
  }
  show_progress("measuring", rounds, rounds);
  costs.read_us = read.median() * 1e6;
  costs.open_us = opened.median() * 1e6;
  costs.verify_us = verified.median() * 1e6;
  return costs;
}

}  // namespace

Result<BenchReport> bench_memory(const Console&, const BenchOptions& options) {
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder.error();
  const std::uint64_t events = options.events == 0 ? memory_events_default : options.events;
  const std::uint64_t fewer = std::min(memory_events_limit, events / 2 + 1);
  if (auto done = fill(**folder, fewer); done.has_error()) return done.error();
  const auto limit = bytes_after_rebuild(**folder, "fewer");
  if (limit.has_error()) return limit.error();
  if (auto done = fill(**folder, events); done.has_error()) return done.error();
  const auto bytes = bytes_after_rebuild(**folder, "all");
  if (bytes.has_error()) return bytes.error();
  BenchReport report;
  report.events = (*folder)->instance().log().tail().size;
  report.measured =
      "what of the process lies in memory after all projections were made anew and a command was "
      "answered; once each, whatever the rounds";
  report.figures = {
      {"limit: with " + std::to_string(fewer) + " events", *limit / 1e6, "MB", {}},
      {"with " + std::to_string(report.events) + " events", *bytes / 1e6, "MB", *bytes / *limit},
      {"cases", static_cast<double>(report.events / BenchCases::commands), "", {}}};
  return report;
}

Result<BenchReport> bench_growth(const Console&, const BenchOptions& options) {
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder.error();
  const std::uint64_t events = options.events == 0 ? growth_events_default : options.events;
  const auto first = costs_of(**folder, events / 2 + 1, options.rounds);
  if (first.has_error()) return first.error();
  const auto second = costs_of(**folder, events, options.rounds);
  if (second.has_error()) return second.error();
  BenchReport report;
  report.events = (*folder)->instance().log().tail().size;
  report.measured =
      "a log at half of its size (the limit) and at all of it: the CPU of adding an event of that "
      "half, reading and folding a case of some thirty events, opening the folder, the CPU of "
      "verifying an event; files are in the page cache";
  const auto add = [&report](const std::string& what, double at_half, double at_all) {
    report.figures.push_back({"limit: " + what + ", at half", at_half, "us", {}});
    report.figures.push_back({what, at_all, "us", at_all / at_half});
  };
  add("append, CPU of an event", first->append_us, second->append_us);
  add("a case read", first->read_us, second->read_us);
  add("open", first->open_us, second->open_us);
  add("verify, CPU of an event", first->verify_us, second->verify_us);
  return report;
}

}  // namespace verloop
