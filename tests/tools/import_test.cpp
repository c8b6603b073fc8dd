// Logs of other systems, as its users import them: bad files, one that is cut short, and the
// published log of a municipality there and back again.

#include <algorithm>
#include <sched.h>

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/support/run_python.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string event(const std::string& activity, const std::string& at, const std::string& task) {
  return "<event><string key='concept:name' value='" + activity +
         "'/><date key='time:timestamp' value='" + at +
         "'/><string key='org:resource' value='Resource01'/><string key='org:group' value='Group "
         "2'/><string key='concept:instance' value='" +
         task + "'/><string key='lifecycle:transition' value='complete'/></event>\n";
}

/// A log of so many like cases, two events each.
std::string log_of(int cases) {
  std::string text = "<log>\n";
  for (int i = 0; i < cases; ++i) {
    const std::string number = std::to_string(i);
    text += "<trace><string key='concept:name' value='case-" + number +
            "'/><date key='startdate' value='2011-10-10T01:06:40.020+02:00'/><string "
            "key='channel' value='Internet'/>\n" +
            event("Confirmation of receipt", "2011-10-11T13:45:40.276+02:00", "a" + number) +
            event("T05 Print and send confirmation of receipt", "2011-11-12T08:26:25.398+01:00",
                  "b" + number) +
            "</trace>\n";
  }
  return text + "</log>\n";
}

class Import : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0); }

  Ran import(Program::Words more = {}, const std::string& file = "log.xes") const {
    Program::Words words{"import", "xes", file, "--procedure", "permit-receipt", "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Ran import_text(const std::string& text, Program::Words more = {}) const {
    program.write("log.xes", text);
    return import(std::move(more));
  }
  std::string size_of_log() const {
    const std::string note = program.run({"checkpoint", "--data", "data"}).out;
    const std::size_t line = note.find('\n') + 1;
    return note.substr(line, note.find('\n', line) - line);
  }

  Program program;
};

