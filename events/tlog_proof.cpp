#include "events/tlog_proof.hpp"

#include "events/text_lines.hpp"

namespace verloop {
namespace {

constexpr std::string_view header = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_start = "extra ";
constexpr std::string_view index_start = "index ";

Error malformed(const std::string& problem) {
  return {Errc::malformed, "a proof " + problem};
}

Result<Position> parse_index(std::string_view line) {
  const bool is_index = line.starts_with(index_start);
  const auto index = decimal_in(is_index ? line.substr(index_start.size()) : "");
  if (!index) return malformed("has no index, a decimal number without leading zeros");
  return Position{*index};
}

}  // namespace

std::string encode(const TlogProof& proof) {
  std::string text(header);
  text.append("\n").append(index_start).append(std::to_string(proof.index.value)).append("\n");
  for (const Digest& node : proof.path) text.append(to_base64(view(node))).append("\n");
  return text.append("\n").append(proof.checkpoint);
}

Result<TlogProof> decode_tlog_proof(std::string_view bytes) {
  if (bytes.size() > tlog_proof_bytes_max)
    return Error{Errc::too_large, "a proof is larger than the limit of 256 KiB"};
  if (take_line(bytes) != header)
    return malformed("does not start with the line " + std::string(header));
  if (bytes.starts_with(extra_start)) {
    const std::string_view line = take_line(bytes).value_or("");
    if (line.size() <= extra_start.size() || !from_base64(line.substr(extra_start.size())))
      return malformed("has extra data that is not base64");
  }
  const Result<Position> index = parse_index(take_line(bytes).value_or(""));
  if (!index) return index.error();
  TlogProof proof{*index, {}, {}};
  while (!bytes.starts_with('\n')) {
    const auto line = take_line(bytes);
    if (!line) return malformed("has no empty line before its checkpoint");
    const Result<Digest> node = hash_in(*line);
    if (!node) return malformed("has " + node.error().detail);
    proof.path.push_back(*node);
    if (proof.path.size() > tlog_proof_nodes_max) return malformed("has more hashes than any tree");
  }
  proof.checkpoint = bytes.substr(1);
  if (proof.checkpoint.empty()) return malformed("has no checkpoint");
  return proof;
}

Result<Checkpoint> open_proof(const TlogProof& proof, const Digest& leaf, const VerifierKey& key) {
  Result<Checkpoint> checkpoint = open_checkpoint(proof.checkpoint, key);
  if (!checkpoint) return checkpoint;
  const InclusionProof inclusion{proof.index, checkpoint->size, proof.path};
  if (auto verified = verify(inclusion, leaf, checkpoint->root); !verified) return verified.error();
  return checkpoint;
}

}  // namespace verloop
