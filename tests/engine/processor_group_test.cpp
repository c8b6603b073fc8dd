// Several commands in one append: each is decided on what those before it leave, and nothing of any
// of them is left where the append fails.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/processor.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;

class CommandsInOneAppend : public testing::Test {
 protected:
  CommandsInOneAppend() { world_.enter("clerk-1", "clerk", "office-1"); }

  Command request(const std::string& on_case, const std::string& applicant = "p-1") {
    return world_.command("clerk-1", "requestPermit", on_case,
                          {{"applicant", applicant}, {"kind", "shed"}, {"plan", "a shed"}});
  }
  Command decision(const std::string& on_case) {
    return world_.command("clerk-1", "decide", on_case, {{"verdict", "granted"}});
  }

  void enqueue(const Command& command) {
    const std::size_t at = told_.size();
    told_.emplace_back("waits");
    receipts_.emplace_back();
    world_.processor().enqueue(command, world_.now(), [this, at](const Result<Answer>& answer) {
      told_[at] = answer.has_error() ? "failed" : kind_of(*answer);
      if (told_[at] == "accepted") receipts_[at] = std::get<Receipt>(*answer);
    });
  }

  void settle(CommandGroup group, const Result<Outcomes>& outcomes) {
    for (const auto& [told, answer] : world_.processor().settle(std::move(group), outcomes))
      told(answer);
  }
  /// Appends what waits; how many batches that were.
  std::size_t append() {
    CommandGroup group = world_.processor().take();
    const std::size_t batches = group.batches.size();
    const auto outcomes = append_group(world_.log(), group);
    settle(std::move(group), outcomes);
    return batches;
  }
  std::uint64_t size() { return world_.log().tail().size; }

  World world_;
  std::vector<std::string> told_;
  std::vector<std::optional<Receipt>> receipts_;
};

