// Each check of the simulation, tried on a course of things in which something is wrong: one that
// can't fail would tell nothing.

#include "tests/simulation/checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/memory/memory_views.hpp"
#include "tests/simulation/made_payload.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A case whose term passes, so that a finding is raised and cleared, and another case.
class CheckOf : public testing::Test {
 protected:
  CheckOf() {
    world_.enter("clerk-1", "clerk", "office-1");
    request_ = request("c1");
    receipt_ = std::get<Receipt>(world_.submit(request_));
    EXPECT_EQ(kind_of(world_.submit(request("c2"))), "accepted");
    world_.at("2026-06-01");
    EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1U);
    world_.act("clerk-1", "decide", {{"verdict", "granted"}});
  }

  Command request(const std::string& id) {
    return world_.command("clerk-1", "requestPermit", id,
                          {{"applicant", person(0)}, {"kind", "roof"}, {"plan", canary("plan")}});
  }
  std::vector<StoredRecord> all() { return world_.log().read({}, 1000).value(); }
  std::vector<Record> of_case() {
    std::vector<Record> records;
    for (const StoredRecord& stored : world_.records()) records.push_back(stored.record);
    return records;
  }
  std::size_t place_of(const std::string& type) {
    const auto records = of_case();
    for (std::size_t at = 0; at < records.size(); ++at)
      if (records[at].type.text == type) return at;
    ADD_FAILURE() << "no " << type;
    return 0;
  }

  World world_;
  Command request_;
  Receipt receipt_;
};

TEST_F(CheckOf, AReplayFindsARecordThatIsMissing) {
  std::vector<Record> records = of_case();
  EXPECT_THAT(check_replay(world_.state(), records, world_.definition()), IsEmpty());
  records.pop_back();
  EXPECT_THAT(check_replay(world_.state(), records, world_.definition()),
              Contains(HasSubstr("c1 and a replay differ")));
}

TEST_F(CheckOf, AReplayFindsAValueThatIsAnother) {
  CaseState other = world_.state();
  other.fields["fee"] = 1;
  EXPECT_THAT(check_replay(other, of_case(), world_.definition()), Contains(HasSubstr("fields")));
  EXPECT_THAT(check_same(world_.state(), other, "another"), SizeIs(1));
}

TEST_F(CheckOf, TheSequenceFindsGapsAndAClockThatGoesBack) {
  EXPECT_THAT(check_sequence(all()), IsEmpty());
  std::vector<StoredRecord> gap = all();
  gap.erase(gap.end() - 2);
  EXPECT_THAT(check_sequence(gap), Contains(HasSubstr("expected position")));
  EXPECT_THAT(check_sequence(gap), Contains(HasSubstr("the version before it is missing")));
  std::vector<StoredRecord> back = all();
  back.back().record.recorded_at -= std::chrono::hours(24 * 365);
  EXPECT_THAT(check_sequence(back), Contains(HasSubstr("recorded before the last")));
  std::vector<StoredRecord> apart = all();
  apart.back().record.command = apart.front().record.command;
  EXPECT_THAT(check_sequence(apart), Contains(HasSubstr("apart from the others")));
}

TEST_F(CheckOf, FindingsFindsOneThatIsRaisedTwiceOrClearedUnraised) {
  EXPECT_THAT(check_findings(of_case()), IsEmpty());
  std::vector<Record> records = of_case();
  const auto raised = static_cast<std::ptrdiff_t>(place_of("FindingRaised@1"));
  std::vector<Record> twice = records;
  twice.insert(twice.begin() + raised, records.at(place_of("FindingRaised@1")));
  EXPECT_THAT(check_findings(twice), Contains(HasSubstr("is raised though it was")));
  records.erase(records.begin() + raised);
  EXPECT_THAT(check_findings(records), Contains(HasSubstr("is cleared though it was not raised")));
}

TEST_F(CheckOf, ARepeatFindsAnotherAnswer) {
  const Answer again = world_.submit(request_);
  EXPECT_THAT(check_repeat(receipt_, again), IsEmpty());
  Receipt other = std::get<Receipt>(again);
  other.answer["events"] = boost::json::array();
  EXPECT_THAT(check_repeat(receipt_, other), Contains(HasSubstr("answered otherwise")));
  other = receipt_;
  EXPECT_THAT(check_repeat(receipt_, other), Contains(HasSubstr("recorded anew")));
  EXPECT_THAT(check_repeat(receipt_, Refusal()), Contains(HasSubstr("is refused")));
}

TEST_F(CheckOf, AnswersFindsWhatWasLostAndWhatWasRefused) {
  EXPECT_THAT(check_answers({{request_.id, receipt_}}, {}, all()), IsEmpty());
  EXPECT_THAT(check_answers({}, {request_.id}, all()), Contains(HasSubstr("that was refused")));
  EXPECT_THAT(check_answers({{{"lost"}, receipt_}}, {}, all()),
              Contains(HasSubstr("is not where its answer says")));
  Receipt shorter = receipt_;
  shorter.position = shorter.first;
  EXPECT_THAT(check_answers({{request_.id, shorter}}, {}, all()), SizeIs(1));
}

TEST_F(CheckOf, CanariesFindsOneInTheClear) {
  EXPECT_THAT(check_no_canary(all()), IsEmpty());
  std::vector<StoredRecord> sung = all();
  sung.back().bytes += canary("plan");
  EXPECT_THAT(check_no_canary(sung), SizeIs(1));
  MemoryViews views;
  const ViewId id{"some", 1};
  auto view = views.begin(id);
  view->put("key", person(2));
  ASSERT_TRUE(views.commit(std::move(view), Position{1}));
  EXPECT_THAT(check_no_canary(views, {id}), Contains(HasSubstr("a sealed word lies under key")));
  EXPECT_THAT(check_no_canary(views, {{"other", 1}}), IsEmpty());
}

TEST_F(CheckOf, WhatIsToldFindsAFieldThatTheViewDoesNotList) {
  const Definition& definition = world_.definition();
  const auto& views = definition.procedure.views;
  EXPECT_THAT(check_told(canary("plan") + person(0), views.at("clerk"), definition), IsEmpty());
  EXPECT_THAT(check_told(canary("plan"), views.at("applicant"), definition), SizeIs(1));
  EXPECT_THAT(check_told(person(0), views.at("applicant"), definition), SizeIs(1));
  EXPECT_THAT(check_told(canary("reason"), views.at("clerk"), definition), SizeIs(1));
}

}  // namespace
}  // namespace verloop::test
