#include "projections/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/audit_index.hpp"
#include "projections/cases.hpp"
#include "projections/memory/memory_views.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Views whose commits fail after a number of them, as a crash would.
class CrashingViews final : public ViewStore {
 public:
  CrashingViews(ViewStore& inner, int commits) : inner_(inner), left_(commits) {}
  Result<Position> applied(const ViewId& id) const override { return inner_.applied(id); }
  std::unique_ptr<View> begin(const ViewId& id) override { return inner_.begin(id); }
  Result<> commit(std::unique_ptr<View> view, Position next) override {
    if (left_-- <= 0) return Error{Errc::storage_failed, "crash"};
    return inner_.commit(std::move(view), next);
  }
  Result<std::optional<std::string>> get(const ViewId& id, std::string_view key) const override {
    return inner_.get(id, key);
  }
  Result<std::vector<KeyValue>> scan(const ViewId& id, std::string_view prefix,
                                     std::string_view after, std::size_t max) const override {
    return inner_.scan(id, prefix, after, max);
  }
  Result<> drop(const ViewId& id) override { return inner_.drop(id); }
  Result<> recover() override { return {}; }
  Result<Digest> fingerprint(const ViewId& id) const override { return inner_.fingerprint(id); }
  Result<std::vector<std::string>> strangers(const std::vector<ViewId>& known) const override {
    return inner_.strangers(known);
  }

 private:
  ViewStore& inner_;
  int left_;
};

/// Counts every record once; stops at one position when told to.
class Counting final : public Projection {
 public:
  explicit Counting(std::optional<std::uint64_t> stops_at = std::nullopt) : stops_at_(stops_at) {}
  std::string_view name() const override { return "counting"; }
  std::uint32_t version() const override { return 1; }
  Result<> apply(const Applied& applied, View& view) const override {
    if (applied.stored.record.position.value == stops_at_)
      return Error{Errc::malformed, "can't apply this"};
    const auto before = view.get("n");
    if (!before) return before.error();
    view.put("n", std::to_string((*before ? std::stoi(**before) : 0) + 1));
    return {};
  }

 private:
  std::optional<std::uint64_t> stops_at_;
};

class RunnerOfProjections : public testing::Test {
 protected:
  RunnerOfProjections() {
    world_.enter("clerk-1", "clerk", "office-1");
    open("c1");
    open("c2");
    projections_.push_back(std::make_unique<Counting>());
  }
  void open(const std::string& id) {
    world_.act("clerk-1", "requestPermit", {{"applicant", "p-1"}, {"kind", "roof"}}, id);
  }
  Runner runner(ViewStore& views) {
    return Runner(world_.log(), world_.definitions(), views, projections_);
  }
  std::string count() const { return views_.get({"counting", 1}, "n").value().value_or("0"); }
  std::string size() { return std::to_string(world_.log().tail().size); }
  std::vector<ProjectionDifference> differences() {
    return compare_with_rebuild(world_.log(), world_.definitions(), views_, projections_).value();
  }

  World world_;
  MemoryViews views_;
  std::vector<std::unique_ptr<Projection>> projections_ = shipped_projections();
};

