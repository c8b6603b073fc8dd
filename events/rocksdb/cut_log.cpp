#include "events/rocksdb/cut_log.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "events/erasure.hpp"
#include "events/record.hpp"
#include "events/rocksdb/database.hpp"
#include "events/rocksdb/document_keys.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/rocksdb/rocks_tiles.hpp"
#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

constexpr std::size_t changes_per_write = 10'000;
const char* const what = "cutting the log";

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

/// Each method does its part; the order is that of `cut`.
class Cut {
 public:
  Cut(Database& database, std::uint64_t size) : database_(database), size_(size) {}

  Result<std::string> cut() {
    if (auto fits = check_size(); !fits) return fits.error();
    const auto note = newest_note();
    if (!note) return note;
    if (auto whole = check_between_commands(); !whole) return whole.error();
    const auto edge = edge_at(
        [this](TileId tile, std::size_t width) { return read_tile(database_, tile, width); },
        size_);
    if (!edge) return edge.error();
    if (auto removed = remove_entries(); !removed) return removed.error();
    if (auto ended = end_at(*edge); !ended) return ended.error();
    if (auto rewritten = database_.rewrite(); !rewritten) return rewritten.error();
    return note;
  }

 private:
  Result<Record> record_at(Position position) const {
    const auto bytes = database_.get(keys::record(position));
    if (!bytes) return bytes.error();
    return decode_record(bytes->value_or(""));
  }

  Result<> check_size() {
    const auto bytes = database_.get(keys::tail());
    if (!bytes) return bytes.error();
    const auto tail = values::tail_from(bytes->value_or(""));
    if (!tail) return Error{Errc::tampered, "the tail of the log is damaged"};
    whole_size_ = tail->tree.size();
    if (size_ <= whole_size_) return {};
    return Error{Errc::malformed, "the backup holds " + text(whole_size_) + " events, not " +
                                      text(size_) + "; take fewer, or a newer backup"};
  }

  /// The events of a command are there all together or not at all.
  Result<> check_between_commands() const {
    if (size_ == whole_size_) return {};
    const auto last = record_at({size_ - 1});
    if (!last) return last.error();
    const auto next = record_at({size_});
    if (!next) return next.error();
    if (last->command != next->command) return {};
    const auto bytes = database_.get(keys::command(next->command));
    if (!bytes) return bytes.error();
    const auto known = values::command_from(bytes->value_or(""));
    if (!known) return known.error();
    const std::uint64_t first = known->receipt.first.value;
    const std::uint64_t behind = known->receipt.position.next().value;
    return Error{Errc::malformed, "the first " + text(size_) +
                                      " events end within a command; take the first " +
                                      text(first) + " or the first " + text(behind)};
  }

  Result<std::string> newest_note() const {
    std::optional<std::uint64_t> smallest, newest;
    std::string note;
    bool is_damaged = false;
    const auto visit = [&](std::string_view key, std::string_view value) {
      const std::uint64_t at = keys::number_of(key).value_or(0);
      if (!smallest) smallest = at;
      if (at > size_) return false;
      const auto stored = values::checkpoint_from(at, value);
      is_damaged = is_damaged || !stored;
      newest = at;
      if (stored) note = stored->note;
      return !is_damaged;
    };
    const std::string prefix(1, keys::checkpoint_kind);
    if (auto scanned = database_.scan(prefix, prefix, visit); !scanned) return scanned.error();
    if (is_damaged) return Error{Errc::tampered, "a checkpoint of the log is damaged"};
    if (newest) return note;
    return Error{Errc::malformed, "no checkpoint of the log has as few as " + text(size_) +
                                      " events; take the first " + text(smallest.value_or(0)) +
                                      " or more"};
  }

  /// What leads to the events that go: the stream index and the commands.
  Result<> remove_entries() {
    rocksdb::WriteBatch batch;
    for (Position at{size_}; at.value < whole_size_; at = at.next()) {
      const auto record = record_at(at);
      if (!record) return record.error();
      batch.Delete(keys::entry(record->case_id, record->version));
      batch.Delete(keys::command(record->command));
      removed_.emplace(record->case_id, record->version);
      if (static_cast<std::size_t>(batch.Count()) < changes_per_write) continue;
      if (auto written = database_.write(std::move(batch), what); !written) return written;
      batch = rocksdb::WriteBatch();
    }
    return database_.write(std::move(batch), what);
  }

  Result<> end_at(const TileEdge& edge) {
    rocksdb::WriteBatch batch;
    batch.DeleteRange(keys::record({size_}), std::string(1, keys::record_kind + 1));
    batch.DeleteRange(keys::sealed_prefix({size_}), std::string(1, keys::sealed_kind + 1));
    batch.DeleteRange(keys::checkpoint(size_ + 1), std::string(1, keys::checkpoint_kind + 1));
    batch.DeleteRange(std::string(1, keys::hash_kind), std::string(1, keys::hash_kind + 1));
    for (unsigned level = 0; level < tile_levels_max; ++level) {
      const bool is_last = level + 1 == tile_levels_max;
      const std::uint64_t full = hash_count(level, size_) / tile_width_full;
      batch.DeleteRange(keys::tile({level, full}),
                        is_last ? std::string(1, keys::tile_kind + 1) : keys::tile({level + 1, 0}));
    }
    put_growth(batch, {}, edge, {});
    for (const auto& [stream, version] : removed_) {
      batch.Delete(keys::head(stream));
      if (version.value > 0) batch.Put(keys::head(stream), values::number(version.value - 1));
    }
    if (auto counted = count_erasures(batch); !counted) return counted;
    const auto last = record_at({size_ - 1});
    if (!last) return last.error();
    batch.Put(keys::tail(), values::tail({last->recorded_at, edge.tree()}));
    return database_.write(std::move(batch), what);
  }

  /// No more than there are events that tell of some.
  Result<> count_erasures(rocksdb::WriteBatch& batch) const {
    const auto removed = removed_.find(subjects_stream);
    if (removed == removed_.end()) return {};
    const auto done = database_.get(keys::erasures());
    if (!done) return done.error();
    if (!*done) return {};
    const std::uint64_t count = values::number_from(**done).value_or(0);
    batch.Put(keys::erasures(), values::number(std::min(count, removed->second.value)));
    return {};
  }

  Database& database_;
  std::uint64_t size_;
  std::uint64_t whole_size_ = 0;
  std::map<CaseId, Version> removed_;  // The first version of each stream that goes.
};

Result<std::string> cut_once(const std::filesystem::path& folder, std::uint64_t size) {
  auto database = Database::open(folder, OpenMode::read_write);
  return database ? Cut(*database, size).cut() : Result<std::string>(database.error());
}

}  // namespace

Result<std::string> cut_log(const std::filesystem::path& folder, std::uint64_t size) {
  Result<std::string> note = cut_once(folder, size);
  if (!note) return note;
  // The database's list of its files still names what was their last key. Opened again, it is
  // written anew.
  const auto again = Database::open(folder, OpenMode::read_write);
  return again ? note : Result<std::string>(again.error());
}

Result<> cut_documents(const std::filesystem::path& folder, std::uint64_t size) {
  auto database = Database::open(folder, OpenMode::read_write);
  if (!database) return database.error();
  rocksdb::WriteBatch batch;
  for (const char kind : {keys::document_kind, keys::part_kind}) {
    const auto end = static_cast<char>(kind + 1);
    batch.DeleteRange(std::string(1, kind) + values::number(size), std::string(1, end));
  }
  auto written = database->write(std::move(batch), "cutting the documents");
  return written ? database->rewrite() : written;
}

}  // namespace verloop
