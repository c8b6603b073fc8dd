// What a server does when its storage fails, over real sockets: it answers rightly, goes on, and
// resumes by itself.

#include "adapters/upkeep.hpp"

#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::chrono::milliseconds tick(1);
constexpr int asked_max = 20'000;

json::object open_case(Client& client, int number, const std::string& id) {
  return client.submit(number, id, "openCase", {{"title", "cluster SOVA"}});
}

json::object include(Client& client, int number, const std::string& pupil) {
  return client.submit(number, "c1", "includePupil", {{"pupil", pupil}, {"name", "Noor"}});
}

std::size_t events_of(Client& client, const std::string& id) {
  const json::object history = client.call("case.history", {{"case", id}});
  return history.at("result").at("events").as_array().size();
}

/// Asks again and again, until the answer is right or it was asked often enough.
template <class Ask>
bool comes_true(Ask ask) {
  for (int asked = 0; asked < asked_max; ++asked) {
    if (ask()) return true;
  }
  return false;
}

/// The size that the newest checkpoint names.
std::uint64_t signed_size(Client& client) {
  const json::object answer = client.call("log.checkpoint", {});
  const json::value& note = answer.at("result").at("checkpoint");
  if (note.is_null()) return 0;
  const std::string text(note.as_string());
  return std::stoull(text.substr(text.find('\n') + 1));
}

class OnAFullDisk : public testing::Test {
 protected:
  OnAFullDisk() : school_(served_, "ib-1") {
    EXPECT_EQ(error_code(open_case(school_, 1, "c1")), 0);
  }

  Served served_;
  Client school_;
};

TEST_F(OnAFullDisk, CommandsAreToldThatNothingIsRecordedAndQuestionsAreAnswered) {
  served_.disk().is_full = true;
  for (int number = 10; number < 13; ++number)
    EXPECT_EQ(error_kind(open_case(school_, number, "c2")), "readOnly");
  EXPECT_EQ(error_kind(school_.call("case.get", {{"case", "c2"}})), "unknown");
  EXPECT_EQ(error_code(school_.call("case.get", {{"case", "c1"}})), 0);
  EXPECT_EQ(events_of(school_, "c1"), 1U);
  EXPECT_THAT(served_.said(), ElementsAre(StartsWith("read-only"))) << "once";
}

TEST_F(OnAFullDisk, RoomIsEnoughToGoOnWithoutRestartOrLoss) {
  served_.disk().is_full = true;
  EXPECT_EQ(error_kind(include(school_, 2, "pup-noor")), "readOnly");
  served_.disk().is_full = false;
  const json::object done = include(school_, 2, "pup-noor");
  EXPECT_EQ(error_code(done), 0);
  EXPECT_EQ(done.at("result").at("version"), 2);
  EXPECT_EQ(include(school_, 2, "pup-noor").at("result"), done.at("result")) << "recorded once";
  EXPECT_EQ(events_of(school_, "c1"), 3U);
  EXPECT_THAT(served_.said(), ElementsAre(StartsWith("read-only"), "writing works again"));
  served_.disk().is_full = true;
  EXPECT_EQ(error_kind(include(school_, 3, "pup-daan")), "readOnly");
  EXPECT_EQ(served_.said().size(), 3U) << "another failure is said again";
}

TEST_F(OnAFullDisk, ACommandThatWasAcceptedBeforeGetsItsAnswer) {
  const json::object first = include(school_, 2, "pup-noor");
  served_.disk().is_full = true;
  EXPECT_EQ(error_kind(include(school_, 3, "pup-daan")), "readOnly");
  EXPECT_EQ(include(school_, 2, "pup-noor").at("result"), first.at("result"));
}

TEST(Chores, SignWhatWasRecorded) {
  Served served({}, Server::idle_max_default, tick);
  Client school(served, "ib-1");
  const json::object done = open_case(school, 1, "c1");
  const auto size = done.at("result").at("position").to_number<std::uint64_t>() + 1;
  EXPECT_TRUE(comes_true([&] { return signed_size(school) >= size; }));
}

TEST(Chores, StopWritingWhileNothingCanBeSignedAndResume) {
  Served served({}, Server::idle_max_default, tick);
  Client school(served, "ib-1");
  ASSERT_EQ(error_code(open_case(school, 1, "c1")), 0);
  // From now on any tick may find something to sign, and close before the next command.
  served.log().signing_fails = true;
  int number = 100;
  ASSERT_TRUE(comes_true([&] {
    ++number;
    return error_kind(open_case(school, number, "d" + std::to_string(number))) == "readOnly";
  }));
  EXPECT_EQ(error_code(school.call("case.get", {{"case", "c1"}})), 0);
  served.log().signing_fails = false;
  const json::object done = open_case(school, number, "d" + std::to_string(number));
  ASSERT_EQ(error_code(done), 0);
  const auto size = done.at("result").at("position").to_number<std::uint64_t>() + 1;
  EXPECT_TRUE(comes_true([&] { return signed_size(school) >= size; }));
  EXPECT_THAT(served.said(),
              ElementsAre(HasSubstr("the anchor can't be written"), "writing works again"));
}

