// What lies at positions that follow each other, read in one go for verify.

#include "events/rocksdb/rocks_log.hpp"
#include "events/rocksdb/rocks_tiles.hpp"

namespace verloop {
namespace {

// Of sealed values; a run ends when it holds so many.
constexpr std::size_t sealed_bytes_max = std::size_t{4} << 20;

}  // namespace

std::vector<StoredPosition> RocksLog::stored_run(Position from, std::uint64_t count_max) const {
  const std::vector<Digest> leaves = read_leaves(database_, from, count_max, size());
  std::vector<std::string> records = records_from(from, leaves.size());
  std::vector<StoredPosition> run;
  run.reserve(records.size());
  for (std::string& bytes : records) run.push_back({std::move(bytes), leaves[run.size()], {}});
  if (!run.empty()) add_sealed(from, run);
  return run;
}

/// Ends the run where a sealed value can't be read.
void RocksLog::add_sealed(Position from, std::vector<StoredPosition>& run) const {
  std::size_t bytes = 0;
  const auto visit = [&](std::string_view key, std::string_view value) {
    const std::optional<std::uint64_t> position = keys::number_of(key);
    if (position && *position >= from.value + run.size()) return false;
    const std::optional<std::string> field = keys::field_of(key);
    if (!position || !field) return true;
    const std::size_t index = *position - from.value;
    bytes += value.size();
    auto sealed = values::sealed_from(*field, value);
    const bool is_full = bytes > sealed_bytes_max && index > 0;
    if (!sealed || is_full) return run.resize(index), false;
    run[index].sealed.push_back(std::move(*sealed));
    return true;
  };
  const std::string prefix(1, keys::sealed_kind);
  if (!database_.scan(prefix, keys::sealed_prefix(from), visit)) run.clear();
}

}  // namespace verloop
