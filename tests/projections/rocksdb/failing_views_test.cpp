// Each call to the disk fails in turn, once or from then on: a view is where it was before a commit
// or where it is after it, and takes commits again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/rocksdb/rocks_views.hpp"
#include "tests/projections/contract/temporary_folder.hpp"
#include "tests/projections/contract/view_store_fixture.hpp"
#include "tests/support/failing_disk.hpp"

namespace verloop::test {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class FailingViews : public testing::TestWithParam<Failing> {
 protected:
  std::unique_ptr<RocksViews> open() { return RocksViews::open(folder_.path() / "views").value(); }
  /// A store with the view at 3: {a: 1}.
  std::unique_ptr<RocksViews> begun() {
    auto store = open();
    store->drop(cases).value();
    commit(*store, cases, {{"a", "1"}}, 3);
    return store;
  }
  TemporaryFolder folder_;
};

Errc code_of(const Result<>& result) {
  return result.has_error() ? static_cast<Errc>(result.error().code.value()) : Errc{};
}

/// That the view is at 3 with {a: 1}, or at 5 with {a: 2, b: 1}, and not between.
void expect_one_of_both(const ViewStore& store) {
  const std::uint64_t at = applied(store, cases);
  ASSERT_THAT(at, AnyOf(3U, 5U));
  if (at == 3) {
    EXPECT_THAT(everything(store, cases), ElementsAre(Pair("a", "1")));
  } else {
    EXPECT_THAT(everything(store, cases), ElementsAre(Pair("a", "2"), Pair("b", "1")));
  }
}

TEST_P(FailingViews, AreWhereTheyWereOrWhereTheyWereToBe) {
  int call = 0;
  for (bool was_reached = true; was_reached; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    auto store = begun();
    Errc outcome{};
    {
      const FailingDisk disk(call, GetParam());
      outcome = code_of(store->commit(begin(*store, cases, {{"a", "2"}, {"b", "1"}}), Position{5}));
    }
    was_reached = FailingDisk::was_reached();
    EXPECT_THAT(outcome, AnyOf(Errc{}, Errc::storage_failed));
    expect_one_of_both(*store);
    if (outcome == Errc{}) {
      EXPECT_EQ(applied(*store, cases), 5U);
    }
    EXPECT_TRUE(store->recover());
    expect_one_of_both(*store);
    store.reset();
    store = open();
    expect_one_of_both(*store);
    commit(*store, cases, {{"c", "1"}}, 7);
    store.reset();
    store = open();
    EXPECT_EQ(applied(*store, cases), 7U);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(call, 1) << "calls that were made to fail";
}

TEST_P(FailingViews, AreDroppedWholeOrNotAtAll) {
  int call = 0;
  for (bool was_reached = true; was_reached; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    auto store = begun();
    Errc outcome{};
    {
      const FailingDisk disk(call, GetParam());
      outcome = code_of(store->drop(cases));
    }
    was_reached = FailingDisk::was_reached();
    EXPECT_THAT(outcome, AnyOf(Errc{}, Errc::storage_failed));
    EXPECT_TRUE(store->recover());
    store.reset();
    store = open();
    if (outcome == Errc{}) {
      EXPECT_EQ(applied(*store, cases), 0U) << "it was said to be dropped";
    }
    if (applied(*store, cases) == 0) {
      EXPECT_THAT(everything(*store, cases), IsEmpty());
    } else {
      EXPECT_THAT(everything(*store, cases), ElementsAre(Pair("a", "1")));
    }
  }
  EXPECT_GT(call, 1) << "calls that were made to fail";
}

INSTANTIATE_TEST_SUITE_P(OnceAndFromThenOn, FailingViews,
                         testing::Values(Failing::once, Failing::from_then_on));

}  // namespace
}  // namespace verloop::test
