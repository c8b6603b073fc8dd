// verloop bench memory and growth: what a larger log costs, beside a smaller one.

#include <fstream>
#include <malloc.h>
#include <unistd.h>

#include "tools/verloop/bench.hpp"
#include "tools/verloop/bench_folder.hpp"

namespace verloop {
namespace {

constexpr std::uint64_t memory_events_default = 100'000;
constexpr std::uint64_t memory_events_limit = 50'000;
constexpr std::uint64_t growth_events_default = 20'000;
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

/// What a log of one size costs, in CPU.
struct Costs {
  double append = 0;  // Of an event that was added since the size before, in seconds.
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

Result<Costs> costs_of(BenchFolder& folder, std::uint64_t events, std::size_t rounds) {
  Costs costs;
  const std::uint64_t before = folder.instance().log().tail().size;
  double cpu = cpu_seconds();
  if (auto done = folder.fill(before + events); done.has_error()) return done.error();
  const std::uint64_t size = folder.instance().log().tail().size;
  costs.append = (cpu_seconds() - cpu) / static_cast<double>(size - before);
  for (std::size_t round = 0; round < rounds; ++round) {
    show_progress("measuring", round, rounds);
    folder.close();
    cpu = cpu_seconds();
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

}  // namespace

Result<BenchReport> bench_memory(const Console&, const BenchOptions& options) {
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder.error();
  const std::uint64_t events = options.events == 0 ? memory_events_default : options.events;
  const std::uint64_t fewer = std::min(memory_events_limit, events / 2 + 1);
  if (auto done = (*folder)->fill(fewer); done.has_error()) return done.error();
  const std::uint64_t size = (*folder)->instance().log().tail().size;
  const auto limit = bytes_after_rebuild(**folder, "fewer");
  if (limit.has_error()) return limit.error();
  if (auto done = (*folder)->fill(events); done.has_error()) return done.error();
  const auto bytes = bytes_after_rebuild(**folder, "all");
  if (bytes.has_error()) return bytes.error();
  BenchReport report;
  report.events = (*folder)->instance().log().tail().size;
  report.measured =
      "what of the process, which filled the log before, lies in memory after all projections were "
      "made anew, all open cases looked at and a command answered; once each, whatever the rounds";
  report.figures = {
      {"limit: with " + std::to_string(size) + " events", *limit / 1e6, "MB", {}},
      {"with " + std::to_string(report.events) + " events", *bytes / 1e6, "MB", *bytes / *limit},
      {"cases", static_cast<double>((*folder)->cases()), "", {}}};
  return report;
}

Result<BenchReport> bench_growth(const Console&, const BenchOptions& options) {
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder.error();
  const std::uint64_t events = options.events == 0 ? growth_events_default : options.events;
  auto first = costs_of(**folder, events / 2 + 1, options.rounds);
  if (first.has_error()) return first.error();
  auto second = costs_of(**folder, events / 2 + 1, options.rounds);
  if (second.has_error()) return second.error();
  BenchReport report;
  report.events = (*folder)->instance().log().tail().size;
  report.measured =
      "CPU in a log at half of its size (the limit) and at all of it: adding an event of that "
      "half, "
      "reading and folding a case of some thirty events, opening the folder, verifying an event; "
      "files are in the page cache, and cases were filled one after the other";
  const auto add = [&report](const std::string& what, double at_half, double at_all) {
    report.figures.push_back({"limit: " + what + ", at half", at_half * 1e6, "us", {}});
    report.figures.push_back({what, at_all * 1e6, "us", at_all / at_half});
  };
  add("append, an event", first->append, second->append);
  add("a case read", first->read.smallest(), second->read.median());
  add("open", first->open.smallest(), second->open.median());
  add("verify, an event", first->verify.smallest(), second->verify.median());
  return report;
}

}  // namespace verloop
