#pragma once
// The part of verification that needs no more than one position of the log: its bytes against their
// leaf hash, the record that they are, the index entry that leads to it, the sealed values that it
// commits to, what is remembered of its command. Such parts are examined on all processors, and
// handed on in the order of the log.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "events/erasure.hpp"
#include "events/log_contents.hpp"
#include "events/vault.hpp"
#include "events/verify_log.hpp"

namespace verloop {

struct ExaminedRecord {
  Position at;
  std::optional<Digest> leaf;    // As it lies there; none when it is lost.
  std::optional<Digest> own;     // Of the bytes as they lie there; none when they are lost.
  std::optional<Record> record;  // None when it is lost, not what was hashed, or no record.
  bool has_entry = false;        // The index leads to it; asked for one by one only.
  /// What is remembered of its command, of the first record of several that follow each other.
  std::optional<StoredCommand> known;
  std::uint64_t sealed_count = 0;
  std::vector<SealedPlace> erased;  // Values whose subject's key was destroyed.
  std::vector<Fault> faults;
};

/// Whether the stream index is asked for each record's entry, or gone through as a whole by the
/// caller.
enum class Entries { one_by_one, as_a_whole };

/// Calls `visit` with each position of the log, in order, on the calling thread. Log and vault
/// are read by others meanwhile, as many as there are processors; a bounded number of records is
/// held.
void visit_examined(const LogContents& log, const Vault& vault, Entries entries,
                    const std::function<void(ExaminedRecord&)>& visit);

/// How a fault names what lies at a position.
std::string record_name(Position at);

}  // namespace verloop
