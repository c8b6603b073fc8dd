#include "engine/rights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/directory_orders.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Orders of an administrator in a world of permits.
class RightsAtAMoment : public testing::Test {
 protected:
  RightsAtAMoment() {
    world_.enter("boss", "administrator", "verloop");
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("clerk-2", "clerk", "office-2");
  }

  DirectoryWork work() {
    return {world_.log(),
            world_.vault(),
            world_.directory(),
            world_.definitions(),
            *system_catalogue(),
            world_.seed(),
            {{"administrator"}, {{"auditor"}}}};
  }
  Order order() const { return {{{"boss"}, {"administrator"}, {"verloop"}, {}}, world_.now()}; }
  /// `done`, or why not.
  static std::string said(const Ordered& ordered) {
    if (ordered.has_error()) return ordered.error().detail;
    const auto* refusal = std::get_if<Refusal>(&*ordered);
    return refusal == nullptr ? "done" : refusal->sentence.en;
  }
  std::string give(const std::string& person, const std::string& from, const std::string& until) {
    Days days;
    if (!from.empty()) days.from = parse_date(from).value();
    if (!until.empty()) days.until = parse_date(until).value();
    return said(give_role(work(), {person}, clerk_, days, order()));
  }
  std::string withdraw(const std::string& person, const RoleAt& role) {
    return said(withdraw_role(work(), {person}, role, "left us", order()));
  }
  NewMandate mandate() const {
    return {{"clerk-1"}, {"clerk-2"},       {"clerk"},         {},
            {},          day("2026-03-02"), day("2026-03-31"), "on leave"};
  }
  std::string mandated(const NewMandate& wanted) {
    return said(give_mandate(work(), wanted, order()));
  }
  std::vector<RoleAt> roles(const std::string& person, const std::string& on) const {
    return world_.directory().at(noon(on)).roles_of({person});
  }
  /// `for` of who acts, or why it may not.
  std::string acting_for(const std::string& action, const std::string& on = "2026-03-02") const {
    const auto acting = world_.directory().at(noon(on)).acting_for(
        {"clerk-2"}, {"clerk-1"}, std::nullopt, world_.definition().procedure.action(action));
    if (const auto* refusal = std::get_if<Refusal>(&acting)) return refusal->sentence.en;
    return std::get<Actor>(acting).on_behalf_of;
  }

  const RoleAt clerk_{{"clerk"}, {"office-1"}};
  const std::string no_mandate_ =
      "There is no mandate of that person to this actor for this today.";
  mutable World world_;
};

TEST_F(RightsAtAMoment, GiveARoleBetweenItsDaysBothIncluded) {
  ASSERT_EQ(give("clerk-2", "2026-04-01", "2026-04-30"), "done");
  const RoleAt own{{"clerk"}, {"office-2"}};
  EXPECT_THAT(roles("clerk-2", "2026-03-31"), ElementsAre(own));
  EXPECT_THAT(roles("clerk-2", "2026-04-01"), ElementsAre(own, clerk_));
  EXPECT_THAT(roles("clerk-2", "2026-04-30"), ElementsAre(own, clerk_));
  EXPECT_THAT(roles("clerk-2", "2026-05-01"), ElementsAre(own));
}

TEST_F(RightsAtAMoment, DenyWhatWasWithdrawnFromThenOn) {
  ASSERT_EQ(kind_of(world_.act("clerk-1", "requestPermit",
                               {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}})),
            "accepted");
  Command next = world_.command("clerk-1", "decide", "c1", {{"verdict", "granted"}});
  ASSERT_EQ(withdraw("clerk-1", clerk_), "done");
  EXPECT_THAT(roles("clerk-1", "2026-03-02"), IsEmpty());
  EXPECT_EQ(world_.processor().find_for({"clerk-1"}, {"c1"}, world_.now()).error().code,
            Errc::not_found);
  Directory fresh;
  ASSERT_TRUE(fresh.load(world_.log()));
  EXPECT_THAT(fresh.at(world_.now()).roles_of({"clerk-1"}), IsEmpty());
  EXPECT_TRUE(fresh.knows({"clerk-1"}));
}

TEST_F(RightsAtAMoment, CanGiveAgainWhatWasWithdrawn) {
  ASSERT_EQ(withdraw("clerk-1", clerk_), "done");
  EXPECT_EQ(withdraw("clerk-1", clerk_), "This actor does not have that role there.");
  ASSERT_EQ(give("clerk-1", "", ""), "done");
  EXPECT_THAT(roles("clerk-1", "2026-03-02"), ElementsAre(clerk_));
  EXPECT_EQ(give("clerk-1", "", ""), "This actor has that role already.");
}

