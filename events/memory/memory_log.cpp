#include "events/memory/memory_log.hpp"

#include <algorithm>

#include "events/checked_record.hpp"

namespace verloop {

Result<std::unique_ptr<MemoryLog>> MemoryLog::create(std::string origin, Vault& vault) {
  const Result<std::string> seed = vault.signing_seed();
  if (!seed) return seed.error();
  VerifierKey key = verloop::verifier_key(origin, *seed);
  return std::unique_ptr<MemoryLog>(new MemoryLog(std::move(origin), vault, std::move(key)));
}

CommitBase MemoryLog::base_for(const std::vector<Batch>& batches) const {
  const std::lock_guard lock(mutex_);
  CommitBase base{origin_, tree_, recorded_at_, {}, {}};
  for (const Batch& batch : batches) {
    if (const auto stream = streams_.find(batch.case_id); stream != streams_.end()) {
      base.heads[batch.case_id] = Version{stream->second.size() - 1};
    }
    if (const auto known = commands_.find(batch.command); known != commands_.end()) {
      base.commands.insert(*known);
    }
  }
  return base;
}

Result<std::vector<Result<Receipt>>> MemoryLog::append(std::vector<Batch> batches, Timestamp now) {
  if (health_ == Health::failed) {
    return Error{Errc::read_only, "the log is read-only since storage failed"};
  }
  Result<Commit> commit = place_and_seal(base_for(batches), batches, now, vault_);
  if (!commit) return commit.error();
  if (health_ == Health::fails_next) {
    health_ = Health::failed;
    return Error{Errc::storage_failed, "the log's storage failed, as a test demanded"};
  }
  store(*commit);
  return std::move(commit->outcomes);
}

void MemoryLog::store(Commit& commit) {
  const std::lock_guard lock(mutex_);
  std::vector<Tile> filled;
  for (PlacedBatch& batch : commit.placed) {
    for (PlacedRecord& record : batch.records) {
      edge_.append(record.leaf, filled);
      streams_[record.stream].push_back(record.position);
      entries_.push_back({std::move(record.bytes), record.leaf, std::move(record.sealed)});
    }
    commands_[batch.command] = std::move(batch.known);
  }
  for (Tile& tile : filled) tiles_[tile.id] = std::move(tile.hashes);
  tree_ = std::move(commit.tree);
  recorded_at_ = commit.recorded_at;
}

LogTail MemoryLog::tail() const {
  const std::lock_guard lock(mutex_);
  return {tree_.size(), tree_.root(), recorded_at_};
}

/// With the lock held.
Result<StoredRecord> MemoryLog::read_one(Position position) const {
  const Entry& entry = entries_[position.value];
  return checked_record(position, entry.bytes, entry.leaf);
}

Result<std::vector<StoredRecord>> MemoryLog::read(Position from, std::size_t count_max) const {
  const std::lock_guard lock(mutex_);
  std::vector<StoredRecord> records;
  for (Position at = from; at.value < entries_.size() && records.size() < count_max;
       at = at.next()) {
    Result<StoredRecord> record = read_one(at);
    if (!record) return record.error();
    records.push_back(std::move(*record));
  }
  return records;
}

Result<std::vector<StoredRecord>> MemoryLog::read_stream(const CaseId& stream, Version from,
                                                         std::size_t count_max) const {
  const std::lock_guard lock(mutex_);
  std::vector<StoredRecord> records;
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return records;
  const std::vector<Position>& positions = found->second;
  for (Version at = from; at.value < positions.size() && records.size() < count_max;
       at = at.next()) {
    Result<StoredRecord> record = read_one(positions[at.value]);
    if (!record) return record.error();
    records.push_back(std::move(*record));
  }
  return records;
}

Result<std::optional<Version>> MemoryLog::last_version(const CaseId& stream) const {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return std::optional<Version>();
  return std::optional<Version>(Version{found->second.size() - 1});
}

Result<std::vector<CaseId>> MemoryLog::streams() const {
  const std::lock_guard lock(mutex_);
  std::vector<CaseId> names;
  for (const auto& [name, positions] : streams_) names.push_back(name);
  return names;
}

Result<std::vector<SealedValue>> MemoryLog::sealed_values(Position position) const {
  const std::lock_guard lock(mutex_);
  if (position.value >= entries_.size()) return std::vector<SealedValue>();
  std::vector<SealedValue> values = entries_[position.value].sealed;
  std::sort(values.begin(), values.end(),
            [](const SealedValue& a, const SealedValue& b) { return a.field < b.field; });
  return values;
}

Result<std::optional<Receipt>> MemoryLog::find_command(const CommandId& command,
                                                       const Digest& content) const {
  const std::lock_guard lock(mutex_);
  const auto known = commands_.find(command);
  if (known == commands_.end()) return std::optional<Receipt>();
  Result<Receipt> receipt = repeat_receipt(command, known->second, content);
  if (!receipt) return receipt.error();
  return std::optional<Receipt>(std::move(*receipt));
}

Result<std::vector<Digest>> MemoryLog::tile(TileId tile, std::size_t width) const {
  const std::lock_guard lock(mutex_);
  if (width == 0 || width > tile_width(tile, tree_.size()))
    return Error{Errc::not_found, "the tree has no such tile"};
  const auto full = tiles_.find(tile);
  std::vector<Digest> hashes = full != tiles_.end() ? full->second : edge_.levels().at(tile.level);
  hashes.resize(width);
  return hashes;
}

Result<std::string> MemoryLog::sign_checkpoint() {
  const Result<std::string> seed = vault_.signing_seed();
  if (!seed) return seed.error();
  const std::lock_guard lock(mutex_);
  if (const auto known = checkpoints_.find(tree_.size()); known != checkpoints_.end()) {
    return known->second;
  }
  return checkpoints_[tree_.size()] =
             verloop::sign_checkpoint(Checkpoint{origin_, tree_.size(), tree_.root()}, *seed);
}

Result<std::optional<std::string>> MemoryLog::newest_checkpoint() const {
  const std::lock_guard lock(mutex_);
  if (checkpoints_.empty()) return std::optional<std::string>();
  return std::optional<std::string>(checkpoints_.rbegin()->second);
}

Result<std::optional<std::string>> MemoryLog::stored_bytes(Position position) const {
  const std::lock_guard lock(mutex_);
  if (position.value >= entries_.size()) return std::optional<std::string>();
  return std::optional<std::string>(entries_[position.value].bytes);
}

Result<std::optional<Digest>> MemoryLog::stored_leaf(Position position) const {
  const std::lock_guard lock(mutex_);
  if (position.value >= entries_.size()) return std::optional<Digest>();
  return std::optional<Digest>(entries_[position.value].leaf);
}

Result<std::optional<Position>> MemoryLog::stored_entry(const CaseId& stream,
                                                        Version version) const {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(stream);
  if (found == streams_.end() || version.value >= found->second.size()) {
    return std::optional<Position>();
  }
  return std::optional<Position>(found->second[version.value]);
}

Result<std::optional<KnownCommand>> MemoryLog::stored_command(const CommandId& command) const {
  const std::lock_guard lock(mutex_);
  const auto known = commands_.find(command);
  if (known == commands_.end()) return std::optional<KnownCommand>();
  return std::optional<KnownCommand>(known->second);
}

Result<std::string> MemoryLog::anchor() const {
  const std::lock_guard lock(mutex_);
  if (!checkpoints_.empty()) return checkpoints_.rbegin()->second;
  return Error{Errc::not_found, "nothing was signed yet"};
}

Result<std::optional<StoredCheckpoint>> MemoryLog::next_checkpoint(std::uint64_t size_min) const {
  const std::lock_guard lock(mutex_);
  const auto found = checkpoints_.lower_bound(size_min);
  if (found == checkpoints_.end()) return std::optional<StoredCheckpoint>();
  const Result<Checkpoint> checkpoint = open_checkpoint(found->second, key_);
  if (!checkpoint) return checkpoint.error();
  return std::optional<StoredCheckpoint>(
      StoredCheckpoint{found->first, checkpoint->root, found->second});
}

Result<> MemoryLog::visit_entries(const EntryVisitor& visit) const {
  const auto streams = [&] {  // A copy: the visitor may ask the log.
    const std::lock_guard lock(mutex_);
    return streams_;
  }();
  for (const auto& [stream, positions] : streams) {
    for (std::size_t version = 0; version < positions.size(); ++version) {
      visit({stream, Version{version}, positions[version]});
    }
  }
  return {};
}

Result<> MemoryLog::visit_commands(const CommandVisitor& visit) const {
  const auto commands = [&] {
    const std::lock_guard lock(mutex_);
    return commands_;
  }();
  for (const auto& [command, known] : commands) visit(command);
  return {};
}

Result<std::vector<Position>> MemoryLog::stray_positions() const {
  return std::vector<Position>();
}

Result<std::vector<TileId>> MemoryLog::stray_tiles() const {
  return std::vector<TileId>();
}

Result<std::vector<SealedPlace>> MemoryLog::places_of(const std::set<SubjectId>& subjects) const {
  std::vector<SealedPlace> places;
  for (Position at; at.value < tail().size; at = at.next()) {
    const auto values = sealed_values(at);
    if (!values) return values.error();
    for (const SealedValue& value : *values) {
      if (subjects.contains(value.subject)) places.push_back({at, value.field, value.subject});
    }
  }
  return places;
}

Result<> MemoryLog::replace_values(const std::vector<PlacedValue>& values) {
  const std::lock_guard lock(mutex_);
  for (const PlacedValue& placed : values) {
    for (SealedValue& value : entries_[placed.position.value].sealed) {
      if (value.field == placed.value.field) value = placed.value;
    }
  }
  return {};
}

Result<> MemoryLog::remove_values(const Removal& removal) {
  const std::lock_guard lock(mutex_);
  for (const SealedPlace& place : removal.places) {
    for (SealedValue& value : entries_[place.position.value].sealed) {
      if (value.field == place.field) value.bytes.clear();
    }
  }
  for (const CommandId& command : removal.commands) {
    if (const auto known = commands_.find(command); known != commands_.end())
      known->second.content = {};
  }
  erasures_done_ = removal.erasures;
  return {};
}

Result<std::uint64_t> MemoryLog::erasures_done() const {
  const std::lock_guard lock(mutex_);
  return erasures_done_;
}

Result<> MemoryLog::recover() {
  health_ = Health::good;
  return {};
}

Result<std::vector<std::string>> MemoryLog::strangers() const {
  return std::vector<std::string>();
}

void MemoryLog::change_record(Position position, std::string bytes) {
  const std::lock_guard lock(mutex_);
  entries_[position.value].bytes = std::move(bytes);
}

void MemoryLog::change_sealed(Position position, const std::string& field, SealedValue value) {
  const std::lock_guard lock(mutex_);
  for (SealedValue& sealed : entries_[position.value].sealed) {
    if (sealed.field == field) sealed = value;
  }
}

void MemoryLog::fail_next_append() {
  health_ = Health::fails_next;
}

}  // namespace verloop
