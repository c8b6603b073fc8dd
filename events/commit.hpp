#pragma once
// What both logs do with the batches of one append: check each against the commands and versions
// known so far, give places and times, encode, hash, and seal the values under their subjects'
// keys. place_batches is pure; seal_commit only speaks to the vault. Storing the outcome is the
// log's own work.

#include <map>
#include <string>
#include <vector>

#include "events/event_log.hpp"
#include "events/merkle.hpp"
#include "events/vault.hpp"

namespace verloop {

/// What is remembered of an accepted command.
struct KnownCommand {
  Digest content;   // All zero: the program's own, or forgotten after an erasure.
  Receipt receipt;  // `repeated` is false here.
};

/// Where a log stands before an append, as far as its batches ask for it.
struct CommitBase {
  std::string origin;
  CompactRange tree;
  Timestamp recorded_at{};
  std::map<CaseId, Version> heads;             // Last versions; a stream that is missing is new.
  std::map<CommandId, KnownCommand> commands;  // A command that is missing is not known.
};

/// A disclosure on its way to be encrypted.
struct PlainValue {
  SubjectId subject;
  std::string field;
  std::string bytes;    // encode(disclosure)
  std::string context;  // sealed_context(...)
};

struct PlacedRecord {
  Position position;
  CaseId stream;
  Version version;
  std::string bytes;
  Digest leaf;
  std::vector<PlainValue> plain;
  std::vector<SealedValue> sealed;  // Of `plain`, in its order, after seal_commit.
};

struct PlacedBatch {
  std::size_t index = 0;  // Among the batches of the append.
  CommandId command;
  KnownCommand known;
  std::vector<PlacedRecord> records;
};

struct Commit {
  CompactRange tree;
  Timestamp recorded_at{};
  std::vector<PlacedBatch> placed;        // What is to be stored; empty when nothing is.
  std::vector<Result<Receipt>> outcomes;  // One per batch, in order.
};

/// Batches that may not be placed, by their index, and why.
using RefusedBatches = std::map<std::size_t, Error>;

/// Pure. A batch sees those before it.
Commit place_batches(CommitBase base, const std::vector<Batch>& batches, Timestamp now,
                     const RefusedBatches& refused = {});

/// place_batches, then keys for all subjects in one vault write, then the sealed values. A batch
/// with a subject whose key was destroyed is refused with `not_found`; the others go on. Fails as a
/// whole only when the vault does.
Result<Commit> place_and_seal(const CommitBase& base, const std::vector<Batch>& batches,
                              Timestamp now, Vault& vault);

/// The receipt of a known command as a repeat gives it; `command_reused` when `content` differs, or
/// when the command's own was forgotten.
Result<Receipt> repeat_receipt(const CommandId& command, const KnownCommand& known,
                               const Digest& content);

}  // namespace verloop
