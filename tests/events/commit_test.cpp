#include "events/commit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/disclosure.hpp"
#include "events/memory/memory_vault.hpp"
#include "tests/support/log_batches.hpp"

namespace verloop::test {
namespace {

CommitBase base() {
  CommitBase base;
  base.origin = test_origin;
  for (int leaf = 0; leaf < 3; ++leaf) base.tree.append(sha256(std::to_string(leaf)));
  base.recorded_at = at_second(10);
  base.heads = {{{"c1"}, {2}}};
  return base;
}

std::vector<Batch> one(Batch batch) {
  std::vector<Batch> batches;
  batches.push_back(std::move(batch));
  return batches;
}

TEST(PlaceBatches, GoesOnWhereTheLogStands) {
  const Commit commit = place_batches(
      base(), one(batch("c1", 2, 1, {test_event("a"), test_event("b")})), at_second(12));
  ASSERT_EQ(commit.placed.size(), 1u);
  const Record last = decode_record(commit.placed[0].records[1].bytes).value();
  EXPECT_EQ(last.position, Position{4});
  EXPECT_EQ(last.version, Version{4});
  EXPECT_EQ(last.recorded_at, at_second(12));
  EXPECT_EQ(commit.recorded_at, at_second(12));
  EXPECT_EQ(commit.tree.size(), 5u);
}

TEST(PlaceBatches, KeepsTheLogAsItStandsWhenNothingIsPlaced) {
  const Commit commit = place_batches(base(), one(plain_batch("c1", 1, 1)), at_second(12));
  EXPECT_TRUE(commit.placed.empty());
  EXPECT_EQ(code_of(commit.outcomes[0]), Errc::version_conflict);
  EXPECT_EQ(commit.tree.root(), base().tree.root());
  EXPECT_EQ(commit.recorded_at, at_second(10));
}

TEST(PlaceBatches, PlacesABatchOnlyWhereItWasDecidedFor) {
  std::vector<Batch> batches = one(plain_batch("c2", {}, 1));
  batches.push_back(plain_batch("c3", {}, 2));
  batches[0].place = Position{3};
  batches[1].place = Position{5};
  const Commit commit = place_batches(base(), batches, at_second(12));
  EXPECT_EQ(commit.outcomes[0]->position, Position{3});
  EXPECT_EQ(code_of(commit.outcomes[1]), Errc::version_conflict);
  EXPECT_EQ(commit.tree.size(), 4u);
}

TEST(PlaceBatches, LooksAtTheCommandBeforeTheVersion) {
  CommitBase known = base();
  const Batch again = plain_batch("c1", {}, 1);
  known.commands[again.command] = {again.content, {{"c1"}, {2}, {2}, {2}, {}, false}};
  const Commit commit = place_batches(known, one(again), at_second(12));
  EXPECT_TRUE(commit.outcomes[0]->repeated);
}

TEST(PlaceBatches, BindsEachSealedValueToItsPlace) {
  const Commit commit = place_batches(base(), one(plain_batch("c2", {}, 1)), at_second(12));
  const PlacedRecord& placed = commit.placed[0].records[0];
  ASSERT_EQ(placed.plain.size(), 1u);
  const Digest digest = decode_record(placed.bytes)->sealed.at("words");
  EXPECT_EQ(placed.plain[0].context, sealed_context(test_origin, {3}, "words", digest));
  EXPECT_EQ(sha256(placed.plain[0].bytes), digest);
}

TEST(PlaceBatches, LeavesOutWhatWasRefused) {
  std::vector<Batch> batches = one(plain_batch("c2", {}, 1));
  batches.push_back(plain_batch("c2", {}, 2));
  const Error why{Errc::not_found, "gone"};
  const Commit commit = place_batches(base(), batches, at_second(12), {{0, why}});
  EXPECT_EQ(code_of(commit.outcomes[0]), Errc::not_found);
  EXPECT_EQ(commit.outcomes[1]->position, Position{3});
  EXPECT_EQ(commit.placed[0].index, 1u);
}

TEST(PlaceAndSeal, PlacesAnewWithoutTheBatchOfADestroyedSubject) {
  MemoryVault vault;
  ASSERT_TRUE(vault.destroy({"s-gone"}));
  std::vector<Batch> batches = one(batch("c2", {}, 1, {test_event("a", "x", "s-gone")}));
  batches.push_back(plain_batch("c2", {}, 2));
  const Commit commit = place_and_seal(base(), batches, at_second(12), vault).value();
  EXPECT_EQ(code_of(commit.outcomes[0]), Errc::not_found);
  EXPECT_EQ(commit.outcomes[1]->position, Position{3});
  EXPECT_EQ(commit.placed[0].records[0].sealed.size(), 1u);
}

}  // namespace
}  // namespace verloop::test
