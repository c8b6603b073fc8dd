#pragma once
// The port to the log. Positions, versions and recording times are given here, in the order of the
// commits; no record is ever changed or removed. Every record returned was checked against its leaf
// hash on the way (a wrong one fails with `tampered` and names the position). append is called by
// one writer at a time; all other members are safe to call from any thread, also while append runs.
// After `storage_failed` every append fails with `read_only`, until recover succeeds.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "events/erasure.hpp"
#include "events/event.hpp"
#include "events/key_history.hpp"
#include "events/record.hpp"
#include "events/result.hpp"
#include "events/tiles.hpp"

namespace verloop {

/// The events of one command, recorded whole or not at all.
struct Batch {
  CaseId case_id;
  std::optional<Version> expected;  // The case's last version; none: the case must be new.
  bool any_version = false;         // True: `expected` does not count (streams that are no cases).
  std::optional<Position> place;    // Where its first event must lie; none: wherever the log ends.
  std::string procedure;
  ActionId action;
  CommandId command;
  Digest content;  // An HMAC; tells a retry from a reuse of the id.
  Actor actor;
  std::string purpose;
  std::vector<SealedEvent> events;  // At least one.
  boost::json::object answer;       // Stored with the command: ids only, no value.
};

struct Receipt {
  CaseId case_id;
  Version version;             // Of the batch's last event.
  Position first;              // Of the batch's first event.
  Position position;           // Of the batch's last event.
  boost::json::object answer;  // As it was given with the batch that was recorded.
  bool repeated = false;       // The command was known: nothing was recorded now.
};

struct StoredRecord {
  Record record;
  std::string bytes;  // What was hashed.
};

/// A sealed value as it lies beside the log.
struct SealedValue {
  std::string field;
  SubjectId subject;
  std::string bytes;  // Nonce, ciphertext, tag.
};

/// A sealed value and where its event lies.
struct PlacedValue {
  Position position;
  SealedValue value;
};

/// What an erasure takes out of the log.
struct Removal {
  std::vector<SealedPlace> places;
  std::vector<CommandId> commands;  // Whose content is forgotten: no retry is known any more.
  std::uint64_t erasures = 0;       // What erasures_done says from then on.
};

struct LogTail {
  std::uint64_t size = 0;
  Digest root;
  Timestamp recorded_at{};  // Of the last event; the epoch when the log is empty.
};

class EventLog {
 public:
  virtual ~EventLog() = default;

  virtual const std::string& origin() const = 0;
  /// By which it signs.
  virtual VerifierKey verifier_key() const = 0;
  /// That one and those by which it signed before.
  virtual const KeyHistory& signing_keys() const = 0;

  /// Records each batch whole or not at all, all of them in one atomic, synced write, and returns
  /// when that is durable. One outcome per batch, in order: a receipt, or `version_conflict` (the
  /// detail names the actual version or place), `command_reused` or `too_large`. A batch sees those
  /// before it. `now` is the clock's; recordedAt is the later of it and the previous event's.
  virtual Result<std::vector<Result<Receipt>>> append(std::vector<Batch> batches,
                                                      Timestamp now) = 0;

  virtual LogTail tail() const = 0;

  /// At most `count_max` records in order, fewer only at the end.
  virtual Result<std::vector<StoredRecord>> read(Position from, std::size_t count_max) const = 0;
  virtual Result<std::vector<StoredRecord>> read_stream(const CaseId& stream, Version from,
                                                        std::size_t count_max) const = 0;
  virtual Result<std::optional<Version>> last_version(const CaseId& stream) const = 0;
  /// All streams that have a record, by name, those that start with @ included.
  virtual Result<std::vector<CaseId>> streams() const = 0;

  virtual Result<std::vector<SealedValue>> sealed_values(Position position) const = 0;

  /// Where values of these subjects lie, or lay before they were removed, by position and field.
  /// Looks through all sealed values.
  virtual Result<std::vector<SealedPlace>> places_of(const std::set<SubjectId>& subjects) const = 0;
  /// Puts these in the place of the sealed values that lie there, all of them in one atomic, synced
  /// write; called as append is. After `storage_failed` it can be repeated.
  virtual Result<> replace_values(const std::vector<PlacedValue>& values) = 0;
  /// Completes when the ciphertexts are in no file of the log. The places stay known as such. After
  /// an error it can be repeated; called as append is, by one writer at a time.
  virtual Result<> remove_values(const Removal& removal) = 0;
  /// Of how many events of @subjects the values were removed.
  virtual Result<std::uint64_t> erasures_done() const = 0;

  /// What a command id was answered with; none when it is not known. Fails with `command_reused`
  /// when `content` differs, or when what it was was forgotten after an erasure.
  virtual Result<std::optional<Receipt>> find_command(const CommandId& command,
                                                      const Digest& content) const = 0;

  /// The first `width` hashes of a tile of the tree, for proofs. Fails with `not_found` where the
  /// tree has not so many.
  virtual Result<std::vector<Digest>> tile(TileId tile, std::size_t width) const = 0;

  /// Signs the present size and root, stores the note and syncs the size anchor. Signs nothing new
  /// when the newest checkpoint covers all. Fails with `tampered` when the anchor names a larger
  /// tree.
  virtual Result<std::string> sign_checkpoint() = 0;
  /// Takes appends again after `storage_failed`, if writing works again; what was in doubt is
  /// settled as at a start. Nothing happens when nothing had failed. Nobody else may be in the log
  /// meanwhile. After an error the log still fails as before, and is read as far as the disk
  /// allows.
  virtual Result<> recover() = 0;

  /// The newest signed note; none before the first.
  virtual Result<std::optional<std::string>> newest_checkpoint() const = 0;
};

}  // namespace verloop
