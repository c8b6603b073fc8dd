// Reading, and what lies in the log as verify sees it. A key that is not spelled as a log's is
// passed over everywhere but in `strangers`.

#include <algorithm>

#include "events/checked_record.hpp"
#include "events/rocksdb/rocks_log.hpp"
#include "events/rocksdb/rocks_tiles.hpp"

namespace verloop {
namespace {

/// The error of a record that can't be read, which names its position whatever the cause.
Error unreadable(Position position, const Error& cause) {
  return {cause.code, bad_record(position, "can't be read: " + cause.detail).detail};
}

Error bad_entry(const CaseId& stream, Version version, const std::string& what) {
  return {Errc::tampered, "the index entry of stream " + stream.text + ", version " +
                              std::to_string(version.value) + ", " + what};
}

StoredCommand known_in(const CommandId& command, const Result<std::optional<std::string>>& bytes) {
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<KnownCommand>();
  auto known = values::command_from(**bytes);
  if (!known)
    return Error{Errc::tampered, "what is stored of command " + command.text + " is damaged"};
  return std::optional<KnownCommand>(std::move(*known));
}

}  // namespace

Result<StoredRecord> RocksLog::read_one(Position position) const {
  auto bytes = stored_bytes(position);
  if (!bytes) return bytes.error();
  const auto leaf = stored_leaf(position);
  if (!leaf) return leaf.error();
  if (!*bytes) return bad_record(position, "is missing");
  if (!*leaf) return bad_record(position, "has lost its leaf hash");
  return checked_record(position, std::move(**bytes), **leaf);
}

/// The bytes of records that follow each other; ends early at one that is missing or unreadable.
std::vector<std::string> RocksLog::records_from(Position from, std::uint64_t count) const {
  std::vector<std::string> found;
  found.reserve(count);
  const std::string prefix(1, keys::record_kind);
  const auto visit = [&](std::string_view key, std::string_view value) {
    if (found.size() == count || keys::number_of(key) != from.value + found.size()) return false;
    found.emplace_back(value);
    return true;
  };
  // A failure ends the run; whoever needs what comes after it asks again and gets the error.
  static_cast<void>(database_.scan(prefix, keys::record(from), visit));
  return found;
}

/// Leaf hashes in the same way. The log has at least so many.
std::vector<Digest> RocksLog::leaves_from(Position from, std::uint64_t count) const {
  std::vector<Digest> found;
  while (found.size() < count) {
    const Position next{from.value + found.size()};
    const std::size_t slot = leaf_slot(next);
    const std::size_t width = std::min(slot + count - found.size(), tile_width_full);
    const auto hashes = read_tile(database_, leaf_tile(next), width);
    if (!hashes) break;
    found.insert(found.end(), hashes->begin() + static_cast<std::ptrdiff_t>(slot), hashes->end());
  }
  return found;
}

Result<std::vector<StoredRecord>> RocksLog::read(Position from, std::size_t count_max) const {
  const std::uint64_t size = this->size();
  std::vector<StoredRecord> records;
  if (from.value >= size) return records;
  const std::uint64_t count = std::min<std::uint64_t>(count_max, size - from.value);
  records.reserve(count);
  std::vector<std::string> bytes = records_from(from, count);
  const std::vector<Digest> leaves = leaves_from(from, count);
  for (std::uint64_t index = 0; index < count; ++index) {
    const Position at{from.value + index};
    const bool whole = index < bytes.size() && index < leaves.size();
    Result<StoredRecord> record =
        whole ? checked_record(at, std::move(bytes[index]), leaves[index]) : read_one(at);
    if (!record) return record.error();
    records.push_back(std::move(*record));
  }
  return records;
}

Result<std::vector<StreamEntry>> RocksLog::entries_from(const CaseId& stream, Version from,
                                                        std::size_t count_max) const {
  std::vector<StreamEntry> entries;
  std::optional<Error> fault;
  Version expected = from;
  const auto visit = [&](std::string_view key, std::string_view value) {
    if (entries.size() == count_max) return false;
    const auto place = keys::place_of(key);
    const auto position = values::number_from(value);
    if (!place || place->version != expected || !position) {
      fault = bad_entry(stream, expected, "is missing or damaged");
      return false;
    }
    entries.push_back({stream, expected, Position{*position}});
    expected = expected.next();
    return true;
  };
  const auto scanned = database_.scan(keys::entry_prefix(stream), keys::entry(stream, from), visit);
  if (!scanned) return bad_entry(stream, expected, "can't be read: " + scanned.error().detail);
  if (fault) return *fault;
  return entries;
}

Result<StoredRecord> RocksLog::read_placed(const StreamEntry& entry) const {
  Result<StoredRecord> record = read_one(entry.position);
  if (!record) return record;
  if (record->record.case_id != entry.stream || record->record.version != entry.version) {
    return bad_entry(entry.stream, entry.version,
                     "points to position " + std::to_string(entry.position.value) +
                         ", which holds another event");
  }
  return record;
}

Result<std::vector<StoredRecord>> RocksLog::read_stream(const CaseId& stream, Version from,
                                                        std::size_t count_max) const {
  const auto entries = entries_from(stream, from, count_max);
  if (!entries) return entries.error();
  std::vector<StoredRecord> records;
  for (const StreamEntry& entry : *entries) {
    Result<StoredRecord> record = read_placed(entry);
    if (!record) return record.error();
    records.push_back(std::move(*record));
  }
  return records;
}

Result<std::optional<Version>> RocksLog::last_version(const CaseId& stream) const {
  const auto bytes = database_.get(keys::head(stream));
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<Version>();
  const auto version = values::number_from(**bytes);
  if (!version)
    return Error{Errc::tampered, "the last version of stream " + stream.text + " is damaged"};
  return std::optional<Version>(Version{*version});
}

Result<std::vector<CaseId>> RocksLog::streams() const {
  std::vector<CaseId> names;
  const std::string prefix(1, keys::head_kind);
  const auto scanned = database_.scan(prefix, prefix, [&](std::string_view key, std::string_view) {
    if (keys::is_log_key(key)) names.push_back(CaseId{keys::name_of(key)});
    return true;
  });
  if (!scanned) return scanned.error();
  return names;
}

Result<std::vector<SealedValue>> RocksLog::sealed_values(Position position) const {
  std::vector<SealedValue> found;
  bool damaged = false;
  const std::string prefix = keys::sealed_prefix(position);
  const auto visit = [&](std::string_view key, std::string_view value) {
    const std::optional<std::string> field = keys::field_of(key);
    if (!field) return true;
    auto sealed = values::sealed_from(*field, value);
    damaged = damaged || !sealed;
    if (sealed) found.push_back(std::move(*sealed));
    return true;
  };
  const auto scanned = database_.scan(prefix, prefix, visit);
  if (!scanned)
    return bad_record(position, "has sealed values that can't be read: " + scanned.error().detail);
  if (damaged) return bad_record(position, "has a damaged sealed value");
  return found;
}

Result<std::optional<Receipt>> RocksLog::find_command(const CommandId& command,
                                                      const Digest& content) const {
  const auto known = stored_command(command);
  if (!known) return known.error();
  if (!*known) return std::optional<Receipt>();
  Result<Receipt> receipt = repeat_receipt(command, **known, content);
  if (!receipt) return receipt.error();
  return std::optional<Receipt>(std::move(*receipt));
}

Result<std::optional<std::string>> RocksLog::stored_bytes(Position position) const {
  auto bytes = database_.get(keys::record(position));
  if (!bytes) return unreadable(position, bytes.error());
  return bytes;
}

Result<std::optional<Digest>> RocksLog::stored_leaf(Position position) const {
  if (position.value >= size()) return std::optional<Digest>();
  auto leaf = read_leaf(database_, position, size());
  if (!leaf) return bad_record(position, "has an unreadable leaf hash: " + leaf.error().detail);
  return leaf;
}

Result<std::vector<Digest>> RocksLog::tile(TileId tile, std::size_t width) const {
  if (width == 0 || width > tile_width(tile, size())) {
    return Error{Errc::not_found, "the tree has no tile of " + std::to_string(width) +
                                      " hashes at index " + std::to_string(tile.index) +
                                      " of level " + std::to_string(tile.level)};
  }
  return read_tile(database_, tile, width);
}

Result<std::optional<Position>> RocksLog::stored_entry(const CaseId& stream,
                                                       Version version) const {
  const auto bytes = database_.get(keys::entry(stream, version));
  if (!bytes) return bad_entry(stream, version, "can't be read: " + bytes.error().detail);
  if (!*bytes) return std::optional<Position>();
  const auto position = values::number_from(**bytes);
  if (!position) return bad_entry(stream, version, "is damaged");
  return std::optional<Position>(Position{*position});
}

StoredCommand RocksLog::stored_command(const CommandId& command) const {
  return known_in(command, database_.get(keys::command(command)));
}

std::vector<StoredCommand> RocksLog::stored_commands(const std::vector<CommandId>& commands) const {
  std::vector<std::string> wanted;
  wanted.reserve(commands.size());
  for (const CommandId& command : commands) wanted.push_back(keys::command(command));
  const auto bytes = database_.get_all(wanted);
  std::vector<StoredCommand> found;
  found.reserve(commands.size());
  for (std::size_t at = 0; at < commands.size(); ++at)
    found.push_back(known_in(commands[at], bytes[at]));
  return found;
}

Result<std::string> RocksLog::anchor() const {
  return read_anchor_note(anchor_);
}

Result<std::optional<StoredCheckpoint>> RocksLog::next_checkpoint(std::uint64_t size_min) const {
  std::optional<StoredCheckpoint> found;
  const auto visit = [&](std::string_view key, std::string_view value) {
    const std::optional<std::uint64_t> size = keys::number_of(key);
    if (!size || !keys::is_log_key(key)) return true;  // A stranger, named as one.
    auto stored = values::checkpoint_from(*size, value);
    found = StoredCheckpoint{*size, {}, {}};
    if (stored) found = StoredCheckpoint{*size, stored->tree.root(), std::move(stored->note)};
    return false;
  };
  const auto scanned =
      database_.scan(std::string(1, keys::checkpoint_kind), keys::checkpoint(size_min), visit);
  if (!scanned) return scanned.error();
  return found;
}

Result<> RocksLog::visit_entries(const EntryVisitor& visit) const {
  const std::string prefix(1, keys::entry_kind);
  return database_.scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
    const auto place = keys::place_of(key);
    const auto position = values::number_from(value);
    if (place) visit({place->stream, place->version, Position{position.value_or(0)}, !position});
    return true;
  });
}

