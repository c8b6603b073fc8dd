#include "events/tile_proofs.hpp"

#include <bit>
#include <map>
#include <optional>

namespace verloop {
namespace {

/// Leaves that follow each other: a subtree.
struct Leaves {
  std::uint64_t begin;
  std::uint64_t count;

  /// The largest power of two below the count, which is at least 2: where a tree is split.
  std::uint64_t middle() const { return std::bit_floor(count - 1); }
  Leaves left() const { return {begin, middle()}; }
  Leaves right() const { return {begin + middle(), count - middle()}; }
};

/// Collects a proof's nodes, each tile read once. After a failure the nodes are meaningless.
class PathBuilder {
 public:
  PathBuilder(const TileSource& source, std::uint64_t size) : source_(source), size_(size) {}

  /// PATH(m, D[n]) of RFC 6962 section 2.1.1, `leaf` counted from the log's first.
  void inclusion(std::uint64_t leaf, Leaves tree) {
    if (tree.count <= 1) return;
    const bool is_left = leaf < tree.right().begin;
    inclusion(leaf, is_left ? tree.left() : tree.right());
    path_.push_back(root(is_left ? tree.right() : tree.left()));
  }

  /// Whether the verifier has the root of the part at hand already, as the whole tree before.
  enum class Known : bool { no, yes };

  /// SUBPROOF(m, D[n], b) of RFC 6962 section 2.1.2, `before` counted from the log's first.
  void consistency(std::uint64_t before, Leaves tree, Known known) {
    if (before == tree.begin + tree.count) {
      if (known == Known::no) path_.push_back(root(tree));
      return;
    }
    if (before <= tree.right().begin) {
      consistency(before, tree.left(), known);
      path_.push_back(root(tree.right()));
    } else {
      consistency(before, tree.right(), Known::no);
      path_.push_back(root(tree.left()));
    }
  }

  Result<std::vector<Digest>> take() {
    if (failure_) return *failure_;
    return std::move(path_);
  }

 private:
  Digest root(Leaves tree) {
    if (std::has_single_bit(tree.count)) return perfect_root(tree);
    const Digest left = root(tree.left());
    return node_hash(left, root(tree.right()));
  }

  /// A perfect subtree starts at a multiple of its count, so its hashes lie in one tile.
  Digest perfect_root(Leaves tree) {
    const unsigned height = static_cast<unsigned>(std::countr_zero(tree.count));
    const unsigned level = height / tile_height;
    const std::uint64_t first = tree.begin >> (level * tile_height);
    const std::uint64_t count = tree.count >> (level * tile_height);
    const std::vector<Digest>& hashes = tile({level, first / tile_width_full});
    CompactRange range;
    for (std::uint64_t at = first; at < first + count && !failure_; ++at)
      range.append(hashes[at % tile_width_full]);
    return range.root();
  }

  const std::vector<Digest>& tile(TileId id) {
    const auto [known, is_new] = tiles_.try_emplace(id);
    if (!is_new || failure_) return known->second;
    const std::size_t width = tile_width(id, size_);
    Result<std::vector<Digest>> read = source_(id, width);
    if (read.has_error()) {
      failure_ = read.error();
    } else {
      ensure(read->size() == width, "a tile source gives as many hashes as it was asked for");
      known->second = std::move(*read);
    }
    return known->second;
  }

  const TileSource& source_;
  const std::uint64_t size_;
  std::map<TileId, std::vector<Digest>> tiles_;
  std::vector<Digest> path_;
  std::optional<Error> failure_;
};

}  // namespace

Result<TileEdge> edge_at(const TileSource& source, std::uint64_t size) {
  std::vector<std::vector<Digest>> levels;
  for (unsigned level = 0; hash_count(level, size) > 0; ++level) {
    levels.emplace_back();
    const TileId last{level, hash_count(level, size) / tile_width_full};
    const std::size_t width = tile_width(last, size);
    if (width == 0) continue;
    Result<std::vector<Digest>> hashes = source(last, width);
    if (!hashes) return hashes.error();
    levels.back() = std::move(*hashes);
  }
  return TileEdge::from(size, std::move(levels));
}

Result<InclusionProof> prove_inclusion(const TileSource& source, Position leaf,
                                       std::uint64_t tree_size) {
  ensure(leaf.value < tree_size, "an inclusion proof is of a leaf of the tree");
  PathBuilder builder(source, tree_size);
  builder.inclusion(leaf.value, {0, tree_size});
  Result<std::vector<Digest>> path = builder.take();
  if (!path) return path.error();
  return InclusionProof{leaf, tree_size, std::move(*path)};
}

Result<ConsistencyProof> prove_consistency(const TileSource& source, std::uint64_t size_before,
                                           std::uint64_t size_after) {
  ensure(size_before > 0 && size_before <= size_after,
         "a consistency proof is between two sizes of one tree");
  PathBuilder builder(source, size_after);
  builder.consistency(size_before, {0, size_after}, PathBuilder::Known::yes);
  Result<std::vector<Digest>> path = builder.take();
  if (!path) return path.error();
  return ConsistencyProof{size_before, size_after, std::move(*path)};
}

}  // namespace verloop
