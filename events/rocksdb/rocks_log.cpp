// Opening, appending and signing; reading is in rocks_log_read.cpp.

#include "events/rocksdb/rocks_log.hpp"

#include "events/note_lines.hpp"
#include "events/replaced_keys.hpp"
#include "events/rocksdb/anchor_check.hpp"
#include "events/rocksdb/rocks_tiles.hpp"

namespace verloop {
namespace {

std::string place_text(const std::filesystem::path& folder) {
  return "the log " + folder.string();
}

void put(rocksdb::WriteBatch& batch, const PlacedRecord& record) {
  batch.Put(keys::record(record.position), record.bytes);
  batch.Put(keys::entry(record.stream, record.version), values::number(record.position.value));
  for (const SealedValue& value : record.sealed) {
    batch.Put(keys::sealed(record.position, value.field), values::sealed(value));
  }
}

void put(rocksdb::WriteBatch& batch, const PlacedBatch& placed) {
  for (const PlacedRecord& record : placed.records) put(batch, record);
  const Receipt& receipt = placed.known.receipt;
  batch.Put(keys::head(receipt.case_id), values::number(receipt.version.value));
  batch.Put(keys::command(placed.command), values::command(placed.known));
}

}  // namespace

Result<std::unique_ptr<RocksLog>> RocksLog::open(const LogPlace& place, Vault& vault,
                                                 OpenMode mode) {
  const Result<std::string> seed = vault.signing_seed();
  if (!seed) return seed.error();
  Result<Database> database = Database::open(place.folder, mode);
  if (!database) return database.error();
  std::unique_ptr<RocksLog> log(
      new RocksLog(std::move(*database), place, vault, verloop::verifier_key(place.origin, *seed)));
  const Result<> ready = mode == OpenMode::create ? log->begin() : log->load();
  if (!ready) return ready.error();
  return log;
}

Result<> RocksLog::begin() {
  const Result<std::string> seed = vault_.signing_seed();
  if (!seed) return seed.error();
  rocksdb::WriteBatch batch;
  batch.Put(keys::tail(), values::tail(tail_));
  if (auto made = database_.write(std::move(batch), "making " + place_text(database_.folder()));
      !made) {
    return made;
  }
  return write_anchor(anchor_, verloop::sign_checkpoint({origin_, 0, tail_.tree.root()}, *seed));
}

Result<> RocksLog::load() {
  if (auto loaded = load_tail(); !loaded) return loaded;
  const auto former = vault_.former_public_keys();
  if (!former) return former.error();
  Result<KeyHistory> keys = read_key_history(*this, key_, *former);
  if (!keys) return keys.error();
  keys_ = std::move(*keys);
  if (auto loaded = load_signed(); !loaded) return loaded;
  return database_.is_read_only() ? Result<>() : load_edge();
}

Result<> RocksLog::load_tail() {
  const auto bytes = database_.get(keys::tail());
  if (!bytes) return bytes.error();
  if (!*bytes) {
    return Error{Errc::tampered, place_text(database_.folder()) +
                                     " has lost its tail, and with it "
                                     "all events from position 0 on; restore it from a backup"};
  }
  auto tail = values::tail_from(**bytes);
  if (!tail) return Error{Errc::tampered, "the tail of the log is damaged: " + tail.error().detail};
  tail_ = std::move(*tail);
  return {};
}

/// The anchor is written before the checkpoint is stored, so it is the newest there is.
Result<> RocksLog::load_signed() {
  Result<SizeAnchor> anchor = open_anchor(anchor_, keys_);
  if (!anchor) return anchor.error();
  const Checkpoint& checkpoint = anchor->checkpoint;
  const Result<CompactRange> tree = check_anchor(database_, tail_, checkpoint);
  if (!tree) return tree.error();
  const auto stored = database_.get(keys::checkpoint(checkpoint.size));
  if (!stored) return stored.error();
  if (!*stored && checkpoint.size == 0) return {};
  signed_ = {checkpoint.size, anchor->note};
  if (database_.is_read_only()) return {};
  if (!*stored) {
    const auto again = store_checkpoint(*tree, anchor->note);
    if (!again) return again.error();
  }
  const bool is_signed_by_former = !open_note(anchor->note, key_);
  return is_signed_by_former ? sign_as_well(*tree) : Result<>();
}

/// What the former key signed last, the one that took its place signs beside it.
Result<> RocksLog::sign_as_well(const CompactRange& tree) {
  if (tree.size() < keys_.keys().back().size_min) return {};
  const Result<std::string> seed = vault_.signing_seed();
  if (!seed) return seed.error();
  Result<Note> note = parse_note(signed_.note);
  if (!note) return note.error();
  const auto own = parse_note(sign_note(note->text, origin_, *seed));
  if (!own) return own.error();
  note->signatures.push_back(own->signatures.front());
  const std::string bytes = format(*note);
  if (auto anchored = write_anchor(anchor_, bytes); !anchored) return anchored;
  const auto stored = store_checkpoint(tree, bytes);
  if (!stored) return stored.error();
  took_over_ = true;
  return {};
}

/// What is appended goes into tiles together with the edge, so that must be whole.
Result<> RocksLog::load_edge() {
  Result<TileEdge> edge = check_edge(database_, tail_);
  if (!edge) return edge.error();
  edge_ = std::move(*edge);
  return {};
}

Result<CommitBase> RocksLog::base_for(const std::vector<Batch>& batches) const {
  CommitBase base;
  base.origin = origin_;
  {
    const std::lock_guard lock(mutex_);
    base.tree = tail_.tree;
    base.recorded_at = tail_.recorded_at;
  }
  for (const Batch& batch : batches) {
    const auto head = last_version(batch.case_id);
    if (!head) return head.error();
    if (*head) base.heads[batch.case_id] = **head;
    const auto known = stored_command(batch.command);
    if (!known) return known.error();
    if (*known) base.commands.emplace(batch.command, **known);
  }
  return base;
}

Result<> RocksLog::check_writable() const {
  if (database_.is_read_only()) {
    return Error{Errc::read_only, place_text(database_.folder()) + " was opened for reading only"};
  }
  if (failed_) {
    return Error{Errc::read_only, place_text(database_.folder()) +
                                      " is read-only since its storage failed; check the disk"};
  }
  return {};
}

Result<std::vector<Result<Receipt>>> RocksLog::append(std::vector<Batch> batches, Timestamp now) {
  if (auto writable = check_writable(); !writable) return writable.error();
  auto outcomes = place_and_store(batches, now);
  if (!outcomes && outcomes.error().code == Errc::storage_failed) failed_ = true;
  return outcomes;
}

Result<std::vector<Result<Receipt>>> RocksLog::place_and_store(const std::vector<Batch>& batches,
                                                               Timestamp now) {
  const Result<CommitBase> base = base_for(batches);
  if (!base) return base.error();
  Result<Commit> commit = place_and_seal(*base, batches, now, vault_);
  if (!commit) return commit.error();
  if (!commit->placed.empty()) {
    if (auto stored = store(*commit); !stored) return stored.error();
  }
  return std::move(commit->outcomes);
}

Result<> RocksLog::store(Commit& commit) {
  rocksdb::WriteBatch batch;
  TileEdge edge = edge_;
  std::vector<Tile> filled;
  for (const PlacedBatch& placed : commit.placed) {
    put(batch, placed);
    for (const PlacedRecord& record : placed.records) edge.append(record.leaf, filled);
  }
  put_growth(batch, edge_, edge, filled);
  values::Tail tail{commit.recorded_at, std::move(commit.tree)};
  batch.Put(keys::tail(), values::tail(tail));
  const Result<> written =
      database_.write(std::move(batch), "writing to " + place_text(database_.folder()));
  if (!written) return Error{Errc::storage_failed, written.error().detail};
  edge_ = std::move(edge);
  const std::lock_guard lock(mutex_);
  tail_ = std::move(tail);
  return {};
}

/// Whether the write that failed is on the disk nobody knows: the database is opened anew, and what
/// it holds is held against the anchor as at a start.
Result<> RocksLog::recover() {
  if (!failed_) return {};
  if (auto opened = database_.recover(); !opened) return opened;
  if (auto loaded = load(); !loaded) return loaded;
  failed_ = false;
  return {};
}

LogTail RocksLog::tail() const {
  const std::lock_guard lock(mutex_);
  return {tail_.tree.size(), tail_.tree.root(), tail_.recorded_at};
}

std::uint64_t RocksLog::size() const {
  const std::lock_guard lock(mutex_);
  return tail_.tree.size();
}

Result<std::string> RocksLog::sign_checkpoint() {
  const std::lock_guard one_at_a_time(signing_);
  CompactRange tree;
  {
    const std::lock_guard lock(mutex_);
    tree = tail_.tree;
    if (!signed_.note.empty() && signed_.size == tree.size()) return signed_.note;
  }
  if (database_.is_read_only()) {
    return Error{Errc::read_only,
                 place_text(database_.folder()) + " was opened for reading only and is not signed"};
  }
  Result<std::string> note = sign(tree);
  if (!note && note.error().code == Errc::storage_failed) failed_ = true;
  return note;
}

Result<std::string> RocksLog::sign(const CompactRange& tree) {
  const Result<SizeAnchor> anchor = open_anchor(anchor_, keys_);
  if (!anchor) return anchor.error();
  if (anchor->checkpoint.size > tree.size()) {
    return Error{Errc::tampered, "the size anchor names " +
                                     std::to_string(anchor->checkpoint.size) +
                                     " events, the log has " + std::to_string(tree.size()) +
                                     "; a smaller log is never signed"};
  }
  const Result<std::string> seed = vault_.signing_seed();
  if (!seed) return seed.error();
  std::string note = verloop::sign_checkpoint({origin_, tree.size(), tree.root()}, *seed);
  if (auto anchored = write_anchor(anchor_, note); !anchored) return anchored.error();
  return store_checkpoint(tree, std::move(note));
}

/// Not synced: the anchor holds the note, and opening stores it again.
Result<std::string> RocksLog::store_checkpoint(const CompactRange& tree, std::string note) {
  rocksdb::WriteBatch batch;
  batch.Put(keys::checkpoint(tree.size()), values::checkpoint({tree, note}));
  const auto written = database_.write_lazily(std::move(batch), "storing a checkpoint");
  if (!written) return written.error();
  const std::lock_guard lock(mutex_);
  signed_ = {tree.size(), note};
  return note;
}

Result<std::optional<std::string>> RocksLog::newest_checkpoint() const {
  const std::lock_guard lock(mutex_);
  if (signed_.note.empty()) return std::optional<std::string>();
  return std::optional<std::string>(signed_.note);
}

}  // namespace verloop
