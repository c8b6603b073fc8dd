// A running case keeps the version of its procedure until it is moved to another, which is
// rehearsed before.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/case_records.hpp"
#include "engine/rehearsal.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The permits with something replaced, as version 4.
std::shared_ptr<const Definition> changed(const std::string& old, const std::string& with) {
  return permits(replaced(replaced(permit_procedure, "version: 3", "version: 4"), old, with));
}

std::shared_ptr<const Definition> shorter_term() {
  return changed("termDays: {type: integer, value: 56", "termDays: {type: integer, value: 42");
}

std::string text_of(const std::vector<Difference>& all) {
  std::string text;
  for (const Difference& one : all) text += one.what + ": " + one.before + " > " + one.after + "; ";
  return text;
}

class Migration : public testing::Test {
 protected:
  Migration() {
    world_.enter("clerk-1", "clerk", "office-1");
    request("c1");
  }
  void request(const std::string& id) {
    EXPECT_EQ(kind_of(world_.act("clerk-1", "requestPermit",
                                 {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}}, id)),
              "accepted");
  }
  const Definition& deploy(std::shared_ptr<const Definition> definition) {
    const std::string reference = definition->reference;
    EXPECT_TRUE(world_.definitions().deploy(std::move(definition), world_.log(), world_.seed(),
                                            world_.now()));
    return *world_.definitions().find(reference);
  }
  RehearsedCase rehearse(const Definition& to, const std::string& id = "c1") {
    return std::get<RehearsedCase>(
        world_.processor().rehearse_migration({id}, to, world_.now()).value());
  }
  RefusalKind refused(const Definition& to, const std::string& id = "c1") {
    return std::get<Refusal>(world_.processor().rehearse_migration({id}, to, world_.now()).value())
        .kind;
  }
  std::optional<Refusal> migrate(const RehearsedCase& rehearsed, const std::string& reason = "") {
    return world_.processor().migrate(rehearsed, reason, steward_, world_.now()).value();
  }
  std::optional<Date> due(const std::string& id = "c1") {
    const CaseState& state = world_.state(id);
    const Definition* definition = world_.definitions().find(state.definition);
    return judge(state, *definition, day_in_amsterdam(world_.now())).deadline("P-1")->due();
  }

  World world_;
  const Actor steward_{{"adm-1"}, {"administrator"}, {"verloop"}, {}};
};

TEST_F(Migration, IsNeededForARunningCaseToGetTheNewTerm) {
  const Definition& next = deploy(shorter_term());
  EXPECT_EQ(due(), day("2026-04-28"));
  request("c2");
  EXPECT_EQ(due("c2"), day("2026-04-13")) << "a new case has it at once";
  ASSERT_EQ(migrate(rehearse(next)), std::nullopt);
  EXPECT_EQ(due(), day("2026-04-13"));
  EXPECT_EQ(world_.state().definition, next.reference);
  world_.restart();
  EXPECT_EQ(due(), day("2026-04-13")) << "read anew";
  EXPECT_EQ(world_.state().definition, next.reference);
}

TEST_F(Migration, IsRehearsedWithoutChangingAnything) {
  const Definition& next = deploy(shorter_term());
  const std::size_t before = world_.records().size();
  const RehearsedCase rehearsed = rehearse(next);
  EXPECT_EQ(text_of(rehearsed.due), "P-1: 2026-04-28 > 2026-04-13; ");
  EXPECT_THAT(rehearsed.tracks, IsEmpty());
  EXPECT_THAT(rehearsed.actions, IsEmpty());
  EXPECT_TRUE(rehearsed.is_changed());
  EXPECT_FALSE(rehearsed.is_stuck);
  EXPECT_EQ(world_.records().size(), before);
  EXPECT_EQ(due(), day("2026-04-28"));
}

TEST_F(Migration, IsRecordedWithWhatItWasRehearsedToChange) {
  const RehearsedCase rehearsed = rehearse(deploy(shorter_term()));
  ASSERT_EQ(migrate(rehearsed, "the council decided"), std::nullopt);
  const Record record = world_.records().back().record;
  EXPECT_EQ(record.type, EventTypeId{"CaseMigrated@1"});
  EXPECT_EQ(record.actor, steward_);
  EXPECT_EQ(record.procedure, rehearsed.to);
  EXPECT_EQ(record.data.at("from").as_string(), "building-permit@3");
  EXPECT_EQ(record.data.at("rehearsal").as_string(), to_base64url(view(digest(rehearsed))));
  EXPECT_EQ(boost::json::serialize(record.data.at("changes")),
            R"([{"after":"2026-04-13","before":"2026-04-28","kind":"due","what":"P-1"}])");
  EXPECT_TRUE(record.sealed.contains("reason"));
  EXPECT_EQ(record.data.if_contains("reason"), nullptr);
}

TEST_F(Migration, RaisesAndClearsWhatTheNewVersionJudgesOtherwise) {
  const Definition& next = deploy(shorter_term());
  world_.at("2026-04-20");
  ASSERT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 0U);
  const RehearsedCase rehearsed = rehearse(next);
  EXPECT_EQ(text_of(rehearsed.rules), "R-1: pending > violated; ");
  ASSERT_EQ(migrate(rehearsed), std::nullopt);
  ASSERT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1U);
  EXPECT_THAT(world_.types(), HasSubstr("CaseMigrated FindingRaised"));

  const Definition& without = deploy(permits(
      replaced(replaced(permit_procedure, "version: 3", "version: 5"),
               "termDays: {type: integer, value: 56", "termDays: {type: integer, value: 365")));
  ASSERT_EQ(migrate(rehearse(without)), std::nullopt);
  ASSERT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1U);
  EXPECT_THAT(world_.types(), HasSubstr("CaseMigrated FindingCleared"));
}

