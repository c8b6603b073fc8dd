// verloop bench verify, replay, restart and size: on a log that was filled for it.

#include <chrono>
#include <map>

#include "engine/evolve.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/database.hpp"
#include "tools/verloop/bench.hpp"
#include "tools/verloop/bench_folder.hpp"
#include "tools/verloop/bench_limits.hpp"

namespace verloop {
namespace {

using Stopwatch = std::chrono::steady_clock;

constexpr std::uint64_t events_default = 20'000;
constexpr std::size_t page_size = 512;

double seconds_since(Stopwatch::time_point start) {
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

Result<std::unique_ptr<BenchFolder>> filled(const BenchOptions& options) {
  auto folder = BenchFolder::make();
  if (folder.has_error()) return folder;
  const std::uint64_t events = options.events == 0 ? events_default : options.events;
  if (auto done = (*folder)->fill(events); done.has_error()) return done.error();
  return folder;
}

/// What lies in a log, in bytes.
struct Contents {
  std::uint64_t records = 0;
  std::uint64_t sealed = 0;  // Nonces, ciphertexts and tags.
};

Result<Contents> contents_of(const EventLog& log) {
  Contents contents;
  for (Position from;;) {
    const auto page = log.read(from, page_size);
    if (page.has_error()) return page.error();
    if (page->empty()) return contents;
    for (const StoredRecord& stored : *page) {
      contents.records += stored.bytes.size();
      const auto values = log.sealed_values(stored.record.position);
      if (values.has_error()) return values.error();
      for (const SealedValue& value : *values) contents.sealed += value.bytes.size();
      from = stored.record.position.next();
    }
  }
}

using Cases = std::map<CaseId, CaseState>;

/// Reads, checks, decodes and folds every event into its case.
Result<Cases> replay(Instance& instance) {
  Cases cases;
  for (Position from;;) {
    const auto page = instance.log().read(from, page_size);
    if (page.has_error()) return page.error();
    if (page->empty()) return cases;
    for (const StoredRecord& stored : *page) {
      from = stored.record.position.next();
      const Definition* definition = instance.definitions().find(stored.record.procedure);
      if (definition == nullptr) continue;  // The program's own streams.
      CaseState& state = cases[stored.record.case_id];
      state = evolve(std::move(state), stored.record, *definition);
    }
  }
}

/// Replays and their limit: records a second that an iterator gives, seconds of CPU of a replay.
struct Replays {
  Rounds limit, cpu;
  double ratio(double events) const { return events / cpu.median() / limit.largest(); }
};

/// Each once with no block of the database in memory, and once with those that the first left there
/// uncompressed.
Result<> replay_twice(BenchFolder& folder, Replays& compressed, Replays& kept) {
  folder.close();
  Database::forget_blocks();
  for (Replays* replays : {&compressed, &kept}) {
    const auto iterated = records_iterated_per_second(folder.data() / "log");
    if (iterated.has_error()) return iterated.error();
    replays->limit.add(*iterated);
  }
  if (auto opened = folder.open(); opened.has_error()) return opened;
  Database::forget_blocks();
  for (Replays* replays : {&compressed, &kept}) {
    const double before = cpu_seconds();
    const auto cases = replay(folder.instance());
    if (cases.has_error()) return cases.error();
    replays->cpu.add(cpu_seconds() - before);
  }
  return {};
}

Result<double> first_answer(BenchFolder& folder, std::uint64_t number) {
  const auto start = Stopwatch::now();
  if (auto opened = folder.open(); opened.has_error()) return opened.error();
  const BenchCases cases{"after-" + std::to_string(number)};
  const auto answer = folder.instance().processor().submit(cases.command(0), system_now());
  if (answer.has_error()) return answer.error();
  return seconds_since(start);
}

/// Reads what lies at each position and looks at nothing of it. In seconds of CPU.
double cost_of_reading(const LogContents& log) {
  const double before = cpu_seconds();
  const std::uint64_t size = log.tail().size;
  for (Position at; at.value < size;) {
    const std::size_t read = log.stored_run(at, page_size).size();
    at.value += std::max<std::size_t>(1, read);
  }
  return cpu_seconds() - before;
}

double bytes_under(const std::filesystem::path& folder) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes;
}

}  // namespace

Result<BenchReport> bench_verify(const Console&, const BenchOptions& options) {
  auto made = filled(options);
  if (made.has_error()) return made.error();
  Instance& instance = (*made)->instance();
  const auto contents = contents_of(instance.log());
  if (contents.has_error()) return contents.error();
  Rounds limit, elapsed, cpu, reading;
  for (std::size_t round = 0; round < options.rounds; ++round) {
    show_progress("verifying", round, options.rounds);
    limit.add(sha256_bytes_per_second());
    reading.add(cost_of_reading(instance.contents()));
    const auto start = Stopwatch::now();
    const double before = cpu_seconds();
    const VerifyReport report = verify_log(instance.contents(), instance.vault());
    if (!report.faults.empty()) return Error{Errc::tampered, report.faults.front().text};
    elapsed.add(seconds_since(start));
    cpu.add(cpu_seconds() - before);
  }
  show_progress("verifying", options.rounds, options.rounds);
  BenchReport report;
  report.events = instance.log().tail().size;
  report.measured =
      "verify_log over records, leaf hashes, tiles, indexes, commands and sealed values, each of "
      "which is opened; bytes are those of records and sealed values";
  const auto bytes = static_cast<double>(contents->records + contents->sealed);
  const double per_core = bytes / cpu.median();
  const double read = bytes / reading.smallest();
  const auto events = static_cast<double>(report.events);
  report.figures = {
      {"limit: SHA-256 (OpenSSL), one stream, 16 KiB (best)", limit.largest() / 1e6, "MB/s", {}},
      {"verified, per second of CPU", per_core / 1e6, "MB/s", per_core / limit.largest()},
      {"verified, elapsed", bytes / elapsed.median() / 1e6, "MB/s", {}},
      {"one event, CPU", cpu.median() / events * 1e6, "us", {}},
      {"reading from the database and nothing else (best)", read / 1e6, "MB/s",
       read / limit.largest()}};
  return report;
}

Result<std::vector<Figure>> measure_restart(BenchFolder& folder, std::size_t rounds) {
  const std::uint64_t events = folder.instance().log().tail().size;
  Rounds limit, restart;
  std::size_t cases = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    show_progress("restarting", round, rounds);
    const auto start = Stopwatch::now();
    const auto replayed = replay(folder.instance());
    if (replayed.has_error()) return replayed.error();
    limit.add(seconds_since(start));
    cases = replayed->size();
    if (auto finished = folder.instance().finish(); finished.has_error()) return finished.error();
    folder.close();
    const auto answered = first_answer(folder, round);
    if (answered.has_error()) return answered.error();
    restart.add(*answered);
  }
  show_progress("restarting", rounds, rounds);
  return std::vector<Figure>{
      {"limit: replay of all events (best round)", limit.smallest(), "s", {}},
      {"replay", static_cast<double>(events) / limit.smallest(), "events/s", {}},
      {"cases", static_cast<double>(cases), "", {}},
      {"restart to the first answer", restart.median(), "s", restart.median() / limit.smallest()}};
}