Result<> RocksLog::visit_commands(const CommandVisitor& visit) const {
  const std::string prefix(1, keys::command_kind);
  return database_.scan(prefix, prefix, [&](std::string_view key, std::string_view) {
    if (keys::is_log_key(key)) visit(CommandId{keys::name_of(key)});
    return true;
  });
}

Result<std::vector<Position>> RocksLog::stray_positions() const {
  std::vector<Position> found;
  const std::uint64_t size = this->size();
  const auto visit = [&](std::string_view key, std::string_view) {
    if (keys::is_log_key(key)) found.push_back(Position{keys::number_of(key).value_or(size)});
    return true;
  };
  for (const std::string& start :
       {keys::record(Position{size}), keys::sealed_prefix(Position{size})}) {
    if (auto scanned = database_.scan(start.substr(0, 1), start, visit); !scanned) {
      return scanned.error();
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<std::vector<TileId>> RocksLog::stray_tiles() const {
  return find_stray_tiles(database_, size());
}

Result<std::vector<std::string>> RocksLog::strangers() const {
  std::vector<std::string> found;
  const auto scanned = database_.scan("", "", [&](std::string_view key, std::string_view) {
    if (!keys::is_log_key(key)) found.push_back(keys::stranger(database_.folder().string(), key));
    return true;
  });
  if (!scanned) return scanned.error();
  return found;
}

}  // namespace verloop