TEST_F(Migration, LeavesTheCaseOpenToTheActionsOfTheNewVersion) {
  const Definition& next = deploy(changed("from: {permit: [filed]}", "from: {permit: [draft]}"));
  const RehearsedCase rehearsed = rehearse(next);
  EXPECT_EQ(text_of(rehearsed.actions), "decide: possible > ; ");
  ASSERT_EQ(migrate(rehearsed), std::nullopt);
  EXPECT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "granted"}})), "state");
  EXPECT_EQ(kind_of(world_.act("clerk-1", "close")), "accepted");
}

TEST_F(Migration, OfWhatIsEnteredLaterAboutEarlierCountsByTheNewVersionToo) {
  ASSERT_EQ(migrate(rehearse(deploy(shorter_term()))), std::nullopt);
  world_.at("2026-03-09");
  Command late = world_.command("clerk-1", "decide", "c1", {{"verdict", "refused"}});
  late.occurred_on = Occurrence{day("2026-03-02"), "2026-03-02"};
  EXPECT_EQ(kind_of(world_.submit(late)), "accepted");
  const CaseState live = world_.state();
  EXPECT_THAT(world_.types(), HasSubstr("CaseMigrated PermitDecided"));
  world_.restart();
  EXPECT_EQ(world_.state(), live);
}

TEST_F(Migration, IsRefusedWhereTheCaseWouldBeStuck) {
  const std::string catalogue = replaced(permit_catalogue, "  FeeSet@1:", "  FeeSet@2:");
  const auto next =
      loaded({{"permits.yaml", catalogue},
              {"building-permit.yaml", replaced(permit_procedure, "version: 3", "version: 4")}});
  const RehearsedCase rehearsed = rehearse(deploy(next));
  EXPECT_TRUE(rehearsed.is_stuck);
  EXPECT_THAT(rehearsed.unknown_events, ElementsAre("FeeSet@1"));
  EXPECT_EQ(migrate(rehearsed)->kind, RefusalKind::state);
  EXPECT_EQ(due(), day("2026-04-28"));
}

TEST_F(Migration, IsRefusedWhereOthersCouldSeeWhatWasRecordedForFewer) {
  ASSERT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "refused"}, {"reason", "no"}})),
            "accepted");
  const std::string sentence = "Decision: {verdict}.\"}\n    audience: ";
  const auto next = loaded(
      {{"permits.yaml", replaced(permit_catalogue, sentence + "governance", sentence + "shared")},
       {"building-permit.yaml", replaced(permit_procedure, "version: 3", "version: 4")}});
  const RehearsedCase rehearsed = rehearse(deploy(next));
  EXPECT_TRUE(rehearsed.is_stuck);
  EXPECT_THAT(rehearsed.widened_events, ElementsAre("PermitDecided@1"));
}

TEST_F(Migration, TellsNobodyInTheClearWhatOnlySomeMayKnow) {
  const std::string rule = "    audience: shared\n    deadline: P-1";
  const Definition& next = deploy(permits(
      replaced(replaced(replaced(permit_procedure, "version: 3", "version: 4"), rule,
                        "    audience: governance\n    deadline: P-1"),
               "termDays: {type: integer, value: 56", "termDays: {type: integer, value: 10")));
  world_.at("2026-03-30");
  const RehearsedCase rehearsed = rehearse(next);
  EXPECT_EQ(text_of(rehearsed.rules), "R-1: pending > violated; ");
  ASSERT_EQ(migrate(rehearsed), std::nullopt);
  EXPECT_EQ(boost::json::serialize(world_.records().back().record.data.at("changes")), "[]");
}

TEST_F(Migration, IsByWhatAnEarlierDayIsAnsweredToo) {
  const Definition& next = deploy(shorter_term());
  world_.at("2026-03-09");
  ASSERT_EQ(migrate(rehearse(next)), std::nullopt);
  std::vector<Record> records;
  for (const StoredRecord& stored : world_.records()) records.push_back(stored.record);
  EXPECT_EQ(fold_case(records, next, day("2026-03-03")).definition, next.reference);
}

TEST_F(Migration, IsRefusedWhenItWasRehearsedBeforeSomethingChanged) {
  const RehearsedCase rehearsed = rehearse(deploy(shorter_term()));
  ASSERT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "granted"}})), "accepted");
  EXPECT_EQ(migrate(rehearsed)->kind, RefusalKind::conflict);
}

TEST_F(Migration, IsForOpenCasesOfTheSameProcedureUnderAnotherVersion) {
  const Definition& next = deploy(shorter_term());
  EXPECT_EQ(refused(world_.definition()), RefusalKind::state) << "it is there already";
  const Definition& other =
      deploy(changed("procedure: building-permit", "procedure: other-permit"));
  EXPECT_EQ(refused(other), RefusalKind::state);
  ASSERT_EQ(kind_of(world_.act("clerk-1", "close")), "accepted");
  EXPECT_EQ(refused(next), RefusalKind::state);
}

}  // namespace
}  // namespace verloop::test
