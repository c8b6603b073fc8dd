#pragma once
// The port through which a log is verified: what lies in it, as it lies there, unchecked. `Result`
// fails for an entry that can't be read or decoded; one that is missing is an empty optional.
// Several threads may read at once while nobody writes.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/commit.hpp"
#include "events/event_log.hpp"

namespace verloop {

struct StreamEntry {
  CaseId stream;
  Version version;
  Position position;
  bool is_damaged = false;  // What lies there is no position.
};

struct StoredCheckpoint {
  std::uint64_t size = 0;  // Under which it is stored.
  Digest root;             // Of the subtree hashes beside the note.
  std::string note;        // Empty when what is stored is not in its form.
};

/// All that lies at a position.
struct StoredPosition {
  std::string bytes;
  Digest leaf;
  std::vector<SealedValue> sealed;
};

using StoredCommand = Result<std::optional<KnownCommand>>;

class LogContents {
 public:
  virtual ~LogContents() = default;

  virtual const std::string& origin() const = 0;
  virtual VerifierKey verifier_key() const = 0;
  virtual const KeyHistory& signing_keys() const = 0;
  virtual LogTail tail() const = 0;

  virtual Result<std::optional<std::string>> stored_bytes(Position position) const = 0;
  virtual Result<std::optional<Digest>> stored_leaf(Position position) const = 0;
  virtual Result<std::vector<SealedValue>> sealed_values(Position position) const = 0;
  virtual Result<std::optional<Position>> stored_entry(const CaseId& stream,
                                                       Version version) const = 0;
  virtual StoredCommand stored_command(const CommandId& command) const = 0;
  virtual Result<std::optional<Version>> last_version(const CaseId& stream) const = 0;
  virtual Result<std::vector<CaseId>> streams() const = 0;

  /// The same of positions that follow each other, read in one go; ends where it likes, at most
  /// `count_max` of them, and before one of which something is missing or can't be read: that has
  /// to be asked for by itself.
  virtual std::vector<StoredPosition> stored_run(Position, std::uint64_t) const { return {}; }
  /// Of many commands, in their order; quickest when they are sorted.
  virtual std::vector<StoredCommand> stored_commands(const std::vector<CommandId>& commands) const;

  virtual Result<std::vector<Digest>> tile(TileId tile, std::size_t width) const = 0;

  /// The signed note of the size anchor; `not_found` when there is none.
  virtual Result<std::string> anchor() const = 0;
  /// The stored checkpoint with the smallest size from `size_min` on.
  virtual Result<std::optional<StoredCheckpoint>> next_checkpoint(std::uint64_t size_min) const = 0;

  using EntryVisitor = std::function<void(const StreamEntry&)>;
  using CommandVisitor = std::function<void(const CommandId&)>;
  virtual Result<> visit_entries(const EntryVisitor& visit) const = 0;
  virtual Result<> visit_commands(const CommandVisitor& visit) const = 0;
  /// Positions from the log's size on at which a record or sealed value lies.
  virtual Result<std::vector<Position>> stray_positions() const = 0;
  /// Tiles of which hashes are stored where the tree of the log's size has none.
  virtual Result<std::vector<TileId>> stray_tiles() const = 0;
  /// A sentence on each thing that lies there under a name that is none of a log's.
  virtual Result<std::vector<std::string>> strangers() const = 0;
};

}  // namespace verloop
