#include "engine/access_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accessed.hpp"
#include "tests/support/definitions.hpp"
#include "tests/support/faulty_ports.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Actor con{{"con-1"}, {"consultant"}, {"swv"}, {}};

Looks looks_at(const std::string& case_id) {
  return {{{case_id}, {{{"s-noor"}, {"actor/ib-1"}}, {"name", "plan"}}}};
}

class AccessLogTest : public testing::Test {
 protected:
  Result<std::string> ask(Looks looks, AccessLog::Handing how = AccessLog::Handing::shown) {
    return access_.hand_out(Guarded<std::string>("the answer", Sight{con, std::move(looks), {7}}),
                            occasion_, how);
  }
  void ask_later(Looks looks, Occasion occasion) {
    access_.hand_out_later<std::string>(
        Guarded<std::string>("the answer", Sight{con, std::move(looks), {7}}), std::move(occasion),
        [this](Result<std::string> answer) {
          told_.push_back(answer.has_error() ? answer.error().detail : *answer);
        });
  }
  std::vector<Record> entries() const { return access_entries(log_); }
  static boost::json::array names(const Record& entry, const char* member) {
    return entry.data.at(member).as_array();
  }

  Occasion occasion_{"show", Via::local, noon("2026-03-10"), "consultation"};
  std::vector<std::string> told_;
  Disk disk_;
  Accessed accessed_;
  FaultyLog log_{accessed_.log(), disk_};
  AccessLog access_{log_, access_types(), random_seed};
};

TEST_F(AccessLogTest, SaysWhoSawWhatBeforeAnybodyDoes) {
  EXPECT_EQ(ask(looks_at("c1")).value(), "the answer");
  ASSERT_THAT(entries(), SizeIs(1));
  const Record entry = entries().front();
  EXPECT_EQ(entry.case_id.text, "@access/2026-03-10");
  EXPECT_EQ(entry.type.text, "Read@1");
  EXPECT_EQ(entry.actor, con);
  EXPECT_EQ(entry.action.text, "show");
  EXPECT_EQ(entry.purpose, "consultation");
  EXPECT_EQ(entry.data.at("case"), "c1");
  EXPECT_EQ(entry.data.at("view"), "consultant");
  EXPECT_EQ(entry.data.at("position"), 7);
  EXPECT_EQ(entry.data.at("via"), "local");
  EXPECT_THAT(names(entry, "subjects"), ElementsAre("actor/ib-1", "s-noor"));
  EXPECT_THAT(names(entry, "fields"), ElementsAre("name", "plan"));
}

TEST_F(AccessLogTest, EntersWhatWaitsInOneWriteAndAnswersThen) {
  for (const char* id : {"c1", "c2"}) ask_later(looks_at(id), occasion_);
  access_.refused_later(con, {"unauthorised", {}, {}, {}}, occasion_,
                        [this](const Result<>& done) { told_.push_back(done ? "entered" : ""); });
  EXPECT_EQ(access_.waiting(), 3U);
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_THAT(entries(), IsEmpty());
  access_.write_waiting();
  EXPECT_THAT(told_, ElementsAre("the answer", "the answer", "entered"));
  EXPECT_THAT(entries(), SizeIs(3));
  EXPECT_EQ(log_.appends, 1);
  access_.write_waiting();
  EXPECT_EQ(log_.appends, 1) << "nothing waits";
}

TEST_F(AccessLogTest, AnswersAtOnceWhereNothingIsToBeEntered) {
  ask_later({}, occasion_);
  EXPECT_THAT(told_, ElementsAre("the answer"));
  EXPECT_EQ(access_.waiting(), 0U);
}

TEST_F(AccessLogTest, WithholdsAllThatWaitsWhenTheWriteFails) {
  for (const char* id : {"c1", "c2"}) ask_later(looks_at(id), occasion_);
  disk_.is_full = true;
  access_.write_waiting();
  EXPECT_THAT(told_, ElementsAre(HasSubstr("nothing is shown"), HasSubstr("nothing is shown")));
  EXPECT_THAT(entries(), IsEmpty());
}

TEST_F(AccessLogTest, WithholdsOfWhatWaitsOnlyWhatCannotBeEntered) {
  ask_later(looks_at("c1"), occasion_);
  Occasion no_name = occasion_;
  no_name.asked = std::string(70000, 'x');  // More than a record holds.
  ask_later(looks_at("c2"), no_name);
  ask_later(looks_at("c3"), occasion_);
  access_.write_waiting();
  EXPECT_THAT(told_, ElementsAre("the answer", HasSubstr("nothing is shown"), "the answer"));
  ASSERT_THAT(entries(), SizeIs(2));
  EXPECT_EQ(entries().back().data.at("case"), "c3");
}

