// The directory over the socket: what an administrator orders holds at once.

#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class DirectoryOverTheSocket : public testing::Test {
 protected:
  /// `done`, or the kind of what is wrong.
  static std::string kind(const json::object& answer) {
    return answer.contains("result") ? "done" : error_kind(answer);
  }
  std::string withdraw(const char* actor, const char* role, const char* org) {
    return kind(boss_.call("directory.withdrawRole",
                           {{"actor", actor}, {"role", role}, {"organisation", org}}));
  }
  static json::object mandate(const char* until) {
    return {{"giver", "con-1"},     {"holder", "con-2"}, {"role", "consultant"},
            {"from", "2026-01-01"}, {"until", until},    {"reason", "word-of-leave"}};
  }
  static json::object confirm(int number) {
    return {{"id", Client::command_uuid(number)},
            {"case", "c1"},
            {"action", "confirmCostInsight"},
            {"data", json::object()},
            {"for", "con-1"}};
  }

  Served served_;
  const std::string boss_token_ = served_.enter("boss", "administrator", "verloop");
  Client boss_{served_, "boss"};
};

TEST_F(DirectoryOverTheSocket, DeniesAtOnceWhatAWithdrawnRoleGave) {
  make_case(served_, "c1");
  Client school(served_, "ib-1");
  EXPECT_EQ(kind(school.call("case.get", {{"case", "c1"}})), "done");
  ASSERT_EQ(withdraw("ib-1", "ib", "school-12"), "done");
  EXPECT_EQ(kind(school.call("case.get", {{"case", "c1"}})), "unknown");
  EXPECT_EQ(kind(school.submit(50, "c2", "openCase", {{"title", "t"}})), "unauthorised");
  EXPECT_EQ(kind(school.call("session.open", {{"token", served_.token("ib-1")}})),
            "unauthenticated");
}

TEST_F(DirectoryOverTheSocket, IsForTheAdministratorAndEnteredInTheAccessLog) {
  Client school(served_, "ib-1");
  const json::object role{{"actor", "ib-1"}, {"role", "teacher"}, {"organisation", "school-12"}};
  EXPECT_EQ(kind(school.call("directory.giveRole", role)), "unauthorised");
  EXPECT_EQ(kind(school.call("directory.list", {})), "unauthorised");
  EXPECT_EQ(kind(school.call("directory.get", {{"actor", "con-1"}})), "unauthorised");
  EXPECT_EQ(kind(school.call("directory.get", {{"actor", "ib-1"}})), "done") << "of itself";
  EXPECT_EQ(kind(boss_.call("directory.giveRole", role)), "done");
  std::string entries;
  for (const Record& entry :
       served_.on_storage([this] { return access_entries(served_.access_log()); }))
    entries += entry.type.text + " " + entry.action.text + " " + entry.actor.id.text + "\n";
  EXPECT_THAT(entries, HasSubstr("Refused@1 directory.giveRole ib-1\n"));
  EXPECT_THAT(entries, HasSubstr("Administered@1 directory.giveRole boss\n"));
}

TEST_F(DirectoryOverTheSocket, NamesNobodyInListsAndEntries) {
  ASSERT_EQ(kind(boss_.call("directory.addActor", {{"actor", "ib-9"}, {"name", "Josephine"}})),
            "done");
  EXPECT_THAT(json::serialize(boss_.call("directory.list", {})), Not(HasSubstr("Josephine")));
  EXPECT_THAT(json::serialize(boss_.call("directory.get", {{"actor", "ib-9"}})),
              HasSubstr(R"("name":"Josephine")"));
  const auto entries = served_.on_storage([this] { return access_entries(served_.access_log()); });
  EXPECT_EQ(entries.back().type.text, "Read@1");
  for (const Record& entry : entries)
    EXPECT_THAT(json::serialize(entry.data), Not(HasSubstr("Josephine")));
}

TEST_F(DirectoryOverTheSocket, LetsTheHolderOfAMandateActForItsGiver) {
  make_case(served_, "c1");
  Client holder(served_, "con-2");
  EXPECT_EQ(kind(holder.call("command.submit", confirm(60))), "unauthorised");
  const json::object given = boss_.call("directory.giveMandate", mandate("2026-12-31"));
  ASSERT_EQ(kind(given), "done") << json::serialize(given);
  const json::object first = holder.call("command.submit", confirm(60));
  ASSERT_EQ(kind(first), "done") << json::serialize(first);
  EXPECT_EQ(kind(holder.call("case.get", {{"case", "c1"}})), "unknown") << "to act, not to read";
  ASSERT_EQ(kind(boss_.call("directory.withdrawMandate",
                            {{"mandate", given.at("result").at("position")}})),
            "done");
  EXPECT_EQ(kind(holder.call("command.submit", confirm(61))), "unauthorised");
  EXPECT_EQ(holder.call("command.submit", confirm(60)).at("result"), first.at("result"))
      << "a retry is answered as before";
  EXPECT_THAT(boss_.all(), Not(HasSubstr("word-of-leave")));
}

