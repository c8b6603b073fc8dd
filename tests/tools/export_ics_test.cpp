// The export of a calendar as its users run it: who sees what, and nobody's name.

#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// What a reader of calendars that shares nothing with the program finds in a file.
json::array read_calendar(const Program& program, const std::string& file) {
  const Ran ran = run_python(program, "tests/tools/read_ics.py", {file});
  EXPECT_EQ(ran.status, 0) << ran.all();
  json::array found;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) found.push_back(json::parse(line));
  return found;
}

std::vector<std::string> all_of(const json::array& found, const char* property) {
  std::vector<std::string> all;
  for (const json::value& one : found) all.emplace_back(one.at(property).as_string());
  return all;
}

/// The first whose summary begins so; empty when there is none.
json::object found_as(const json::array& found, const std::string& summary) {
  for (const json::value& one : found)
    if (std::string(one.at("SUMMARY").as_string()).starts_with(summary)) return one.as_object();
  return {};
}

Ran export_ics(const Program& program, Program::Words more) {
  Program::Words words{"export", "ics", "--data", "data"};
  words.insert(words.end(), more.begin(), more.end());
  return program.run(words);
}

class ExportIcs : public Played {
 protected:
  Ran ics(Program::Words more = {}) const {
    more.insert(more.end(), {"-o", "out.ics"});
    return export_ics(program, more);
  }
  std::string text() const { return read_file(program / "out.ics"); }
};

TEST_F(ExportIcs, SaysWhatIsDueForEachPupilByItsNumber) {
  VERLOOP_NEEDS_PYTHON;
  const Ran ran = ics({case_name, "--as", name + ".ib-1"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Written to out.ics: 0 appointments, "));
  const auto found = read_calendar(program, "out.ics");
  const std::string drawn_up = "OPP drawn up (" + case_name + ", 1)";
  const json::object first = found_as(found, drawn_up);
  EXPECT_EQ(first.at("component"), "VTODO");
  EXPECT_EQ(first.at("DUE"), "20261029");
  EXPECT_EQ(first.at("STATUS"), "COMPLETED");
  EXPECT_EQ(first.at("CLASS"), "CONFIDENTIAL");
  EXPECT_THAT(std::string(first.at("DESCRIPTION").as_string()),
              HasSubstr("\nSource: HB-141, HB-142"));
  EXPECT_EQ(found_as(found, "OPP discussed with the parents (" + case_name).at("STATUS"),
            "NEEDS-ACTION");
}

TEST_F(ExportIcs, ShowsWhatTheActorMaySeeAndNoMore) {
  VERLOOP_NEEDS_PYTHON;
  ASSERT_EQ(ics({"--as", name + ".ib-1"}).status, 0);
  const auto school = all_of(read_calendar(program, "out.ics"), "SUMMARY");
  ASSERT_EQ(ics({"--as", name + ".con-1"}).status, 0);
  const auto consultant = all_of(read_calendar(program, "out.ics"), "SUMMARY");
  EXPECT_LT(consultant.size(), school.size());
  EXPECT_THAT(consultant, Not(Contains(HasSubstr("OPP drawn up"))));
  const Ran unknown = ics({case_name, "--as", "nobody"});
  EXPECT_NE(unknown.status, 0);
  EXPECT_THAT(unknown.err, HasSubstr("nobody"));
}

TEST_F(ExportIcs, HoldsNobodysNameWhoeverAsks) {
  for (const char* actor : {"ib-1", "con-1", "adm-1"}) {
    ASSERT_EQ(ics({"--as", name + "." + actor, "--reminders"}).status, 0);
    EXPECT_THAT(text(), HasSubstr("BEGIN:VTODO")) << actor;
    for (const char* sealed : {"Noor", "Vermeulen", "Daan", "Bakker", "Jansen", "pup-", "SOVA",
                               "school-12", "ib-1", "con-1"})
      EXPECT_THAT(text(), Not(HasSubstr(sealed))) << actor;
  }
}

TEST_F(ExportIcs, IsTheSameWhenItIsMadeAgain) {
  ASSERT_EQ(ics({"--as", name + ".ib-1"}).status, 0);
  const std::string before = text();
  ASSERT_EQ(ics({"--as", name + ".ib-1"}).status, 0);
  EXPECT_EQ(text(), before);
}

TEST_F(ExportIcs, SpeaksTheLanguageThatIsAskedForAndRemindsWhenAsked) {
  ASSERT_EQ(ics({"--as", name + ".ib-1", "--lang", "nl"}).status, 0);
  EXPECT_THAT(text(), HasSubstr("SUMMARY:OPP opgesteld ("));
  EXPECT_THAT(text(), Not(HasSubstr("VALARM")));
  ASSERT_EQ(ics({"--as", name + ".ib-1", "--reminders"}).status, 0);
  EXPECT_THAT(text(), HasSubstr("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;RELATED=END:-P7D\r\n"));
}

TEST_F(ExportIcs, GoesToStandardOutputWithoutAFile) {
  const Ran ran = export_ics(program, {"--as", name + ".ib-1"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_THAT(ran.out, testing::StartsWith("BEGIN:VCALENDAR\r\n"));
  EXPECT_THAT(ran.out, testing::EndsWith("END:VCALENDAR\r\n"));
}

TEST_F(ExportIcs, IsEnteredInTheAccessLog) {
  ASSERT_EQ(ics({"--as", name + ".ib-1"}).status, 0);
  const Ran audit = program.run({"audit", "--access", "--data", "data", "--json"});
  EXPECT_THAT(audit.out, HasSubstr("export ics"));
  EXPECT_THAT(audit.out, HasSubstr(case_name));
}

TEST_F(ExportIcs, LeavesTheDataFolderAsItIs) {
  const auto before = contents_of(program / "data");
  EXPECT_EQ(export_ics(program, {"-o", "data/out.ics"}).status, 2);
  EXPECT_EQ(export_ics(program, {"--on", "some day"}).status, 2);
  EXPECT_EQ(contents_of(program / "data"), before);
  EXPECT_EQ(export_ics(program, {"-o", "no/such/folder.ics"}).status, 3);
}

TEST(ExportIcsOfMeetings, SaysWhenTheyArePlanned) {
  VERLOOP_NEEDS_PYTHON;
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  const Ran ran = program.run({"run", scenario_file("said-again"), "--data", "data"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  for (const char* actor : {"ib-1", "con-1"}) {
    const std::string who = std::string("said-again.") + actor;
    ASSERT_EQ(export_ics(program, {"--as", who, "-o", "out.ics"}).status, 0);
    const json::object meeting =
        found_as(read_calendar(program, "out.ics"),
                 "Evaluation of the cluster arrangement (said-again.c1, interim-1)");
    ASSERT_FALSE(meeting.empty()) << actor;
    EXPECT_EQ(meeting.at("component"), "VEVENT");
    EXPECT_EQ(meeting.at("DTSTART"), "20261210");
    EXPECT_EQ(meeting.at("STATUS"), "CONFIRMED");
  }
}

}  // namespace
}  // namespace verloop::test