TEST_F(RunnerOfProjections, AppliesEachRecordOnce) {
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_EQ(count(), size());
  ASSERT_TRUE(runner(views_).catch_up());
  open("c3");
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_EQ(count(), size());
  EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(RunnerOfProjections, GoesOnFromTheCasesThatItKept) {
  CaseFold kept(world_.log(), world_.definitions());
  const auto with_kept = [&](ViewStore& views) {
    return Runner(world_.log(), world_.definitions(), views, projections_, &kept);
  };
  ASSERT_TRUE(with_kept(views_).catch_up());
  world_.act("clerk-1", "decide", {{"verdict", "granted"}}, "c1");
  world_.act("clerk-1", "close", {}, "c1");
  CrashingViews crashing(views_, 1);
  EXPECT_TRUE(with_kept(crashing).catch_up().has_error());
  EXPECT_THAT(differences(), IsEmpty()) << "each at its own position";
  ASSERT_TRUE(with_kept(views_).catch_up());
  EXPECT_EQ(count(), size());
  EXPECT_THAT(differences(), IsEmpty());
  ASSERT_TRUE(with_kept(views_).rebuild("cases"));
  EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(RunnerOfProjections, CountsOnceAfterACrashBetweenAnyTwoCommits) {
  for (int commits = 0; commits <= static_cast<int>(projections_.size()); ++commits) {
    for (const auto& one : projections_) ASSERT_TRUE(views_.drop(one->view()));
    CrashingViews crashing(views_, commits);
    EXPECT_EQ(runner(crashing).catch_up().has_error(),
              commits < static_cast<int>(projections_.size()));
    ASSERT_TRUE(runner(views_).catch_up()) << commits;
    EXPECT_EQ(count(), size()) << commits;
    EXPECT_THAT(differences(), IsEmpty()) << commits;
  }
}

TEST_F(RunnerOfProjections, RebuildsOneWhileTheOthersStandAtTheEnd) {
  ASSERT_TRUE(runner(views_).catch_up());
  ASSERT_TRUE(runner(views_).rebuild("counting"));
  EXPECT_EQ(count(), size());
  ASSERT_TRUE(runner(views_).rebuild(""));
  EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(RunnerOfProjections, KnowsNoProjectionOfAnotherName) {
  EXPECT_EQ(runner(views_).rebuild("weather").error().code, Errc::not_found);
}

TEST_F(RunnerOfProjections, CatchesUpInPages) {
  for (int number = 0; number < 200; ++number) open("many-" + std::to_string(number));
  std::vector<std::uint64_t> done;
  ASSERT_TRUE(runner(views_).catch_up(
      [&done](std::uint64_t position, std::uint64_t) { done.push_back(position); }));
  EXPECT_THAT(done, testing::ElementsAre(512u, world_.log().tail().size));
  EXPECT_EQ(count(), size());
  ASSERT_TRUE(runner(views_).rebuild("cases"));
  EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(RunnerOfProjections, StopsAtARecordThatCannotBeApplied) {
  projections_.back() = std::make_unique<Counting>(6);
  const auto stopped = runner(views_).catch_up();
  ASSERT_TRUE(stopped.has_error());
  EXPECT_EQ(stopped.error().code, Errc::malformed);
  EXPECT_THAT(stopped.error().detail, HasSubstr("counting stops at position 6"));
  EXPECT_EQ(views_.applied({"counting", 1}).value(), Position{0});
}

TEST_F(RunnerOfProjections, StopsAtACaseWhoseDefinitionIsNotThere) {
  const Definitions none(system_catalogue());
  const auto stopped = Runner(world_.log(), none, views_, projections_).catch_up();
  ASSERT_TRUE(stopped.has_error());
  EXPECT_EQ(stopped.error().code, Errc::not_found);
  EXPECT_THAT(stopped.error().detail, HasSubstr("position "));
}

TEST_F(RunnerOfProjections, TellsAViewThatDiffersFromARebuild) {
  ASSERT_TRUE(runner(views_).catch_up());
  const Position end = views_.applied(Cases().view()).value();
  auto view = views_.begin(Cases().view());
  view->put("case/c9", "{}");
  ASSERT_TRUE(views_.commit(std::move(view), end.next()));
  open("c3");
  ASSERT_THAT(differences(), SizeIs(1));
  EXPECT_EQ(differences().front().name, "cases");
}

TEST_F(RunnerOfProjections, ComparesALaggingViewAtItsOwnPosition) {
  ASSERT_TRUE(runner(views_).catch_up());
  open("c3");
  EXPECT_THAT(differences(), IsEmpty());
}

std::vector<std::string> keys(const ViewStore& views, const std::string& projection,
                              const std::string& prefix) {
  std::vector<std::string> keys;
  const std::uint32_t version = projection == "audit" ? AuditIndex().version() : 3;
  for (const auto& [key, value] : views.scan({projection, version}, prefix, "", 1000).value())
    keys.push_back(key);
  return keys;
}

TEST_F(RunnerOfProjections, KeepsTheStateOfEveryCase) {
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_EQ(stored_case(views_, {"c1"}).value().value(), world_.replayed("c1"));
  EXPECT_EQ(stored_case(views_, {"c9"}).value(), std::nullopt);
  ASSERT_THAT(stored_cases(views_, "", 10).value(), SizeIs(2));
  EXPECT_EQ(stored_cases(views_, "", 1).value().front().id.text, "c1");
  EXPECT_EQ(stored_cases(views_, "c1", 10).value().front().id.text, "c2");
  EXPECT_THAT(stored_cases(views_, "c2", 10).value(), IsEmpty());
}

TEST_F(RunnerOfProjections, ListsOpenDueDatesUntilTheyAreMet) {
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_THAT(keys(views_, "deadlines", "due/"),
              testing::ElementsAre("due/2026-04-28/c1/P-1/", "due/2026-04-28/c2/P-1/"));
  EXPECT_EQ(views_.get({"deadlines", 3}, "case/c1").value(),
            R"([["P-1","","2026-04-28",null],["P-2","1",null,null]])");
  world_.act("clerk-1", "decide", {{"verdict", "granted"}}, "c1");
  world_.act("clerk-1", "close", {}, "c2");
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_THAT(keys(views_, "deadlines", "due/"), IsEmpty());
  EXPECT_EQ(views_.get({"deadlines", 3}, "case/c2").value(), "[]");
}

TEST_F(RunnerOfProjections, ListsDueDatesAnewWhenASettingOfTheProcedureChanges) {
  ASSERT_TRUE(runner(views_).catch_up());
  const auto change = [this](std::int64_t days) {
    const NewSetting setting{"termDays", cel::Value::of(days), day("2026-03-01"), {}};
    return world_.definitions().change_setting("building-permit", setting, engine_actor(),
                                               world_.log(), world_.seed(), world_.now());
  };
  ASSERT_TRUE(change(14));
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_THAT(keys(views_, "deadlines", "due/"),
              testing::ElementsAre("due/2026-03-16/c1/P-1/", "due/2026-03-16/c2/P-1/"));
  world_.act("clerk-1", "decide", {{"verdict", "granted"}}, "c1");
  ASSERT_TRUE(change(21));
  EXPECT_THAT(differences(), IsEmpty()) << "what lags behind does not know the change yet";
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_THAT(keys(views_, "deadlines", "due/"), testing::ElementsAre("due/2026-03-23/c2/P-1/"));
  EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(RunnerOfProjections, KeepsWhatWasRaisedAndCleared) {
  world_.at("2026-05-20");
  ASSERT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1u);
  ASSERT_TRUE(runner(views_).catch_up());
  const auto kept = [this] {
    return views_.get({"compliance", 3}, "rule/R-1/c1/1").value().value();
  };
  EXPECT_THAT(kept(), HasSubstr(R"("on":"2026-04-29","open":true,)"));
  EXPECT_THAT(kept(), HasSubstr(R"("raised":1,"status":"violated")"));
  world_.act("clerk-1", "decide", {{"verdict", "granted"}}, "c1");
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_THAT(kept(), HasSubstr(R"("open":false,)"));
  EXPECT_THAT(kept(), HasSubstr(R"("status":"metLate")"));
  EXPECT_EQ(views_.get({"compliance", 3}, "case/c1/R-1/1").value().value(), kept());
}

TEST_F(RunnerOfProjections, KeepsAnIdWithASlashApartFromTheIdBeforeIt) {
  world_.enter("clerk-1/2", "clerk", "office-1");
  world_.enter("clerk-1%2F2", "clerk", "office-1");
  world_.act("clerk-1/2", "requestPermit", {{"applicant", "p-1"}, {"kind", "roof"}}, "c3");
  ASSERT_TRUE(runner(views_).catch_up());
  const std::size_t before = keys(views_, "audit", "actor/clerk-1/").size();
  EXPECT_EQ(before, 6U);
  EXPECT_THAT(keys(views_, "audit", "actor/clerk-1%2F2/"), Not(IsEmpty()));
  EXPECT_THAT(keys(views_, "audit", "actor/clerk-1%252F2/"), IsEmpty());
}

TEST_F(RunnerOfProjections, DropsTheViewsOfOlderVersions) {
  auto view = views_.begin({"audit", 1});
  view->put("actor/x/0", "");
  ASSERT_TRUE(views_.commit(std::move(view), Position{3}));
  EXPECT_THAT(differences(), IsEmpty());
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_EQ(views_.applied({"audit", 1}).value(), Position{});
  EXPECT_EQ(views_.get({"audit", 1}, "actor/x/0").value(), std::nullopt);
}

TEST_F(RunnerOfProjections, NamesAViewThatIsNoneOfIts) {
  ASSERT_TRUE(runner(views_).catch_up());
  for (const ViewId& id : {ViewId{"cases", 99}, ViewId{"leftover", 1}}) {
    auto view = views_.begin(id);
    view->put("key", "");
    ASSERT_TRUE(views_.commit(std::move(view), Position{3}));
  }
  const auto found = differences();
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(found[0].problem, HasSubstr("a view cases, version 99, that this program"));
  EXPECT_THAT(found[1].problem, HasSubstr("a view leftover, version 1"));
}

TEST_F(RunnerOfProjections, IndexesEveryRecordForAuditors) {
  ASSERT_TRUE(runner(views_).catch_up());
  EXPECT_THAT(keys(views_, "audit", "case/c1/"), SizeIs(3));
  EXPECT_THAT(keys(views_, "audit", "type/PermitRequested/"), SizeIs(2));
  EXPECT_THAT(keys(views_, "audit", "actor/clerk-1/"), SizeIs(6));
  EXPECT_THAT(keys(views_, "audit", "day/2026-03-02/"), SizeIs(world_.log().tail().size));
  EXPECT_THAT(keys(views_, "audit", "purpose/permits/"), SizeIs(6));
  EXPECT_THAT(keys(views_, "audit", "org/office-1/"), SizeIs(6));
}

}  // namespace
}  // namespace verloop::test