TEST_F(DirectoryOverTheSocket, OpensAnEmergencyLookForAWhileAndTellsThePrivacyOfficer) {
  make_case(served_, "c1");
  served_.enter("guard", "privacy-officer", "swv");
  Client guard(served_, "guard");
  ASSERT_EQ(kind(guard.call("subscription.open", {{"from", "now"}})), "done");
  Client other(served_, "con-2");
  const json::object look{{"case", "c1"}, {"reason", "word-of-illness"}};
  EXPECT_EQ(kind(other.call("case.get", {{"case", "c1"}})), "unknown");
  EXPECT_EQ(kind(other.call("case.breakGlass", {{"case", "c9"}, {"reason", "r"}})), "unknown");
  ASSERT_EQ(kind(other.call("case.breakGlass", look)), "done");
  EXPECT_EQ(kind(other.call("case.get", {{"case", "c1"}})), "done");
  EXPECT_EQ(kind(other.call("case.history", {{"case", "c1"}})), "done");
  EXPECT_EQ(kind(other.submit(70, "c1", "confirmCostInsight", {})), "unknown");
  EXPECT_THAT(json::serialize(guard.next_event()), HasSubstr("EmergencyOpened"));
  EXPECT_THAT(other.all(), Not(HasSubstr("word-of-illness")));
  served_.clock().set("2100-01-01");
  EXPECT_EQ(kind(other.call("case.get", {{"case", "c1"}})), "unknown");
  Client school(served_, "ib-1");
  EXPECT_EQ(kind(school.call("case.breakGlass", look)), "unauthorised");
}

TEST_F(DirectoryOverTheSocket, OpensNoLookThatTheAccessLogCanNotTellOf) {
  make_case(served_, "c1");
  served_.access_disk().is_full = true;
  Client other(served_, "con-2");
  EXPECT_EQ(kind(other.call("case.breakGlass", {{"case", "c1"}, {"reason", "r"}})), "readOnly");
  served_.access_disk().is_full = false;
  EXPECT_EQ(kind(other.call("case.get", {{"case", "c1"}})), "unknown");
}

TEST_F(DirectoryOverTheSocket, TellsAuditorsWhatSomebodyCouldSee) {
  make_case(served_, "c1");
  served_.enter("aud-1", "auditor", "swv");
  const auto day = served_.on_storage(
      [this] { return format(day_in_amsterdam(served_.log().tail().recorded_at)); });
  const json::object question{{"actor", "con-1"}, {"case", "c1"}, {"day", day}};
  EXPECT_EQ(kind(boss_.call("audit.couldSee", question)), "unauthorised");
  Client auditor(served_, "aud-1");
  EXPECT_THAT(json::serialize(auditor.call("audit.couldSee", question)),
              HasSubstr("ClusterCaseOpened"));
  EXPECT_EQ(error_code(auditor.call("audit.couldSee", {{"actor", "con-1"}, {"case", "c1"}})),
            -32602);
}

TEST_F(DirectoryOverTheSocket, OpensSessionsForPurposesOfTheRegisterAlone) {
  Client school(served_);
  const auto opened = [&](const char* purpose) {
    return school.call(
        "session.open",
        {{"token", served_.token("ib-1")}, {"purpose", purpose}, {"language", "en"}});
  };
  EXPECT_EQ(kind(opened("evaluation")), "done");
  EXPECT_EQ(kind(opened("consultation")), "done");
  const json::object refused = opened("evaluations");
  EXPECT_EQ(kind(refused), "payload");
  EXPECT_THAT(json::serialize(refused), HasSubstr("Did you mean evaluation?"));
  EXPECT_THAT(json::serialize(refused), HasSubstr("arrangement, "));
}

TEST_F(DirectoryOverTheSocket, SaysWhatIsWrongWithAnOrder) {
  EXPECT_EQ(error_code(boss_.call("directory.giveMandate", {{"giver", "con-1"}})), -32602);
  EXPECT_EQ(error_code(boss_.call("directory.withdrawMandate", {{"mandate", -1}})), -32602);
  EXPECT_EQ(kind(boss_.call("directory.withdrawMandate", {{"mandate", 1}})), "unknown");
  EXPECT_EQ(kind(boss_.call("directory.get", {{"actor", "nobody"}})), "unknown");
  EXPECT_EQ(withdraw("con-1", "consultant", "elsewhere"), "state");
  EXPECT_EQ(kind(boss_.call("directory.giveRole", {{"actor", "con-1"},
                                                   {"role", "ib"},
                                                   {"organisation", "school-12"},
                                                   {"until", "2020-01-01"}})),
            "payload");
}

}  // namespace
}  // namespace verloop::test
