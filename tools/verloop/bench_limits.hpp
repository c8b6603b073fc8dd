#pragma once
// What the machine allows, measured in the same run as what is held against it.

#include <filesystem>
#include <optional>
#include <string>

#include "events/result.hpp"

namespace verloop {

/// Writes of 400 bytes, each synced before the next, by one thread.
struct SyncedWrites {
  std::string name;  // How it was measured.
  double per_second = 0;
  std::optional<double> p50_us;  // None where the measuring program does not say.
};

/// With RocksDB's `db_bench` where it is installed, else with a loop of our own on RocksDB. In a
/// new folder, which is removed.
Result<SyncedWrites> synced_writes(const std::filesystem::path& folder, std::size_t count);

/// The loop of our own, which says how long one write takes.
Result<SyncedWrites> synced_puts(const std::filesystem::path& folder, std::size_t count);

/// Records a second that an iterator gives of a log's database which nobody has open, with nothing
/// done with them; in seconds of CPU.
Result<double> records_iterated_per_second(const std::filesystem::path& log);

/// Bytes a second of SHA-256 (OpenSSL) over blocks of 16 KiB, by one thread.
double sha256_bytes_per_second();

}  // namespace verloop
