// The access log of a server: what leaves it, and in which order.

#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

json::object call_of(int number, const std::string& method, const std::string& about) {
  return {{"jsonrpc", "2.0"},
          {"id", number},
          {"method", method},
          {"params", json::object{{"case", about}}}};
}

json::object submission_of(int number, const std::string& about, const std::string& action) {
  json::object call = call_of(number, "command.submit", about);
  json::object& params = call.at("params").as_object();
  params["id"] = Client::command_uuid(number);
  params["action"] = action;
  params["data"] = {{"pupil", "pup-new"}, {"name", "Sem"}};
  return call;
}

/// A server with a case, an auditor and a privacy officer.
class Access : public testing::Test {
 protected:
  Access() {
    served_.enter("aud-1", "auditor", "swv");
    served_.enter("pri-1", "privacy-officer", "swv");
    make_case(served_, "c1");
    begun_ = entries().size();
  }

  std::vector<Record> entries() {
    return served_.on_storage([this] { return access_entries(served_.access_log()); });
  }
  /// Since the case was made.
  std::vector<Record> news() {
    std::vector<Record> all = entries();
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(begun_));
    return all;
  }
  std::string news_text() {
    std::string text;
    for (const Record& entry : news()) text += encode(entry) + "\n";
    return text;
  }

  Served served_;
  std::size_t begun_ = 0;
};

TEST_F(Access, OfSealedValuesIsEnteredWithWhoseAndWhich) {
  Client school(served_, "ib-1");
  ASSERT_EQ(error_code(school.call("case.get", {{"case", "c1"}})), 0);
  ASSERT_THAT(news(), SizeIs(1));
  const Record entry = news().front();
  EXPECT_EQ(entry.type.text, "Read@1");
  EXPECT_EQ(entry.action.text, "case.get");
  EXPECT_EQ(entry.actor, (Actor{{"ib-1"}, {"ib"}, {"school-12"}, {}}));
  EXPECT_EQ(entry.data.at("via"), "socket");
  EXPECT_EQ(entry.data.at("case"), "c1");
  EXPECT_THAT(json::serialize(entry.data.at("fields")), HasSubstr("\"name\""));
  EXPECT_THAT(json::serialize(entry.data.at("subjects")), HasSubstr("\"s-"));
  EXPECT_THAT(news_text(), Not(HasSubstr("Noor")));
  EXPECT_THAT(news_text(), Not(HasSubstr("pup-noor")));
  ASSERT_EQ(error_code(school.call("case.history", {{"case", "c1"}})), 0);
  ASSERT_THAT(news(), SizeIs(2));
  EXPECT_EQ(news().back().action.text, "case.history");
}

TEST_F(Access, SaysForWhichPurpose) {
  Client school(served_);
  school.call("session.open", {{"token", served_.token("ib-1")}, {"purpose", "evaluation"}});
  ASSERT_EQ(error_code(school.call("case.get", {{"case", "c1"}})), 0);
  EXPECT_EQ(news().front().purpose, "evaluation");
  EXPECT_EQ(error_code(school.call("session.open",
                                   {{"token", served_.token("ib-1")}, {"purpose", "a free text"}})),
            -32602);
}

TEST_F(Access, IsDurableBeforeTheAnswerLeavesOrThereIsNone) {
  served_.access_disk().is_full = true;
  Client school(served_, "ib-1");
  for (const char* method : {"case.get", "case.history"})
    EXPECT_EQ(error_kind(school.call(method, {{"case", "c1"}})), "readOnly") << method;
  EXPECT_THAT(school.all(), Not(HasSubstr("Noor")));
  EXPECT_THAT(served_.said(), SizeIs(1));
  Client auditor(served_, "aud-1");
  EXPECT_EQ(error_code(auditor.call("case.history", {{"case", "c1"}})), 0)
      << "nothing sealed is opened for an auditor";
}