Result<BenchReport> bench_replay(const Console&, const BenchOptions& options) {
  auto made = filled(options);
  if (made.has_error()) return made.error();
  BenchFolder& folder = **made;
  BenchReport report;
  report.events = folder.instance().log().tail().size;
  if (auto finished = folder.instance().finish(); finished.has_error()) return finished.error();
  Replays compressed, kept;
  for (std::size_t round = 0; round < options.rounds; ++round) {
    show_progress("replaying", round, options.rounds);
    if (auto done = replay_twice(folder, compressed, kept); done.has_error()) return done.error();
  }
  show_progress("replaying", options.rounds, options.rounds);
  const auto events = static_cast<double>(report.events);
  report.measured =
      "reading, decoding and folding every event into its case, by one thread, in seconds of CPU, "
      "against an iterator over the same records; files are in the page cache. Both begin with no "
      "block in memory, as with a log that is larger than the cache of blocks; and once more with "
      "all blocks in memory, uncompressed";
  report.figures = {
      {"limit: RocksDB iterator (best)", compressed.limit.largest(), "records/s", {}},
      {"replay", events / compressed.cpu.median(), "events/s", compressed.ratio(events)},
      {"one event, CPU", compressed.cpu.median() / events * 1e6, "us", {}},
      {"limit, blocks in memory (best)", kept.limit.largest(), "records/s", {}},
      {"replay, blocks in memory", events / kept.cpu.median(), "events/s", kept.ratio(events)},
      {"one event, CPU, blocks in memory", kept.cpu.median() / events * 1e6, "us", {}}};
  return report;
}

Result<BenchReport> bench_restart(const Console&, const BenchOptions& options) {
  auto made = filled(options);
  if (made.has_error()) return made.error();
  auto figures = measure_restart(**made, options.rounds);
  if (figures.has_error()) return figures.error();
  BenchReport report;
  report.events = (*made)->instance().log().tail().size;
  report.measured =
      "a folder that was closed cleanly, opened until its first command was answered, against "
      "reading, decoding and folding every event into its case; files are in the page cache";
  report.figures = std::move(*figures);
  return report;
}

Result<BenchReport> bench_size(const Console&, const BenchOptions& options) {
  auto made = filled(options);
  if (made.has_error()) return made.error();
  BenchFolder& folder = **made;
  const auto contents = contents_of(folder.instance().log());
  if (contents.has_error()) return contents.error();
  BenchReport report;
  report.events = folder.instance().log().tail().size;
  folder.close();
  const auto events = static_cast<double>(report.events);
  const double log = bytes_under(folder.data() / "log");
  const double json = static_cast<double>(contents->records) / events;
  const double own = (log - static_cast<double>(contents->sealed)) / events;
  report.measured =
      "files of a folder that was closed cleanly; the canonical JSON of the records is the limit; "
      "ciphertexts are those of sealed values, with nonce and tag";
  report.figures = {
      {"limit: canonical JSON of an event", json, "bytes", {}},
      {"log without ciphertexts: record, indexes, tree", own, "bytes/event", own / json},
      {"ciphertexts", static_cast<double>(contents->sealed) / events, "bytes/event", {}},
      {"vault", bytes_under(folder.data() / "vault") / events, "bytes/event", {}},
      {"projections", bytes_under(folder.data() / "projections") / events, "bytes/event", {}}};
  return report;
}

}  // namespace verloop
