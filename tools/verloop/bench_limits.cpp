#include "tools/verloop/bench_limits.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

#include "events/digest.hpp"
#include "events/random.hpp"
#include "events/rocksdb/database.hpp"
#include "tools/verloop/bench.hpp"

namespace verloop {
namespace {

using Stopwatch = std::chrono::steady_clock;

constexpr std::size_t value_bytes = 400;
constexpr std::size_t block_bytes = 16'384;
constexpr auto hashing_time = std::chrono::milliseconds(300);

double seconds_since(Stopwatch::time_point start) {
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

void clear_away(const std::filesystem::path& folder) {
  std::error_code ignored;  // It goes with the folder that it lies in.
  std::filesystem::remove_all(folder, ignored);
}

/// What a command prints; empty when there is no such command.
std::string output_of(const std::string& command) {
  const auto close = [](FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::string text;
  std::array<char, 4096> bytes{};
  while (pipe != nullptr) {
    const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), pipe.get());
    if (count == 0) break;
    text.append(bytes.data(), count);
  }
  return text;
}

/// `fillsync : 184.2 micros/op 5428 ops/sec; ...`
std::optional<double> fillsync(const std::filesystem::path& folder, std::size_t count) {
  const std::string text =
      output_of("db_bench --benchmarks=fillsync --sync=1 --threads=1 --value_size=" +
                std::to_string(value_bytes) + " --num=" + std::to_string(count) + " --db='" +
                folder.string() + "' 2>/dev/null");
  const std::size_t line = text.find("fillsync");
  const std::size_t rate = text.find("micros/op", line);
  double per_second = 0;
  if (line == std::string::npos || rate == std::string::npos) return std::nullopt;
  if (std::sscanf(text.c_str() + rate, "micros/op %lf ops/sec", &per_second) != 1)
    return std::nullopt;
  return per_second;
}

}  // namespace

Result<SyncedWrites> synced_puts(const std::filesystem::path& folder, std::size_t count) {
  auto database = Database::open(folder, OpenMode::create);
  if (database.has_error()) return database.error();
  const std::string value = random_bytes(value_bytes);
  std::vector<double> took;
  const auto start = Stopwatch::now();
  for (std::size_t at = 0; at < count; ++at) {
    const auto before = Stopwatch::now();
    rocksdb::WriteBatch batch;
    batch.Put(std::to_string(at), value);
    auto written = database->write(std::move(batch), "a synced write");
    if (written.has_error()) return written.error();
    took.push_back(seconds_since(before) * 1e6);
  }
  const double per_second = static_cast<double>(count) / seconds_since(start);
  std::nth_element(took.begin(), took.begin() + static_cast<std::ptrdiff_t>(count / 2), took.end());
  clear_away(folder);
  return SyncedWrites{"synced puts on RocksDB, 400 bytes", per_second, took[count / 2]};
}

Result<SyncedWrites> synced_writes(const std::filesystem::path& folder, std::size_t count) {
  const auto rate = fillsync(folder, count);
  clear_away(folder);
  if (!rate) return synced_puts(folder, count);
  return SyncedWrites{"db_bench fillsync, 1 thread, 400 bytes", *rate, std::nullopt};
}

Result<double> records_iterated_per_second(const std::filesystem::path& log) {
  const std::string records = "r";  // As events/rocksdb/keys.hpp spells them.
  auto database = Database::open(log, OpenMode::read_only);
  if (database.has_error()) return database.error();
  std::uint64_t count = 0, bytes = 0;
  const double before = cpu_seconds();
  const auto scanned =
      database->scan(records, records, [&](std::string_view, std::string_view value) {
        ++count;
        bytes += value.size();
        return true;
      });
  if (scanned.has_error()) return scanned.error();
  ensure(bytes > 0, "a log that was filled holds records");
  return static_cast<double>(count) / (cpu_seconds() - before);
}

double sha256_bytes_per_second() {
  const std::string block = random_bytes(block_bytes);
  double bytes = 0;
  const auto start = Stopwatch::now();
  while (Stopwatch::now() - start < hashing_time) {
    for (int at = 0; at < 64; ++at) sha256(block);
    bytes += 64.0 * block_bytes;
  }
  return bytes / seconds_since(start);
}

}  // namespace verloop
