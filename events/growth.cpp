#include "events/growth.hpp"

#include "events/text_lines.hpp"
#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

constexpr std::string_view old_start = "old ";

Error malformed(const std::string& problem) {
  return {Errc::malformed, "a consistency proof " + problem};
}

Result<Digest> root_at(const TileSource& source, std::uint64_t size) {
  const auto edge = edge_at(source, size);
  if (!edge) return edge.error();
  return edge->tree().root();
}

}  // namespace

std::string encode(const Growth& growth) {
  std::string text(old_start);
  text.append(std::to_string(growth.old_size)).append("\n");
  for (const Digest& node : growth.path) text.append(to_base64(view(node))).append("\n");
  return text.append("\n").append(growth.checkpoint);
}

bool is_growth(std::string_view bytes) {
  return bytes.starts_with(old_start);
}

Result<Growth> decode_growth(std::string_view bytes) {
  if (bytes.size() > growth_bytes_max)
    return Error{Errc::too_large, "a consistency proof is larger than the limit of 128 KiB"};
  if (!is_growth(bytes)) return malformed("does not start with its old size");
  const auto first = take_line(bytes);
  if (!first) return malformed("has no empty line before its checkpoint");
  const auto old_size = decimal_in(first->substr(old_start.size()));
  if (!old_size) return malformed("has no old size, a decimal number without leading zeros");
  Growth growth{*old_size, {}, {}};
  while (!bytes.starts_with('\n')) {
    const auto line = take_line(bytes);
    if (!line) return malformed("has no empty line before its checkpoint");
    const Result<Digest> node = hash_in(*line);
    if (!node) return malformed("has " + node.error().detail);
    growth.path.push_back(*node);
    if (growth.path.size() > growth_nodes_max) return malformed("has more hashes than any tree");
  }
  bytes.remove_prefix(1);
  if (bytes.empty()) return malformed("has no checkpoint");
  growth.checkpoint = bytes;
  return growth;
}

Result<> check_growth(const Growth& growth, const Digest& root_before, const Checkpoint& after) {
  if (growth.old_size > after.size)
    return Error{Errc::malformed, "the old size is larger than that of the checkpoint"};
  if (growth.old_size > 0)
    return verify(ConsistencyProof{growth.old_size, after.size, growth.path}, root_before,
                  after.root);
  if (!growth.path.empty()) return malformed("from size 0 has no hashes");
  const bool is_empty_tree = after.size > 0 || after.root == CompactRange().root();
  if (is_empty_tree) return {};
  return Error{Errc::tampered, "the root of size 0 is not that of the empty tree"};
}

Result<Growth> prove_growth(const EventLog& log, std::uint64_t old_size, const std::string& note) {
  const auto after = log.signing_keys().open(note);
  if (!after) return after.error();
  if (old_size > after->size) {
    return Error{Errc::not_found, "the checkpoint covers " + std::to_string(after->size) +
                                      " events, fewer than " + std::to_string(old_size)};
  }
  Growth growth{old_size, {}, note};
  const TileSource source = tiles_of(log);
  const auto before = root_at(source, old_size);
  if (!before) return before.error();
  if (old_size > 0) {
    auto proof = prove_consistency(source, old_size, after->size);
    if (!proof) return proof.error();
    growth.path = std::move(proof->path);
  }
  if (auto holds = check_growth(growth, *before, *after); !holds) {
    return Error{holds.error().code, "the log's tiles do not give the checkpoint of size " +
                                         std::to_string(after->size) + ": " + holds.error().detail +
                                         "; run: verloop verify"};
  }
  return growth;
}

}  // namespace verloop
