// What every ViewStore keeps to.

#include "projections/view_store.hpp"

#include <future>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/memory/memory_views.hpp"
#include "projections/rocksdb/rocks_views.hpp"
#include "tests/projections/contract/temporary_folder.hpp"
#include "tests/projections/contract/view_store_fixture.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

enum class Kind { memory, rocks };

std::unique_ptr<ViewStore> make_store(Kind kind, const std::filesystem::path& folder) {
  if (kind == Kind::memory) return std::make_unique<MemoryViews>();
  return RocksViews::open(folder).value();
}

class ViewStoreContract : public testing::TestWithParam<Kind> {
 protected:
  // RocksDB has threads, which a plain fork would lose.
  ViewStoreContract() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  TemporaryFolder folder_;
  std::unique_ptr<ViewStore> owned_ = make_store(GetParam(), folder_.path());
  ViewStore& store_ = *owned_;
};

INSTANTIATE_TEST_SUITE_P(On, ViewStoreContract, testing::Values(Kind::memory, Kind::rocks),
                         [](const auto& tested) {
                           return tested.param == Kind::memory ? "Memory" : "RocksDb";
                         });

TEST_P(ViewStoreContract, StartsEmptyAtPositionZero) {
  EXPECT_EQ(applied(store_, cases), 0U);
  EXPECT_THAT(everything(store_, cases), IsEmpty());
  EXPECT_EQ(store_.get(cases, "a").value(), std::nullopt);
}

TEST_P(ViewStoreContract, KeepsPairsAndPositionOfACommit) {
  commit(store_, cases, {{"a", "1"}, {"b", ""}}, 3);
  EXPECT_EQ(applied(store_, cases), 3U);
  EXPECT_EQ(store_.get(cases, "a").value(), "1");
  EXPECT_EQ(store_.get(cases, "b").value(), "");
  EXPECT_EQ(store_.get(cases, "c").value(), std::nullopt);
}

TEST_P(ViewStoreContract, NamesTheViewsThatAreNotKnown) {
  commit(store_, cases, {{"a", "1"}}, 3);
  EXPECT_THAT(store_.strangers({cases}).value(), IsEmpty());
  EXPECT_THAT(store_.strangers({{"other", 1}}).value(),
              ElementsAre("a view " + cases.projection + ", version " +
                          std::to_string(cases.version) + ", that this program does not have"));
}

TEST_P(ViewStoreContract, ShowsABatchItsOwnChangesAndWhatWasCommitted) {
  commit(store_, cases, {{"a", "1"}, {"b", "2"}}, 1);
  const auto view = begin(store_, cases, {{"a", "new"}, {"b", std::nullopt}, {"c", "3"}});
  EXPECT_EQ(view->get("a").value(), "new");
  EXPECT_EQ(view->get("b").value(), std::nullopt);
  EXPECT_EQ(view->get("c").value(), "3");
  view->put("b", "again");
  EXPECT_EQ(view->get("b").value(), "again");
}

TEST_P(ViewStoreContract, ShowsNobodyElseABatchBeforeItsCommit) {
  commit(store_, cases, {{"a", "1"}}, 1);
  const auto view = begin(store_, cases, {{"a", "2"}, {"b", "2"}});
  EXPECT_THAT(everything(store_, cases), ElementsAre(Pair("a", "1")));
  EXPECT_EQ(applied(store_, cases), 1U);
}

TEST_P(ViewStoreContract, ForgetsABatchThatIsNotCommitted) {
  begin(store_, cases, {{"a", "1"}}).reset();
  EXPECT_THAT(everything(store_, cases), IsEmpty());
  commit(store_, cases, {}, 1);
  EXPECT_THAT(everything(store_, cases), IsEmpty());
}

TEST_P(ViewStoreContract, ReplacesAndErases) {
  commit(store_, cases, {{"a", "1"}, {"b", "1"}, {"c", "1"}}, 1);
  commit(store_, cases, {{"a", "2"}, {"b", std::nullopt}, {"x", std::nullopt}}, 2);
  EXPECT_THAT(everything(store_, cases), ElementsAre(Pair("a", "2"), Pair("c", "1")));
}

TEST_P(ViewStoreContract, MovesOnWithoutAChange) {
  commit(store_, cases, {}, 7);
  EXPECT_EQ(applied(store_, cases), 7U);
}

