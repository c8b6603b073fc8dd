// The exported folder is read back as a monitor would, with nothing but its files and the log's
// key.

#include "adapters/export/tiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/tile_proofs.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

/// Tiles out of a static folder, partial ones by the width that is asked for.
TileSource tiles_in(const fs::path& folder) {
  return [folder](TileId tile, std::size_t width) -> Result<std::vector<Digest>> {
    const fs::path full = folder / tile_path(tile, tile_width_full);
    auto hashes = tile_from(read_file(fs::exists(full) ? full : folder / tile_path(tile, width)));
    if (!hashes) return hashes;
    hashes->resize(width);
    return hashes;
  };
}

class ExportTiles : public testing::Test {
 protected:
  ExportTiles() { grow(600); }

  void grow(int count) {
    std::vector<SealedEvent> events;
    for (int at = 0; at < count; ++at) events.push_back(test_event(std::to_string(at)));
    Batch next = batch("c1", {}, ++number_, std::move(events));
    next.any_version = true;
    append_one(stores_.log(), std::move(next)).value();
    stores_.log().sign_checkpoint().value();
  }
  Result<Checkpoint> write(EntryBundles bundles = EntryBundles::left_out) {
    return export_tiles(stores_.log(), out_, bundles);
  }
  std::string file(const std::string& name) const { return read_file(out_ / name); }
  Checkpoint exported() const { return open_checkpoint(file("checkpoint"), stores_.key()).value(); }
  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(out_))
      if (entry.is_regular_file()) found.insert(fs::relative(entry.path(), out_).string());
    return found;
  }

  struct Stores : MemoryStores {
    VerifierKey key() const { return contents().verifier_key(); }
  };
  TemporaryFolder folder_;
  fs::path out_ = folder_ / "public";
  Stores stores_;
  int number_ = 0;
};

TEST_F(ExportTiles, WritesTheFilesOfItsTree) {
  ASSERT_TRUE(write());
  EXPECT_EQ(names(), (std::set<std::string>{"checkpoint", "tile/0/000", "tile/0/001",
                                            "tile/0/002.p/88", "tile/1/000.p/2"}));
}

TEST_F(ExportTiles, GivesItsRootToWhoReadsItBack) {
  ASSERT_TRUE(write());
  EXPECT_EQ(edge_at(tiles_in(out_), 600)->tree().root(), exported().root);
  CompactRange leaves;
  for (TileId id; tile_width(id, 600) > 0; ++id.index) {
    for (const Digest& leaf : *tiles_in(out_)(id, tile_width(id, 600))) leaves.append(leaf);
  }
  EXPECT_EQ(leaves.root(), exported().root);
}

TEST_F(ExportTiles, ProvesEachRecordAndTheGrowthOfTheLog) {
  ASSERT_TRUE(write());
  const Checkpoint before = exported();
  grow(500);
  ASSERT_TRUE(write());
  const Checkpoint after = exported();
  const TileSource source = tiles_in(out_);
  for (std::uint64_t at = 0; at < after.size; at += 37) {
    const Digest leaf = leaf_hash(stores_.log().read({at}, 1).value().at(0).bytes);
    EXPECT_TRUE(
        verify(prove_inclusion(source, Position{at}, after.size).value(), leaf, after.root));
  }
  EXPECT_TRUE(
      verify(prove_consistency(source, before.size, after.size).value(), before.root, after.root));
}

TEST_F(ExportTiles, KeepsThePartialTilesOfEarlierCheckpoints) {
  ASSERT_TRUE(write());
  grow(300);
  ASSERT_TRUE(write());
  EXPECT_TRUE(fs::exists(out_ / "tile/0/002.p/88"));
  EXPECT_TRUE(fs::exists(out_ / "tile/0/002"));
  EXPECT_TRUE(fs::exists(out_ / "tile/1/000.p/3"));
}

TEST_F(ExportTiles, HoldsTheRecordsWhenAskedTo) {
  ASSERT_TRUE(write(EntryBundles::included));
  for (TileId id; tile_width(id, 600) > 0; ++id.index) {
    const std::size_t width = tile_width(id, 600);
    const std::string bundle = file(bundle_path(id.index, width));
    std::string_view rest = bundle;
    for (const Digest& leaf : *tiles_in(out_)(id, width)) {
      const std::size_t length =
          static_cast<unsigned char>(rest.at(0)) * 256U + static_cast<unsigned char>(rest.at(1));
      EXPECT_EQ(leaf_hash(rest.substr(2, length)), leaf);
      rest.remove_prefix(2 + length);
    }
    EXPECT_EQ(rest, "");
  }
}

TEST_F(ExportTiles, MendsAFileThatWasChanged) {
  ASSERT_TRUE(write());
  std::ofstream(out_ / "tile/0/001") << "something else";
  ASSERT_TRUE(write());
  EXPECT_EQ(edge_at(tiles_in(out_), 600)->tree().root(), exported().root);
  EXPECT_EQ(file("tile/0/001"), tile_bytes(*stores_.log().tile({0, 1}, 256)));
}

TEST_F(ExportTiles, LeavesAForeignFolderAsItIs) {
  fs::create_directories(out_);
  std::ofstream(out_ / "photo.jpg") << "mine";
  EXPECT_EQ(code_of(write()), Errc::foreign_folder);
  std::ofstream(out_ / "checkpoint")
      << sign_checkpoint({test_origin, 0, CompactRange().root()}, std::string(32, 'f'));
  EXPECT_EQ(code_of(write()), Errc::foreign_folder);
  EXPECT_EQ(names(), (std::set<std::string>{"checkpoint", "photo.jpg"}));
}

TEST_F(ExportTiles, NeverReplacesWhatAnotherHistoryOfTheLogSigned) {
  const std::string seed = stores_.vault().signing_seed().value();
  fs::create_directories(out_);
  for (const Checkpoint& other : {Checkpoint{test_origin, 300, sha256("another history")},
                                  Checkpoint{test_origin, 900, sha256("a longer one")}}) {
    const std::string note = sign_checkpoint(other, seed);
    std::ofstream(out_ / "checkpoint") << note;
    EXPECT_EQ(code_of(write()), Errc::tampered);
    EXPECT_EQ(file("checkpoint"), note);
  }
}

TEST_F(ExportTiles, HasNothingToWriteBeforeTheFirstSignature) {
  MemoryStores empty;
  EXPECT_EQ(code_of(export_tiles(empty.log(), out_, EntryBundles::left_out)), Errc::not_found);
  EXPECT_FALSE(fs::exists(out_));
}

}  // namespace
}  // namespace verloop::test