TEST(Chores, ResumeWithoutACommand) {
  Served served({}, Server::idle_max_default, tick);
  Client school(served, "ib-1");
  served.disk().is_full = true;
  EXPECT_EQ(error_kind(open_case(school, 1, "c1")), "readOnly");
  served.disk().is_full = false;
  EXPECT_TRUE(served.has_said(2));
}

/// The trouble comes and goes between two ticks, so that no tick meets it.
TEST(Chores, SayThatWritingWorksWhenThereIsNothingNewToSign) {
  Served served({}, Server::idle_max_default, std::chrono::milliseconds(200));
  Client school(served, "ib-1");
  const json::object done = open_case(school, 1, "c1");
  const auto size = done.at("result").at("position").to_number<std::uint64_t>() + 1;
  ASSERT_TRUE(comes_true([&] { return signed_size(school) >= size; }));
  served.disk().is_full = true;
  EXPECT_EQ(error_kind(open_case(school, 2, "c2")), "readOnly");
  served.disk().is_full = false;
  EXPECT_TRUE(served.has_said(2));
  EXPECT_THAT(served.said(), ElementsAre(StartsWith("read-only"), "writing works again"));
}

TEST(Chores, LetDaysPassAlsoWhenTheDiskWasFullAtMidnight) {
  Served served({}, Server::idle_max_default, tick);
  make_case(served, "c1");
  Client consultant(served, "con-1");
  consultant.submit(30, "c1", "confirmCostInsight", json::object());
  const json::object started = consultant.submit(31, "c1", "giveStartPermission", {{"route", 1}});
  ASSERT_EQ(error_code(started), 0) << json::serialize(started);
  const auto raised = [&consultant] {
    const json::object history = consultant.call("case.history", {{"case", "c1"}});
    const std::string text = json::serialize(history);
    return text.find("FindingRaised@1") != std::string::npos &&
           text.find("K-OP-01") != std::string::npos;
  };
  EXPECT_FALSE(raised());
  served.disk().is_full = true;
  served.clock().set("2026-10-30");
  EXPECT_TRUE(served.has_said(1));
  served.disk().is_full = false;
  EXPECT_TRUE(comes_true(raised));
}

TEST(Projections, ThatFailKeepNoCommandFromItsAnswer) {
  Served served;
  Client school(served, "ib-1");
  served.projections_fail() = true;
  EXPECT_EQ(error_code(open_case(school, 1, "c1")), 0);
  const json::object second = include(school, 2, "pup-noor");
  EXPECT_EQ(second.at("result").at("version"), 2);
  EXPECT_EQ(events_of(school, "c1"), 3U) << "what is asked is read from the log";
  EXPECT_THAT(served.said(), ElementsAre(StartsWith("projections fall behind"))) << "once";
  served.projections_fail() = false;
  EXPECT_EQ(include(school, 2, "pup-noor").at("result"), second.at("result"));
  EXPECT_THAT(served.said(), ElementsAre(StartsWith("projections fall behind"),
                                         "projections are up to date again"));
  served.stop();
  EXPECT_TRUE(served.projections_are_current());
}

TEST(Projections, AreBroughtUpByATick) {
  Served served({}, Server::idle_max_default, tick);
  Client school(served, "ib-1");
  served.projections_fail() = true;
  EXPECT_EQ(error_code(open_case(school, 1, "c1")), 0);
  served.projections_fail() = false;
  EXPECT_TRUE(served.has_said(2));
  served.stop();
  EXPECT_TRUE(served.projections_are_current());
}

TEST(ReadingBack, ThatFailsKeepsNoCommandFromItsAnswer) {
  Served served;
  Client school(served, "ib-1");
  open_case(school, 1, "c1");
  served.log().sealed_reads_to_fail = 1;
  EXPECT_EQ(error_code(include(school, 2, "pup-noor")), 0);
  // The member is known though its record could not be read back at first.
  EXPECT_EQ(error_code(school.submit(3, "c1", "removePupil", {{"pupil", "pup-noor"}})), 0);
}

TEST(Retry, WaitsLongerEachTimeUpToALimit) {
  using std::chrono::hours;
  Retry retry({hours(1), hours(2)});
  EXPECT_TRUE(retry.is_due());
  retry.failed();
  EXPECT_FALSE(retry.is_due());
  retry.worked();
  EXPECT_TRUE(retry.is_due());
}

}  // namespace
}  // namespace verloop::test
