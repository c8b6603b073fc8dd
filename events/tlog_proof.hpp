#pragma once
// A proof in one file (C2SP tlog-proof v1): that a record lies in a log at an index, up to a signed
// checkpoint. Checked offline with the log's verifier key and the record's bytes, nothing else.
//   "c2sp.org/tlog-proof@v1" LF
//   ["extra " base64 LF]            not authenticated; never written here, skipped when read
//   "index " decimal LF
//   (base64 of a hash LF)*          the inclusion path, from the leaf up
//   LF
//   checkpoint                      a signed note

#include "events/checkpoint.hpp"
#include "events/merkle.hpp"

namespace verloop {

struct TlogProof {
  Position index;
  std::vector<Digest> path;
  std::string checkpoint;  // The signed note.
};

constexpr std::size_t tlog_proof_bytes_max = std::size_t{256} * 1024;
constexpr std::size_t tlog_proof_nodes_max = 64;

std::string encode(const TlogProof& proof);
/// Fails with `malformed` unless it is written as above, byte for byte; `too_large` above the
/// limit. The checkpoint is checked by `open_proof`.
Result<TlogProof> decode_tlog_proof(std::string_view bytes);

/// The checkpoint that covers the leaf. Fails with `malformed`, with `wrong_key` when the log's key
/// did not sign, with `tampered` when signature, path or leaf are not what was signed.
Result<Checkpoint> open_proof(const TlogProof& proof, const Digest& leaf, const VerifierKey& key);

}  // namespace verloop