TEST_F(CommandsInOneAppend, TheSecondSeesWhatTheFirstLeaves) {
  enqueue(request("c1"));
  enqueue(decision("c1"));
  EXPECT_THAT(told_, ElementsAre("waits", "waits"));
  EXPECT_EQ(append(), 2U);
  EXPECT_THAT(told_, ElementsAre("accepted", "accepted"));
  EXPECT_EQ(world_.types(), "PermitRequested FeeSet ApplicantsCounted PermitDecided");
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(CommandsInOneAppend, TheVersionThatIsExpectedIsThatAfterTheFirst) {
  enqueue(request("c1"));
  Command stale = decision("c1");
  stale.expected_version = -1;
  enqueue(stale);
  Command fresh = decision("c1");
  fresh.expected_version = 2;
  enqueue(fresh);
  EXPECT_THAT(told_, ElementsAre("waits", "waits", "waits"))
      << "a conflict tells of what is not recorded yet";
  append();
  EXPECT_THAT(told_, ElementsAre("accepted", "conflict", "accepted"));
  EXPECT_EQ(receipts_[2]->version, Version{3});
}

TEST_F(CommandsInOneAppend, WhatTellsOfAnEarlierDayWaitsUntilTheOthersAreRecorded) {
  world_.at("2026-03-10");
  enqueue(request("c1"));
  enqueue(decision("c1"));
  world_.at("2026-03-20");
  Command early = decision("c1");
  early.occurred_on = parse_occurrence("2026-03-09").value();
  enqueue(early);
  EXPECT_THAT(told_, ElementsAre("waits", "waits", "waits"));
  EXPECT_EQ(append(), 2U);
  EXPECT_THAT(told_, ElementsAre("accepted", "accepted", "state"))
      << "nothing was filed by then; it was told when the others were recorded";
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(CommandsInOneAppend, WhatTellsOfAnEarlierDayTakesItsPlaceAmongTheOthers) {
  world_.at("2026-03-10");
  enqueue(request("c1"));
  append();
  world_.at("2026-03-20");
  enqueue(decision("c1"));
  Command early = decision("c1");
  early.data["verdict"] = "refused";
  early.occurred_on = parse_occurrence("2026-03-15").value();
  enqueue(early);
  while (world_.processor().waiting() > 0) append();
  EXPECT_THAT(told_, ElementsAre("accepted", "accepted", "accepted"));
  EXPECT_EQ(world_.state().fields.at("decision").at("on"), "2026-03-20");
  EXPECT_EQ(world_.state(), world_.replayed());
  world_.restart();
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(CommandsInOneAppend, NothingIsSeenBeforeItIsRecorded) {
  enqueue(request("c1"));
  CommandGroup group = world_.processor().take();
  EXPECT_EQ(world_.processor().find({"c1"}).error().code, Errc::not_found);
  const auto outcomes = append_group(world_.log(), group);
  settle(std::move(group), outcomes);
  EXPECT_TRUE(world_.processor().find({"c1"}).has_value());
}

TEST_F(CommandsInOneAppend, AnIdThatIsUsedTwiceIsRecordedOnce) {
  const Command first = request("c1");
  enqueue(first);
  enqueue(first);
  Command other = request("c2");
  other.id = first.id;
  enqueue(other);
  append();
  EXPECT_THAT(told_, ElementsAre("accepted", "accepted", "duplicate"));
  EXPECT_EQ(receipts_[1]->position, receipts_[0]->position);
  EXPECT_EQ(receipts_[1]->answer, receipts_[0]->answer);
  EXPECT_EQ(world_.records("c1").size(), 3U);
  EXPECT_TRUE(world_.records("c2").empty());
}

TEST_F(CommandsInOneAppend, ThatFailsLeaveNothingBehind) {
  enqueue(request("c1"));
  append();
  const auto before = size();
  enqueue(decision("c1"));
  enqueue(request("c2"));
  enqueue(decision("c2"));
  world_.log().fail_next_append();
  append();
  EXPECT_THAT(told_, ElementsAre("accepted", "failed", "failed", "failed"));
  EXPECT_EQ(size(), before);
  EXPECT_EQ(world_.state().version, Version{2});
  EXPECT_EQ(world_.processor().find({"c2"}).error().code, Errc::not_found);
  ASSERT_TRUE(world_.log().recover());
  Command again = decision("c1");
  again.expected_version = 2;
  EXPECT_EQ(kind_of(world_.submit(again)), "accepted");
  EXPECT_EQ(kind_of(world_.submit(decision("c2"))), "unknown");
}

TEST_F(CommandsInOneAppend, WhatWasDecidedMeanwhileIsDecidedAnewWhenTheyFail) {
  enqueue(request("c1"));
  CommandGroup group = world_.processor().take();
  enqueue(decision("c1"));
  enqueue(request("c2"));
  settle(std::move(group), Error{Errc::storage_failed, "no space left"});
  EXPECT_THAT(told_, ElementsAre("failed", "unknown", "waits"));
  append();
  EXPECT_EQ(told_[2], "accepted");
  EXPECT_TRUE(world_.records("c1").empty());
  EXPECT_EQ(world_.state("c2"), world_.replayed("c2"));
}

TEST_F(CommandsInOneAppend, WhatComesAfterOneThatWasRefusedThereGetsItsRightPlace) {
  const auto before = size();
  enqueue(request("c1", "p-1"));
  enqueue(decision("c1"));
  enqueue(request("c2", "p-2"));
  const auto gone = world_.vault().find_subject("office-1", "p-1").value().value();
  ASSERT_TRUE(world_.vault().destroy({gone}));
  append();
  EXPECT_THAT(told_, ElementsAre("failed", "unknown", "waits")) << "decided anew";
  append();
  EXPECT_EQ(told_[2], "accepted");
  EXPECT_EQ(receipts_[2]->first, Position{before});
  EXPECT_EQ(world_.state("c2"), world_.replayed("c2"));
}

TEST_F(CommandsInOneAppend, FindingsOfTheFirstAreNotRaisedAgainByTheSecond) {
  enqueue(request("c1"));
  append();
  world_.at("2026-05-20");
  enqueue(decision("c1"));
  world_.processor().enqueue_notice({"c1"}, world_.now());
  enqueue(world_.command("clerk-1", "close", "c1"));
  append();
  EXPECT_EQ(world_.types("c1", 3), "PermitDecided FindingRaised PermitClosed");
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(CommandsInOneAppend, ANoticeAndACommandRecordWhatTheyDoOneAfterTheOther) {
  for (const char* id : {"c1", "c2"}) enqueue(request(id));
  append();
  world_.at("2026-05-20");
  world_.processor().enqueue_notice({"c1"}, world_.now());
  enqueue(decision("c1"));
  EXPECT_EQ(append(), 3U);
  EXPECT_EQ(world_.types("c1", 3), "FindingRaised PermitDecided FindingCleared");
  EXPECT_EQ(world_.state(), world_.replayed());
  EXPECT_EQ(world_.processor().notice({"c2"}, world_.now()).value(), 1U);
  EXPECT_EQ(kind_of(world_.submit(decision("c2"))), "accepted");
  EXPECT_EQ(world_.types("c2", 3), world_.types("c1", 3));
}

}  // namespace
}  // namespace verloop::test