TEST_F(Access, OfOneMomentIsEnteredWithOneWriteAndDurableBeforeAnyAnswer) {
  const json::array calls{call_of(1, "case.get", "c1"), call_of(2, "case.history", "c1"),
                          call_of(3, "case.get", "c1")};
  Client school(served_, "ib-1");
  const int before = served_.access_log().appends;
  const json::array answers = school.call_all(calls);
  ASSERT_THAT(answers, SizeIs(3));
  for (const json::value& answer : answers) EXPECT_EQ(error_code(answer.as_object()), 0);
  EXPECT_EQ(served_.access_log().appends, before + 1);
  ASSERT_THAT(news(), SizeIs(3));
  EXPECT_NE(news().front().data.at("trace"), news().back().data.at("trace")) << "of two answers";
  served_.access_disk().is_full = true;
  for (const json::value& answer : school.call_all(calls))
    EXPECT_EQ(error_kind(answer.as_object()), "readOnly");
}

TEST_F(Access, OfRefusedCommandsOfOneMomentIsOneWrite) {
  Client consultant(served_, "con-1");
  json::array calls;
  for (int i = 0; i < 5; ++i) calls.push_back(submission_of(70 + i, "c1", "includePupil"));
  const int before = served_.access_log().appends;
  for (const json::value& answer : consultant.call_all(calls))
    EXPECT_EQ(error_kind(answer.as_object()), "unauthorised");
  EXPECT_EQ(served_.access_log().appends, before + 1);
  EXPECT_THAT(news(), SizeIs(5));
}

TEST_F(Access, OfAQuestionBehindACommandIsOfWhatTheCommandDid) {
  Client school(served_, "ib-1");
  const json::array answers =
      school.call_all({submission_of(80, "c1", "includePupil"), call_of(81, "case.get", "c1"),
                       call_of(82, "case.history", "c1")});
  ASSERT_THAT(answers, SizeIs(3));
  const json::value& version = answers.at(0).at("result").at("version");
  EXPECT_EQ(answers.at(1).at("result").at("version"), version);
  EXPECT_EQ(answers.at(2).at("result").at("events").as_array().back().at("version"), version);
}

TEST_F(Access, IsAnsweredAgainWhenItCanBeEntered) {
  served_.access_disk().is_full = true;
  Client school(served_, "ib-1");
  EXPECT_EQ(error_kind(school.call("case.get", {{"case", "c1"}})), "readOnly");
  served_.access_disk().is_full = false;
  EXPECT_EQ(error_code(school.submit(50, "c1", "includePupil", {{"pupil", "pup-sem"}})), 0)
      << "which has what failed opened anew";
  EXPECT_EQ(error_code(school.call("case.get", {{"case", "c1"}})), 0);
}

TEST_F(Access, OfASubscriptionIsEnteredOncePerCaseAndPage) {
  Client school(served_, "ib-1");
  const json::object history = school.call("case.history", {{"case", "c1"}});
  const json::array& events = history.at("result").at("events").as_array();
  const json::value& first = events.front().at("position");
  school.call("subscription.open", {{"from", first}});
  for (std::size_t i = 0; i < events.size(); ++i) ASSERT_FALSE(school.next_event().empty());
  ASSERT_THAT(news(), SizeIs(2));
  EXPECT_EQ(news().back().action.text, "subscription.event");
  EXPECT_EQ(news().back().data.at("case"), "c1");
}

TEST_F(Access, EndsASubscriptionThatCannotBeEntered) {
  served_.access_disk().is_full = true;
  Client school(served_, "ib-1");
  school.call("subscription.open", {{"from", 0}});
  EXPECT_EQ(school.next_event().at("code"), -32019);
  EXPECT_THAT(school.all(), Not(HasSubstr("Noor")));
}

TEST_F(Access, HoldsEachRefusalWithoutItsContent) {
  Client consultant(served_, "con-1");
  const json::object secret{{"pupil", "pup-secret"}};
  EXPECT_EQ(error_kind(consultant.submit(60, "c1", "includePupil", secret)), "unauthorised");
  EXPECT_EQ(error_kind(consultant.submit(61, "c-secret", "includePupil", secret)), "unknown");
  EXPECT_EQ(error_kind(consultant.submit(62, "c1", "secret words", secret)), "unknown");
  ASSERT_THAT(news(), SizeIs(3));
  const auto of = [this](std::size_t at) { return news()[at].data; };
  EXPECT_EQ(of(0).at("outcome"), "unauthorised");
  EXPECT_EQ(of(0).at("action"), "includePupil");
  EXPECT_EQ(of(0).at("case"), "c1");
  EXPECT_EQ(news()[0].actor.role.text, "consultant");
  EXPECT_EQ(of(1).at("outcome"), "unknown");
  EXPECT_FALSE(of(1).contains("case")) << "there is none";
  EXPECT_FALSE(of(2).contains("action")) << "there is none";
  EXPECT_THAT(news_text(), Not(HasSubstr("secret")));
}