TEST_F(RightsAtAMoment, KeepAnAdministratorWithoutAnEnd) {
  const RoleAt boss{{"administrator"}, {"verloop"}};
  EXPECT_THAT(withdraw("boss", boss), HasSubstr("the last who looks after"));
  ASSERT_EQ(said(give_role(work(), {"clerk-1"}, boss, {{}, day("2026-12-31")}, order())), "done");
  EXPECT_THAT(withdraw("boss", boss), HasSubstr("the last who looks after")) << "that one ends";
  ASSERT_EQ(said(give_role(work(), {"clerk-2"}, boss, {}, order())), "done");
  EXPECT_EQ(withdraw("boss", boss), "done");
}

TEST_F(RightsAtAMoment, AreGivenToWhomAndForWhatThereIs) {
  EXPECT_THAT(give("clerk-3", "", ""), HasSubstr("not in the directory. Did you mean clerk-1?"));
  const RoleAt unknown{{"clerc"}, {"office-1"}};
  EXPECT_THAT(said(give_role(work(), {"clerk-1"}, unknown, {}, order())),
              HasSubstr("Did you mean clerk?"));
  EXPECT_EQ(give("clerk-2", "2026-05-01", "2026-04-30"), "The last day lies before the first.");
  EXPECT_EQ(give("clerk-2", "", "2026-03-01"), "The last day is over already.");
  const RoleAt nowhere{{"clerk"}, {"an office"}};
  EXPECT_THAT(said(give_role(work(), {"clerk-1"}, nowhere, {}, order())), HasSubstr("named with"));
}

TEST_F(RightsAtAMoment, EnterAnActorOnceWithItsNameSealed) {
  EXPECT_EQ(said(add_actor(work(), {"clerk-3"}, "Josephine", order())), "done");
  EXPECT_EQ(said(add_actor(work(), {"clerk-3"}, "", order())),
            "This actor is in the directory already.");
  for (const char* odd : {"", "a b", "a#1", "engine", "unknown"})
    EXPECT_THAT(said(add_actor(work(), {odd}, "", order())), HasSubstr("is named with")) << odd;
  const StoredRecord stored = world_.records("@directory").back();
  EXPECT_THAT(stored.bytes, Not(HasSubstr("Josephine")));
  EXPECT_EQ(stored.record.actor.id.text, "boss");
}

TEST_F(RightsAtAMoment, LinkAndUnlinkASubject) {
  world_.enter("app-1", "applicant", "office-1");
  const auto subjects = [this] {
    return world_.directory().at(world_.now()).subjects_of({"app-1"}).size();
  };
  EXPECT_EQ(said(link_subject(work(), {"app-1"}, {{"office-2"}, "p-1"}, order())),
            "This actor has no role at that organisation; give it one first.");
  ASSERT_EQ(said(link_subject(work(), {"app-1"}, {{"office-1"}, "p-1"}, order())), "done");
  EXPECT_EQ(subjects(), 1U);
  EXPECT_EQ(said(link_subject(work(), {"app-1"}, {{"office-1"}, "p-1"}, order())),
            "This actor is linked already.");
  ASSERT_EQ(said(unlink_subject(work(), {"app-1"}, {{"office-1"}, "p-1"}, order())), "done");
  EXPECT_EQ(subjects(), 0U);
  EXPECT_EQ(said(unlink_subject(work(), {"app-1"}, {{"office-1"}, "p-1"}, order())),
            "This actor is not linked.");
}

TEST_F(RightsAtAMoment, LetNobodyActForAnotherWithoutAMandate) {
  EXPECT_EQ(acting_for("decide"), no_mandate_);
  EXPECT_TRUE(world_.directory().at(world_.now()).check_mandate({"clerk-2"}, {"clerk-1"}));
}

TEST_F(RightsAtAMoment, LetTheHolderActWithinTheDaysOfItsMandate) {
  ASSERT_EQ(mandated(mandate()), "done");
  const std::string number = std::to_string(world_.log().tail().size - 1);
  EXPECT_EQ(acting_for("decide"), "clerk-1#" + number);
  EXPECT_EQ(acting_for("decide", "2026-03-31"), "clerk-1#" + number);
  EXPECT_EQ(acting_for("decide", "2026-03-01"), no_mandate_);
  EXPECT_EQ(acting_for("decide", "2026-04-01"), no_mandate_);
}