TEST_P(ViewStoreContract, RefusesABatchThatAnotherCommitOvertook) {
  auto late = begin(store_, cases, {{"a", "late"}});
  commit(store_, cases, {{"a", "first"}}, 1);
  const auto result = store_.commit(std::move(late), Position{2});
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().code, Errc::version_conflict);
  EXPECT_EQ(store_.get(cases, "a").value(), "first");
  EXPECT_EQ(applied(store_, cases), 1U);
}

TEST_P(ViewStoreContract, RefusesABatchBegunBeforeADrop) {
  commit(store_, cases, {{"a", "1"}}, 1);
  auto late = begin(store_, cases, {{"b", "2"}});
  store_.drop(cases).value();
  EXPECT_EQ(store_.commit(std::move(late), Position{2}).error().code, Errc::version_conflict);
  EXPECT_THAT(everything(store_, cases), IsEmpty());
}

TEST_P(ViewStoreContract, StopsWhenACommitGoesBackOrStandsStill) {
  commit(store_, cases, {}, 5);
  EXPECT_DEATH(commit(store_, cases, {}, 4), "moves its view forward");
  EXPECT_DEATH(commit(store_, cases, {}, 5), "moves its view forward");
}

TEST_P(ViewStoreContract, StopsWhenAViewIsCommittedElsewhere) {
  MemoryViews other;
  EXPECT_DEATH(static_cast<void>(store_.commit(other.begin(cases), Position{1})), "where it began");
}

TEST_P(ViewStoreContract, StopsAtAnEmptyKey) {
  EXPECT_DEATH(store_.begin(cases)->put("", "1"), "key is not empty");
}

TEST_P(ViewStoreContract, ScansInTheOrderOfBytes) {
  const std::string zero("a\0b", 3);
  commit(store_, cases, {{"b", "1"}, {"a", "2"}, {"\xff", "3"}, {zero, "4"}, {"Z", "5"}}, 1);
  EXPECT_THAT(everything(store_, cases),
              ElementsAre(Pair("Z", "5"), Pair("a", "2"), Pair(zero, "4"), Pair("b", "1"),
                          Pair("\xff", "3")));
}

TEST_P(ViewStoreContract, ScansOnlyThePrefix) {
  commit(store_, cases, {{"a", "1"}, {"ab", "2"}, {"abc", "3"}, {"ac", "4"}, {"\xff\xff", "5"}}, 1);
  EXPECT_THAT(store_.scan(cases, "ab", "", 9).value(),
              ElementsAre(Pair("ab", "2"), Pair("abc", "3")));
  EXPECT_THAT(store_.scan(cases, "\xff", "", 9).value(), ElementsAre(Pair("\xff\xff", "5")));
  EXPECT_THAT(store_.scan(cases, "b", "", 9).value(), IsEmpty());
}

TEST_P(ViewStoreContract, ScansFromAKeyThatIsLeftOut) {
  const std::string behind("a\0", 2);
  commit(store_, cases, {{"a", "1"}, {behind, "2"}, {"b", "3"}}, 1);
  EXPECT_THAT(store_.scan(cases, "", "a", 9).value(),
              ElementsAre(Pair(behind, "2"), Pair("b", "3")));
  EXPECT_THAT(store_.scan(cases, "", "aa", 9).value(), ElementsAre(Pair("b", "3")));
  EXPECT_THAT(store_.scan(cases, "b", "a", 9).value(), ElementsAre(Pair("b", "3")));
  EXPECT_THAT(store_.scan(cases, "a", "b", 9).value(), IsEmpty());
}

TEST_P(ViewStoreContract, ScansInPages) {
  commit(store_, cases, {{"a", "1"}, {"b", "2"}, {"c", "3"}}, 1);
  EXPECT_THAT(store_.scan(cases, "", "", 2).value(), ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_THAT(store_.scan(cases, "", "b", 2).value(), ElementsAre(Pair("c", "3")));
  EXPECT_THAT(store_.scan(cases, "", "", 0).value(), IsEmpty());
}

TEST_P(ViewStoreContract, KeepsProjectionsAndVersionsApart) {
  const std::vector<ViewId> ids = {
      {"cases", 1}, {"cases", 2}, {"cases", 256}, {"case", 1}, {"casest", 1}};
  for (std::size_t i = 0; i < ids.size(); ++i)
    commit(store_, ids[i], {{"key", std::to_string(i)}}, i + 1);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_THAT(everything(store_, ids[i]), ElementsAre(Pair("key", std::to_string(i))));
    EXPECT_EQ(applied(store_, ids[i]), i + 1);
  }
}