TEST_F(Access, HoldsQuestionsAboutACaseOutOfReach) {
  Client other(served_, "con-2");
  for (const char* method : {"case.get", "case.history"})
    EXPECT_EQ(error_kind(other.call(method, {{"case", "c1"}})), "unknown");
  ASSERT_THAT(news(), SizeIs(2));
  for (const Record& entry : news()) {
    EXPECT_EQ(entry.type.text, "Refused@1");
    EXPECT_EQ(entry.data.at("case"), "c1");
    EXPECT_EQ(entry.actor.id.text, "con-2");
  }
}

TEST_F(Access, HoldsAFailedLoginAndNoTraceOfItsToken) {
  Client client(served_);
  EXPECT_EQ(error_kind(client.call("session.open", {{"token", "vl_wrong"}})), "unauthenticated");
  ASSERT_THAT(news(), SizeIs(1));
  EXPECT_EQ(news().front().type.text, "LoginFailed@1");
  EXPECT_THAT(news_text(), Not(HasSubstr("vl_wrong")));
  EXPECT_THAT(news_text(), Not(HasSubstr(to_hex(view(sha256("vl_wrong"))))));
  EXPECT_THAT(news_text(), Not(HasSubstr(to_base64url(view(sha256("vl_wrong"))))));
}

TEST_F(Access, IsNotEnteredWhereNothingSealedIsOpened) {
  Client auditor(served_, "aud-1");
  EXPECT_EQ(error_code(auditor.call("case.get", {{"case", "c1"}})), 0);
  EXPECT_EQ(error_code(auditor.call("case.history", {{"case", "c1"}})), 0);
  EXPECT_EQ(error_code(auditor.call("server.info", {})), 0);
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(Access, IsSearchedByTheAuditorAndThePrivacyOfficerAlone) {
  Client school(served_, "ib-1");
  school.call("case.get", {{"case", "c1"}});
  for (const char* actor : {"ib-1", "con-1", "adm-1"}) {
    Client client(served_, actor);
    EXPECT_EQ(error_kind(client.call("access.search", {})), "unauthorised") << actor;
  }
  for (const char* actor : {"aud-1", "pri-1"}) {
    const std::size_t before = entries().size();
    Client client(served_, actor);
    const json::object answer =
        client.call("access.search", {{"case", "c1"}, {"type", "Read"}, {"actor", "ib-1"}});
    const json::array& found = answer.at("result").at("entries").as_array();
    ASSERT_THAT(found, SizeIs(1)) << actor;
    EXPECT_EQ(found.front().at("asked"), "case.get");
    EXPECT_EQ(entries().size(), before + 1) << "the search itself, and no more";
  }
}

TEST_F(Access, IsSearchedInPages) {
  Client school(served_, "ib-1");
  for (int i = 0; i < 3; ++i) school.call("case.get", {{"case", "c1"}});
  Client auditor(served_, "aud-1");
  const json::object first = auditor.call("access.search", {{"type", "Read"}, {"limit", 2}});
  EXPECT_THAT(first.at("result").at("entries").as_array(), SizeIs(2));
  const json::object rest =
      auditor.call("access.search", {{"type", "Read"}, {"start", first.at("result").at("next")}});
  EXPECT_THAT(rest.at("result").at("entries").as_array(), SizeIs(2)) << "with the first search";
  for (const json::object& wrong :
       {json::object{{"limit", 0}}, json::object{{"limit", 1001}}, json::object{{"start", -1}},
        json::object{{"type", "Raed"}}, json::object{{"from", "soon"}}})
    EXPECT_EQ(error_code(auditor.call("access.search", wrong)), -32602) << json::serialize(wrong);
}

}  // namespace
}  // namespace verloop::test
