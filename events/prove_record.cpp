#include "events/prove_record.hpp"

#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

Error not_found(Position position, const std::string& why) {
  return {Errc::not_found,
          "position " + std::to_string(position.value) + " can't be proved: " + why};
}

}  // namespace

Result<ProvenRecord> prove_record(const EventLog& log, Position position) {
  const auto note = log.newest_checkpoint();
  if (!note) return note.error();
  if (*note) return prove_record(log, position, **note);
  return not_found(position, "nothing was signed yet; sign with: verloop checkpoint");
}

Result<ProvenRecord> prove_record(const EventLog& log, Position position, const std::string& note) {
  auto records = log.read(position, 1);
  if (!records) return records.error();
  if (records->empty()) {
    return not_found(position,
                     "the log has " + std::to_string(log.tail().size) + " events, from position 0");
  }
  const Result<VerifierKey> key = log.signing_keys().signer_of(note);
  if (!key) return key.error();
  const Result<Checkpoint> checkpoint = open_checkpoint(note, *key);
  if (!checkpoint) return checkpoint.error();
  if (position.value >= checkpoint->size) {
    return not_found(position,
                     "by that checkpoint it is not signed yet; sign with: verloop checkpoint");
  }
  auto inclusion = prove_inclusion(tiles_of(log), position, checkpoint->size);
  if (!inclusion) return inclusion.error();
  ProvenRecord proven{{position, std::move(inclusion->path), note},
                      std::move(records->front().bytes)};
  const auto opened = open_proof(proven.proof, leaf_hash(proven.bytes), *key);
  if (opened) return proven;
  return Error{opened.error().code, "the log's tiles prove nothing of position " +
                                        std::to_string(position.value) + ": " +
                                        opened.error().detail + "; run: verloop verify"};
}

}  // namespace verloop
