#include "events/rocksdb/anchor_check.hpp"

#include <bit>
#include <optional>

#include "events/rocksdb/rocks_tiles.hpp"
#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

Error missing(std::uint64_t size, std::uint64_t anchor_size) {
  return {Errc::tampered, "the log has " + text(size) + " events, its size anchor names " +
                              text(anchor_size) + ": the events from position " + text(size) +
                              " on are missing; restore the log from a backup"};
}

Error differs(std::uint64_t from, std::uint64_t size, const std::string& from_what) {
  return {Errc::tampered, "the log is not what was written: its events from position " +
                              text(from) + " on, up to position " + text(size) + ", differ from " +
                              from_what + "; restore the log from a backup"};
}

constexpr const char* the_anchor = "its size anchor";
constexpr const char* the_tail = "its tail";

TileSource tiles_in(const Database& database) {
  return [&](TileId tile, std::size_t width) { return read_tile(database, tile, width); };
}

Result<CompactRange> tree_at(const Database& database, std::uint64_t size) {
  const Result<TileEdge> edge = edge_at(tiles_in(database), size);
  if (!edge) return edge.error();
  return edge->tree();
}

/// The largest size at which the tiles still give the root of a stored checkpoint.
std::uint64_t last_good_size(const Database& database, std::uint64_t size) {
  std::uint64_t good = 0;
  const auto compare = [&](std::string_view key, std::string_view value) {
    const std::uint64_t at = keys::number_of(key).value_or(0);
    const auto stored = values::checkpoint_from(at, value);
    if (at >= size || !stored) return at < size;
    const auto tree = tree_at(database, at);
    const bool is_good = tree && tree->root() == stored->tree.root();
    if (is_good) good = at;
    return is_good;
  };
  // What can't be read narrows less; the fault itself is reported by the caller.
  static_cast<void>(
      database.scan(std::string(1, keys::checkpoint_kind), keys::checkpoint(0), compare));
  return good;
}

/// The stored tree at the anchor's size, if it is the one that was signed.
Result<std::optional<CompactRange>> signed_tree(const Database& database,
                                                const Checkpoint& anchor) {
  const auto bytes = database.get(keys::checkpoint(anchor.size));
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<CompactRange>();
  auto stored = values::checkpoint_from(anchor.size, **bytes);
  if (!stored || stored->tree.root() != anchor.root) return std::optional<CompactRange>();
  return std::optional<CompactRange>(std::move(stored->tree));
}

}  // namespace

Result<CompactRange> check_anchor(const Database& database, const values::Tail& tail,
                                  const Checkpoint& anchor) {
  const std::uint64_t size = tail.tree.size();
  if (size < anchor.size) return missing(size, anchor.size);
  if (size == anchor.size) {
    if (tail.tree.root() == anchor.root) return tail.tree;
    return differs(last_good_size(database, anchor.size), anchor.size, the_anchor);
  }
  auto known = signed_tree(database, anchor);
  if (!known) return known.error();
  if (!*known) {
    auto built = tree_at(database, anchor.size);
    if (!built) return built.error();
    if (built->root() != anchor.root)
      return differs(last_good_size(database, anchor.size), anchor.size, the_anchor);
    *known = std::move(*built);
  }
  const auto tree = tree_at(database, size);
  if (!tree) return tree.error();
  if (tree->root() != tail.tree.root()) return differs(anchor.size, size, the_tail);
  return std::move(**known);
}

Result<TileEdge> check_edge(const Database& database, const values::Tail& tail) {
  const std::uint64_t size = tail.tree.size();
  Result<TileEdge> edge = edge_at(tiles_in(database), size);
  if (!edge) return edge;
  const std::vector<Digest> found = edge->tree().subtrees();
  std::uint64_t from = 0;
  for (std::size_t at = 0; at < found.size(); ++at) {
    if (found[at] != tail.tree.subtrees()[at]) return differs(from, size, the_tail);
    from += std::bit_floor(size - from);
  }
  return edge;
}

}  // namespace verloop