TEST_F(AccessLogTest, EntersWhatWaitedOverMidnightOnTheDayOfItsWrite) {
  Occasion late = occasion_;
  late.at = noon("2026-03-11");
  ask_later(looks_at("c1"), occasion_);
  ask_later(looks_at("c2"), late);
  access_.write_waiting();
  ASSERT_THAT(entries(), SizeIs(2));
  for (const Record& entry : entries()) {
    EXPECT_EQ(entry.case_id.text, "@access/2026-03-11");
    EXPECT_EQ(entry.recorded_at, late.at);
  }
}

TEST_F(AccessLogTest, WithholdsAnAnswerThatItCannotEnter) {
  disk_.is_full = true;
  const auto answer = ask(looks_at("c1"));
  EXPECT_EQ(answer.error().code, Errc::storage_failed);
  EXPECT_THAT(answer.error().detail, HasSubstr("nothing is shown"));
  EXPECT_THAT(entries(), IsEmpty());
  disk_.is_full = false;
  EXPECT_EQ(ask(looks_at("c1")).error().code, Errc::read_only) << "until it is recovered";
  ASSERT_TRUE(log_.recover());
  EXPECT_TRUE(ask(looks_at("c1")).has_value());
}

TEST_F(AccessLogTest, EntersNothingWhereNothingSealedWasOpened) {
  disk_.is_full = true;
  EXPECT_EQ(ask({}).value(), "the answer");
  disk_.is_full = false;
  EXPECT_THAT(entries(), IsEmpty());
}

TEST_F(AccessLogTest, SaysWhyItIsClosed) {
  access_.close({Errc::locked, "somebody else is at it"});
  EXPECT_TRUE(ask({}).has_value());
  EXPECT_EQ(ask(looks_at("c1")).error().code, Errc::locked);
  EXPECT_THAT(ask(looks_at("c1")).error().detail, HasSubstr("somebody else is at it"));
}

TEST_F(AccessLogTest, WritesTheEntriesOfOneAnswerAtOnce) {
  Looks both = looks_at("c1");
  both.merge(looks_at("c2"));
  disk_.writes_left = 1;
  ASSERT_TRUE(ask(std::move(both)).has_value());
  ASSERT_THAT(entries(), SizeIs(2));
  EXPECT_EQ(entries()[0].data.at("trace"), entries()[1].data.at("trace"));
  EXPECT_NE(entries()[0].command, entries()[1].command);
}

TEST_F(AccessLogTest, SplitsWhatIsTooMuchForOneEntry) {
  Looks looks;
  for (int i = 0; i < 600; ++i)
    looks[{"c1"}].subjects.insert({"s-" + std::string(80, 'x') + std::to_string(i)});
  looks[{"c1"}].fields = {"name"};
  ASSERT_TRUE(ask(std::move(looks)).has_value());
  ASSERT_THAT(entries(), SizeIs(3));
  std::size_t named = 0;
  for (const Record& entry : entries()) named += names(entry, "subjects").size();
  EXPECT_EQ(named, 600u);
}

TEST_F(AccessLogTest, KnowsAnExportFromALook) {
  ASSERT_TRUE(ask(looks_at("c1"), AccessLog::Handing::exported).has_value());
  EXPECT_EQ(entries().front().type.text, "Exported@1");
}

TEST_F(AccessLogTest, TakesTheDayInAmsterdamOnWhichItIsRecorded) {
  occasion_.at = parse_timestamp("2026-03-10T23:30:00Z").value();
  ASSERT_TRUE(ask(looks_at("c1")).has_value());
  occasion_.at = noon("2026-03-10");  // The clock was set back.
  ASSERT_TRUE(ask(looks_at("c1")).has_value());
  for (const Record& entry : entries()) EXPECT_EQ(entry.case_id.text, "@access/2026-03-11");
}

