#pragma once
// Makes the proof of a record in a log, from its tiles and its newest checkpoint.

#include "events/event_log.hpp"
#include "events/tlog_proof.hpp"

namespace verloop {

struct ProvenRecord {
  TlogProof proof;
  std::string bytes;  // The record's: what the proof is checked with.
};

/// Fails with `not_found` where there is no record, or none yet that a checkpoint covers; with
/// `tampered` when what lies in the log is not what was signed: no such proof is handed out.
Result<ProvenRecord> prove_record(const EventLog& log, Position position);
/// The same under an earlier checkpoint, or one that witnesses cosigned.
Result<ProvenRecord> prove_record(const EventLog& log, Position position, const std::string& note);

}  // namespace verloop