TEST_F(Import, RecordsWhatHappenedWhenItHappenedAndJudgesIt) {
  const Ran ran = import_text(log_of(1), {"--json"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr(R"("events":2)"));
  EXPECT_THAT(ran.out, HasSubstr(R"("recorded":3)"));
  const std::string history = program.run({"replay", "case-0", "--data", "data", "--json"}).out;
  EXPECT_THAT(history, HasSubstr(R"("basis":"imported")"));
  EXPECT_THAT(history, HasSubstr(R"("occurredOn":"2011-10-11T13:45:40.276+02:00")"));
  EXPECT_THAT(history, HasSubstr(R"("id":"Resource01")"));
  // The norm of 14 days had passed when the confirmation went out.
  EXPECT_THAT(history, HasSubstr(R"("occurredOn":"2011-10-25")"));
  EXPECT_THAT(history, HasSubstr("FindingRaised@1"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Import, DeploysAShippedProcedureOnlyWhenItIsAskedFor) {
  const Program::Words list{"procedure", "list", "--data", "data"};
  EXPECT_THAT(program.run(list).out, Not(HasSubstr("permit-receipt")));
  EXPECT_EQ(import_text(log_of(1), {"--dry-run"}).status, 0);
  EXPECT_THAT(program.run(list).out, Not(HasSubstr("permit-receipt")));
  EXPECT_EQ(import().status, 0);
  EXPECT_THAT(program.run(list).out, HasSubstr("permit-receipt@1#"));
}

TEST_F(Import, OfTheSameLogAgainRecordsNothing) {
  ASSERT_EQ(import_text(log_of(3)).status, 0);
  const std::string size = size_of_log();
  std::filesystem::rename(program / "log.xes", program / "moved.xes");
  const Ran again = import({"--json"}, "moved.xes");
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_THAT(again.out, HasSubstr(R"("known":9)"));
  EXPECT_THAT(again.out, HasSubstr(R"("recorded":0)"));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(Import, TakesWhatALaterExportOfTheLogHasMore) {
  ASSERT_EQ(import_text(log_of(3)).status, 0);
  const Ran more = import_text(log_of(5), {"--json"});
  EXPECT_EQ(more.status, 0) << more.all();
  EXPECT_THAT(more.out, HasSubstr(R"("known":9)"));
  EXPECT_THAT(more.out, HasSubstr(R"("recorded":6)"));
}

TEST_F(Import, StopsAtAnEventThatIsNotWhatItWas) {
  ASSERT_EQ(import_text(log_of(2)).status, 0);
  std::string changed = log_of(2);
  changed.replace(changed.find("'b1'"), 4, "'zz'");
  const Ran ran = import_text(changed);
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("This command id was used before"));
  EXPECT_THAT(ran.err, HasSubstr("log.xes:8:1: stopped here"));
}

TEST_F(Import, GoesOnWhereItWasKilled) {
  program.write("log.xes", log_of(3000));
  const pid_t child = program.start(
      {"import", "xes", "log.xes", "--procedure", "permit-receipt", "--data", "data"});
  // Killed as soon as something of it is signed: half a second after it began to record.
  const std::string anchor = read_file(program / "data/anchor");
  int how = 0;
  while (read_file(program / "data/anchor") == anchor && ::waitpid(child, &how, WNOHANG) == 0)
    ::sched_yield();
  ::kill(child, SIGKILL);
  ::waitpid(child, &how, 0);
  const Ran again = import({"--json"});
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_THAT(again.out, Not(HasSubstr(R"("known":0,)")));
  const Ran third = import({"--json"});
  EXPECT_THAT(third.out, HasSubstr(R"("known":9000)"));
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 0) << verified.all();
}

TEST_F(Import, OfAFileThatIsNoLogSaysWhereAndRecordsNothing) {
  const std::string size = size_of_log();
  const std::pair<std::string, const char*> cases[] = {
      {"", "log.xes:1:1: the file is empty"},
      {"no log at all", "log.xes:1:1: this is no XML"},
      {"<log>\n<trace>", "ends before its log does"},
      {"\x1f\x8b\x08 zipped", "compressed (gzip); unpack it first"},
      {"<log/>", "holds no traces"},
      {"<log><event/><trace><date key='a' value='b'/></trace></log>", "log.xes:1:21: this is no"},
      {"<!DOCTYPE log SYSTEM 'file:///etc/passwd'><log/>", "document type declaration"},
  };
  for (const auto& [text, says] : cases) {
    const Ran ran = import_text(text);
    EXPECT_EQ(ran.status, 2) << text;
    EXPECT_THAT(ran.err, HasSubstr(says));
    EXPECT_THAT(ran.err, HasSubstr("nothing was recorded"));
  }
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(Import, OfAnUnknownActivitySaysWhichHowOftenAndWhereToNameIt) {
  const std::string size = size_of_log();
  const std::string odd =
      replaced(replaced(log_of(2), "T05 Print", "T99 Print"), "T05 Print", "T99 Print");
  const Ran ran = import_text(odd);
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("log.xes:4:8: the activity `T99 Print and send confirmation of "
                                 "receipt` is not mapped: name it under `import`, `activities`"));
  EXPECT_THAT(ran.err, HasSubstr("(2 times)"));
  EXPECT_THAT(import({"--lang", "nl"}).err, HasSubstr("heeft geen handeling"));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(Import, OfAnEventWithoutATimestampSaysWhere) {
  const Ran ran = import_text(replaced(
      log_of(1), "<date key='time:timestamp' value='2011-11-12T08:26:25.398+01:00'/>", ""));
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("log.xes:4:1: there is no date `time:timestamp` here (1 times)"));
}

TEST_F(Import, OfTwoTracesOfOneNameOrEventsInNoneRefusesAll) {
  const Ran twice = import_text(replaced(log_of(2), "case-1", "case-0"));
  EXPECT_EQ(twice.status, 2);
  EXPECT_THAT(twice.err, HasSubstr("another trace has this name already"));
  const Ran loose = import_text(replaced(log_of(1), "</log>", "<event/></log>"));
  EXPECT_EQ(loose.status, 2);
  EXPECT_THAT(loose.err, HasSubstr("lies in no trace"));
}

TEST_F(Import, NeedsAFileAFolderAndAProcedureThatReadsLogs) {
  program.write("log.xes", log_of(1));
  EXPECT_THAT(import({}, "nowhere.xes").err, HasSubstr("can't read this: nowhere.xes"));
  EXPECT_THAT(import({}, "data").err, HasSubstr("data is a folder"));
  const Ran unknown =
      program.run({"import", "xes", "log.xes", "--procedure", "permit-receit", "--data", "data"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("there is no procedure \"permit-receit\"; did you mean "
                                     "\"permit-receipt\"?"));
  const Ran mute = program.run(
      {"import", "xes", "log.xes", "--procedure", "clusterarrangement-top", "--data", "data"});
  EXPECT_EQ(mute.status, 2);
  EXPECT_THAT(mute.err, HasSubstr("does not say how a log from elsewhere is read"));
  EXPECT_EQ(
      program
          .run({"import", "xes", "log.xes", "--procedure", "permit-receipt", "--data", "log.xes"})
          .status,
      2);
}

TEST_F(Import, TakesNobodysPlaceInTheDirectory) {
  std::string text = log_of(1);
  for (std::size_t at = text.find("Resource01"); at != std::string::npos;
       at = text.find("Resource01"))
    text.replace(at, 10, "administrator");
  const Ran ran = import_text(text);
  EXPECT_EQ(ran.status, 2) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("the id of somebody who is in the directory in another role"));
  EXPECT_THAT(program.run({"procedure", "list", "--data", "data"}).out,
              Not(HasSubstr("permit-receipt")));
}

TEST_F(Import, SealsNamesThatAreNoPseudonyms) {
  std::string procedure = replaced(shipped_text(receipts_file), ", pseudonyms: true}", "}");
  program.write("named.yaml", procedure);
  const Ran deployed = program.run({"procedure", "deploy", "named.yaml", "--data", "data"});
  ASSERT_EQ(deployed.status, 0) << deployed.all();
  std::string text = log_of(1);
  for (std::size_t at = text.find("Resource01"); at != std::string::npos;
       at = text.find("Resource01"))
    text.replace(at, 10, "Anna de Vries");
  ASSERT_EQ(import_text(text).status, 0);
  const Ran exported =
      program.run({"export", "xes", "--data", "data", "--procedure", "permit-receipt", "-o", "o"});
  ASSERT_EQ(exported.status, 0) << exported.all();
  EXPECT_THAT(read_file(program / "o"), Not(HasSubstr("Anna")));
  EXPECT_THAT(read_file(program / "o"), HasSubstr("value=\"actor-"));
  std::filesystem::remove(program / "log.xes");
  for (const auto& [file, bytes] : contents_of(program / "data"))
    EXPECT_THAT(bytes, Not(HasSubstr("Anna de Vries"))) << file;
}

/// The whole of the published log: 1434 traces, 8577 events.
TEST_F(Import, OfThePublishedLogGivesItBackEventByEvent) {
  VERLOOP_NEEDS_SHARED("eventlogs/receipt.xes");
  VERLOOP_NEEDS_PYTHON;
  const std::string source = shared_data("eventlogs/receipt.xes").string();
  const Ran imported = import({"--json"}, source);
  ASSERT_EQ(imported.status, 0) << imported.all();
  EXPECT_THAT(imported.out, HasSubstr(R"("events":8577)"));
  EXPECT_THAT(imported.out, HasSubstr(R"("traces":1434)"));
  EXPECT_THAT(imported.out, HasSubstr(R"("recorded":11340)"));
  const Ran exported =
      program.run({"export", "xes", "--data", "data", "--as", "Resource01", "-o", "export.xes"});
  ASSERT_EQ(exported.status, 0) << exported.all();
  const Ran compared =
      run_python(program, "tests/independent/compare_xes.py", {source, "export.xes"});
  EXPECT_EQ(compared.status, 0) << compared.all();
  EXPECT_THAT(compared.out, HasSubstr("equal: 1434 traces, 8577 events"));
  const Ran again = import({"--json"}, source);
  EXPECT_THAT(again.out, HasSubstr(R"("recorded":0)"));
  EXPECT_THAT(again.out, HasSubstr(R"("records":0)"));
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 0) << verified.all();
}

TEST_F(Import, ComparesInAWayThatSeesADifference) {
  VERLOOP_NEEDS_PYTHON;
  program.write("one.xes", log_of(2));
  for (const auto& [old, with] : std::vector<std::pair<std::string, std::string>>{
           {"'b1'", "'b2'"}, {"25.398+01:00", "25.399+01:00"}, {"case-1", "case-2"}}) {
    program.write("other.xes", replaced(log_of(2), old, with));
    const Ran ran =
        run_python(program, "tests/independent/compare_xes.py", {"one.xes", "other.xes"});
    EXPECT_EQ(ran.status, 1) << old;
  }
}

}  // namespace
}  // namespace verloop::test