TEST_F(AccessLogTest, TellsOfARefusalOnlyWhatTheDefinitionAndTheLogKnow) {
  Refusal refusal;
  refusal.kind = RefusalKind::rule;
  refusal.rule = {"K-ST-07"};
  const auto definition = permits();
  const ActionId known = definition->procedure.actions.front().id;
  ASSERT_TRUE(
      access_.refused(con, told_of(refusal, known, definition.get(), CaseId{"c1"}), occasion_));
  ASSERT_TRUE(
      access_.refused(con, told_of(refusal, {"a pupil's name"}, definition.get(), {}), occasion_));
  const Record whole = entries()[0];
  EXPECT_EQ(whole.data.at("outcome"), "rule");
  EXPECT_EQ(whole.data.at("rule"), "K-ST-07");
  EXPECT_EQ(whole.data.at("action").as_string(), known.text);
  EXPECT_EQ(whole.data.at("case"), "c1");
  EXPECT_FALSE(entries()[1].data.contains("action"));
  EXPECT_FALSE(entries()[1].data.contains("case"));
}

TEST_F(AccessLogTest, TellsWhatTheTextsOfARefusedCommandSeemedToHold) {
  Refusal refusal;
  refusal.kind = RefusalKind::rule;
  refusal.rule = {"K-PR-04"};
  refusal.hits = {{"note", "name", {"K-PR-04"}, 4, 8, true},
                  {"note", "name", {"K-PR-04"}, 12, 16, true},
                  {"note", "initials", {"K-PR-04"}, 20, 24, false}};
  ASSERT_TRUE(access_.refused(con, told_of(refusal, {}, nullptr, CaseId{"c1"}), occasion_));
  refusal.hits.clear();
  ASSERT_TRUE(access_.refused(con, told_of(refusal, {}, nullptr, CaseId{"c1"}), occasion_));
  const std::vector<Record> all = entries();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].data.at("finds"), boost::json::value(boost::json::array{"name"}));
  EXPECT_FALSE(all[1].data.contains("finds"));
}

TEST_F(AccessLogTest, EntersWhatItsTypesAllow) {
  ASSERT_TRUE(ask(looks_at("c1")).has_value());
  ASSERT_TRUE(ask(looks_at("c1"), AccessLog::Handing::exported).has_value());
  ASSERT_TRUE(access_.handed(con, {9}, occasion_, AccessLog::Handing::shown));
  ASSERT_TRUE(
      access_.refused(con, {"state", CaseId{"c1"}, ActionId{"act"}, {"K-1"}, {"name"}}, occasion_));
  ASSERT_TRUE(access_.login_failed(occasion_));
  ASSERT_TRUE(access_.erased(con, {"s-noor"}, ErasureGround::request, occasion_));
  ASSERT_TRUE(access_.administered(con, occasion_));
  ASSERT_TRUE(access_.administered(con, ActorId{"ib-1"}, occasion_));
  ASSERT_TRUE(access_.administered(con, SubjectId{"s-noor"}, occasion_));
  ASSERT_THAT(entries(), SizeIs(9));
  for (const Record& entry : entries()) {
    const EventType* type = access_types()->types.find(entry.type.text);
    ASSERT_NE(type, nullptr) << entry.type.text;
    const auto fault = check_payload(entry.data, type->fields);
    EXPECT_FALSE(fault.has_value()) << entry.type.text << " " << fault->path;
    EXPECT_THAT(entry.sealed, IsEmpty());
    EXPECT_EQ(entry.procedure, access_types()->reference);
  }
}

TEST_F(AccessLogTest, SignsOnceWhatWasEntered) {
  disk_.is_full = true;
  EXPECT_TRUE(access_.sign().has_value()) << "nothing was entered";
  disk_.is_full = false;
  ASSERT_TRUE(ask(looks_at("c1")).has_value());
  ASSERT_TRUE(access_.sign().has_value());
  const auto note = log_.newest_checkpoint().value();
  EXPECT_THAT(note.value(), HasSubstr("log.example/access\n1\n"));
}

TEST(Sights, OfOneReaderAreOne) {
  std::vector<Sight> sights;
  add_sight(sights, con, looks_at("c1"), {4});
  add_sight(sights, con, {{{"c1"}, {{{"s-daan"}}, {"plan"}}}}, {9});
  add_sight(sights, {{"con-1"}, {"auditor"}, {"swv"}, {}}, looks_at("c1"), {3});
  ASSERT_THAT(sights, SizeIs(2));
  EXPECT_EQ(sights[0].position, Position{9});
  EXPECT_THAT(sights[0].looks.at({"c1"}).subjects, SizeIs(3));
  EXPECT_THAT(sights[0].looks.at({"c1"}).fields, SizeIs(2));
}

}  // namespace
}  // namespace verloop::test