TEST_F(RightsAtAMoment, GiveUnderAMandateNoMoreThanTheGiverHas) {
  ASSERT_EQ(mandated(mandate()), "done");
  ASSERT_EQ(withdraw("clerk-1", clerk_), "done");
  EXPECT_EQ(acting_for("decide"), no_mandate_);
}

TEST_F(RightsAtAMoment, KeepToTheActionsOfAMandate) {
  NewMandate wanted = mandate();
  wanted.actions = {{"decide"}};
  ASSERT_EQ(mandated(wanted), "done");
  EXPECT_THAT(acting_for("decide"), HasSubstr("clerk-1#"));
  EXPECT_EQ(acting_for("close"), no_mandate_);
}

TEST_F(RightsAtAMoment, EndWithAMandateThatIsWithdrawn) {
  ASSERT_EQ(mandated(mandate()), "done");
  const Position number{world_.log().tail().size - 1};
  ASSERT_EQ(said(withdraw_mandate(work(), number, order())), "done");
  EXPECT_EQ(acting_for("decide"), no_mandate_);
  EXPECT_THAT(said(withdraw_mandate(work(), number, order())), HasSubstr("no mandate of that"));
}

TEST_F(RightsAtAMoment, TakeNoMandateThatCanNotBe) {
  const auto with = [this](auto change) {
    NewMandate wanted = mandate();
    change(wanted);
    return mandated(wanted);
  };
  EXPECT_EQ(with([](NewMandate& m) { m.holder = m.giver; }),
            "Nobody needs a mandate from themselves.");
  EXPECT_EQ(with([](NewMandate& m) { m.reason.clear(); }), "A mandate has a reason.");
  EXPECT_THAT(with([](NewMandate& m) { m.actions = {{"object"}}; }), HasSubstr("none that this"));
  EXPECT_THAT(with([](NewMandate& m) { m.role = {"auditor"}; }), HasSubstr("nothing that this"));
  EXPECT_EQ(with([](NewMandate& m) { m.role = {"applicant"}; }),
            "Who gives the mandate does not have that role.");
  EXPECT_EQ(with([](NewMandate& m) { m.until = day("2026-03-01"); }),
            "The last day lies before the first.");
  give_role(work(), {"clerk-1"}, {{"clerk"}, {"office-9"}}, {}, order()).value();
  EXPECT_THAT(mandated(mandate()), HasSubstr("more than one organisation"));
}

TEST_F(RightsAtAMoment, RecordWhoDidItAndForWhomAndLetTheGiversRightsCount) {
  ASSERT_EQ(kind_of(world_.act("clerk-1", "requestPermit",
                               {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}})),
            "accepted");
  Command command = world_.command("clerk-2", "decide", "c1", {{"verdict", "granted"}});
  EXPECT_EQ(kind_of(world_.submit(command)), "unknown") << "the case is of another office";
  ASSERT_EQ(mandated(mandate()), "done");
  const std::string number = std::to_string(world_.log().tail().size - 1);
  command.actor = {{"clerk-2"}, {"clerk"}, {"office-1"}, "clerk-1#" + number};
  ASSERT_EQ(kind_of(world_.submit(command)), "accepted");
  const std::string bytes = world_.records().back().bytes;
  EXPECT_THAT(bytes, HasSubstr(R"("actor":{"for":"clerk-1#)" + number +
                               R"(","id":"clerk-2","org":"office-1","role":"clerk"})"));
  EXPECT_EQ(kind_of(world_.submit(command)), "accepted") << "the same again";
  command.actor.on_behalf_of.clear();
  EXPECT_EQ(kind_of(world_.submit(command)), "duplicate") << "for itself it is another command";
}

TEST_F(RightsAtAMoment, SealTheReasons) {
  ASSERT_EQ(mandated(mandate()), "done");
  ASSERT_EQ(withdraw("clerk-1", clerk_), "done");
  for (const StoredRecord& stored : world_.records("@directory")) {
    EXPECT_THAT(stored.bytes, Not(HasSubstr("on leave")));
    EXPECT_THAT(stored.bytes, Not(HasSubstr("left us")));
  }
}

}  // namespace
}  // namespace verloop::test
