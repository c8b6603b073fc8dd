#pragma once
// The part of verification that needs no more than one position of the log: its bytes against their
// leaf hash, the record that they are, the index entry that leads to it, the sealed values that it
// commits to. Such parts are examined on all processors, and handed on in the order of the log.

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
  bool has_entry = false;        // The index leads to it.
  std::uint64_t sealed_count = 0;
  std::vector<SealedPlace> erased;  // Values whose subject's key was destroyed.
  std::vector<Fault> faults;
};

/// Calls `visit` with each position below `size`, in order, on the calling thread. Log and vault
/// are read by others meanwhile, as many as there are processors; a bounded number of records is
/// held.
void visit_examined(const LogContents& log, const Vault& vault, std::uint64_t size,
                    const std::function<void(const ExaminedRecord&)>& visit);

/// How a fault names what lies at a position.
std::string record_name(Position at);

}  // namespace verloop