TEST_P(ViewStoreContract, DropsOneViewAsAWhole) {
  const ViewId newer{"cases", 2};
  commit(store_, cases, {{"a", "1"}, {"\xff", "2"}}, 4);
  commit(store_, newer, {{"a", "3"}}, 4);
  store_.drop(cases).value();
  EXPECT_EQ(applied(store_, cases), 0U);
  EXPECT_THAT(everything(store_, cases), IsEmpty());
  EXPECT_EQ(applied(store_, newer), 4U);
  EXPECT_THAT(everything(store_, newer), ElementsAre(Pair("a", "3")));
}

TEST_P(ViewStoreContract, DropsWhatIsNotThere) {
  EXPECT_TRUE(store_.drop(cases).has_value());
  commit(store_, cases, {{"a", "1"}}, 1);
  EXPECT_EQ(applied(store_, cases), 1U);
}

TEST_P(ViewStoreContract, GivesTheSameFingerprintHoweverTheContentCameAbout) {
  const ViewId rebuilt{"cases", 2};
  commit(store_, cases, {{"b", "x"}, {"gone", "1"}}, 1);
  commit(store_, cases, {{"a", "1"}, {"b", "2"}, {"gone", std::nullopt}}, 5);
  commit(store_, rebuilt, {{"a", "1"}, {"b", "2"}}, 5);
  EXPECT_EQ(store_.fingerprint(cases).value(), store_.fingerprint(rebuilt).value());
}

TEST_P(ViewStoreContract, GivesAnotherFingerprintForEachDifference) {
  std::set<Digest> seen;
  std::uint32_t version = 0;
  const std::vector<std::pair<Batch, std::uint64_t>> contents = {{{}, 1},
                                                                 {{}, 2},
                                                                 {{{"ab", "c"}}, 2},
                                                                 {{{"a", "bc"}}, 2},
                                                                 {{{"abc", ""}}, 2},
                                                                 {{{"a", "b"}, {"c", "d"}}, 2},
                                                                 {{{"a", "b"}, {"c", "e"}}, 2}};
  for (const auto& [batch, next] : contents) {
    const ViewId id{"views", ++version};
    commit(store_, id, batch, next);
    seen.insert(store_.fingerprint(id).value());
  }
  EXPECT_EQ(seen.size(), contents.size());
}

TEST_P(ViewStoreContract, NeverShowsAReaderHalfACommit) {
  constexpr std::uint64_t commits = 300;
  const ViewStore& store = store_;
  auto reader = std::async(std::launch::async, [&store] {
    while (applied(store, cases) < commits) {
      const auto pairs = everything(store, cases);
      if (!pairs.empty() && (pairs.size() != 2 || pairs[0].second != pairs[1].second)) return false;
    }
    return true;
  });
  for (std::uint64_t next = 1; next <= commits; ++next)
    commit(store_, cases, {{"a", std::to_string(next)}, {"b", std::to_string(next)}}, next);
  EXPECT_TRUE(reader.get());
}

// The same random batches on this store and on a plain map.
TEST_P(ViewStoreContract, AgreesWithAMapOnRandomBatches) {
  constexpr unsigned seed = 20260310;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<std::string, std::string> model;
  for (std::uint64_t next = 1; next <= 60; ++next) {
    Batch batch;
    for (unsigned i = 0; i < 8; ++i) {
      const std::string key(1 + random() % 3, static_cast<char>('a' + random() % 4));
      batch[key] = random() % 3 == 0 ? std::nullopt : std::optional(std::to_string(random() % 99));
    }
    commit(store_, cases, batch, next);
    for (const auto& [key, value] : batch) {
      if (value)
        model[key] = *value;
      else
        model.erase(key);
    }
    const std::vector<KeyValue> expected(model.begin(), model.end());
    ASSERT_EQ(everything(store_, cases), expected) << "after batch " << next;
  }
}

}  // namespace
}  // namespace verloop::test
