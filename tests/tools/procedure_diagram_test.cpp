// verloop procedure diagram, and what others make of its BPMN.

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "projections/diagram/chart.hpp"
#include "tests/support/definitions.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

const std::string shipped_file =
    std::string(VERLOOP_ROOT) + "/engine/procedures/clusterarrangement-top.yaml";
const std::string mark = "class=\"state marked\"";

class ProcedureDiagram : public Played {
 protected:
  Ran draw(Program::Words more) const {
    Program::Words words{"procedure", "diagram"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Ran draw_case(const std::string& procedure, const std::string& of,
                const std::string& actor) const {
    return draw({procedure, "--data", "data", "--case", of, "--as", actor});
  }
};

TEST_F(ProcedureDiagram, IsTheSameOfAFileAndOfWhatIsDeployed) {
  const Ran file = draw({shipped_file});
  EXPECT_EQ(file.status, 0) << file.err;
  EXPECT_THAT(file.out, testing::StartsWith("<?xml"));
  EXPECT_EQ(draw({"clusterarrangement-top", "--data", "data"}).out, file.out);
  EXPECT_EQ(draw({"clusterarrangement-top@1", "--data", "data"}).out, file.out);
  EXPECT_EQ(draw({shipped_file, "-o", "out.svg"}).status, 0);
  EXPECT_EQ(read_file(program / "out.svg"), file.out);
}

TEST_F(ProcedureDiagram, SpeaksDutch) {
  EXPECT_THAT(draw({shipped_file, "--lang", "nl"}).out, HasSubstr("Uitvoering starten"));
  EXPECT_THAT(draw({shipped_file, "--lang", "en", "--format", "bpmn"}).out,
              HasSubstr("Start the execution"));
}

TEST_F(ProcedureDiagram, MarksTheCaseAsFarAsTheActorMaySee) {
  const Ran seen = draw_case("clusterarrangement-top", case_name, name + ".ib-1");
  EXPECT_EQ(seen.status, 0) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr(mark));
  EXPECT_THAT(draw({"clusterarrangement-top", "--data", "data"}).out, Not(HasSubstr(mark)));
}

TEST_F(ProcedureDiagram, MarksNothingForWhoSeesNoTracks) {
  program.write("seen.yaml", R"(scenario: seen
procedure: clusterarrangement-top
actors:
  - {id: ib-1, role: ib, school: school-12}
  - {id: po-1, role: privacy-officer}
steps:
  - {on: 2026-09-15, by: ib-1, do: openCase, case: c1, data: {title: cluster}}
)");
  const Ran ran = program.run({"run", "seen.yaml", "--data", "data"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(draw_case("clusterarrangement-top", "seen.c1", "seen.ib-1").out, HasSubstr(mark));
  const Ran officer = draw_case("clusterarrangement-top", "seen.c1", "seen.po-1");
  EXPECT_EQ(officer.status, 0) << officer.err;
  EXPECT_THAT(officer.out, HasSubstr("</svg>"));
  EXPECT_THAT(officer.out, Not(HasSubstr(mark)));
}

TEST_F(ProcedureDiagram, RefusesACaseThatTheActorMayNotSeeAsShowDoes) {
  ASSERT_EQ(
      program
          .run({"do", "other", "openCase", "--data", "data", "--as", name + ".ib-1", "title=other"})
          .status,
      0);
  for (const char* of : {"other", "no-such"}) {
    const Ran shown = program.run({"show", of, "--data", "data", "--as", name + ".con-1"});
    const Ran drawn = draw_case("clusterarrangement-top", of, name + ".con-1");
    EXPECT_EQ(drawn.status, shown.status);
    EXPECT_EQ(drawn.err, shown.err);
    EXPECT_EQ(drawn.out, "");
  }
}

TEST_F(ProcedureDiagram, NamesWhatIsWrong) {
  const Ran unknown = draw({"clusterarrangement-tob", "--data", "data"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.all(), HasSubstr("clusterarrangement-top"));
  const Ran version = draw({"clusterarrangement-top@9", "--data", "data"});
  EXPECT_EQ(version.status, 1);
  const Ran missing = draw({"no-such.yaml"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("name --data DIR too"));
  EXPECT_EQ(draw({shipped_file, "--case", "c1"}).status, 2);
  EXPECT_EQ(draw({shipped_file, "--format", "png"}).status, 2);
  EXPECT_EQ(draw({"clusterarrangement-top", "--data", "data", "-o", "data/x.svg"}).status, 2);
}

TEST_F(ProcedureDiagram, SaysWhereAFileIsWrong) {
  program.write("bad.yaml", replaced(read_file(shipped_file), "to: conversed", "to: nowhere"));
  const Ran drawn = draw({"bad.yaml"});
  EXPECT_EQ(drawn.status, 1);
  EXPECT_THAT(drawn.all(), testing::ContainsRegex("bad\\.yaml:[0-9]+:[0-9]+: "));
  EXPECT_EQ(drawn.out, program.run({"procedure", "validate", "bad.yaml"}).out);
}

/// Where npm and node are, and the packages of tests/tools/bpmn can be had.
class DiagramInBpmnJs : public ProcedureDiagram {
 protected:
  void SetUp() override {
    for (const char* needed : {"npm", "node", "chromium"})
      if (program.wait(program.start_other({needed, "--version"})).status != 0)
        GTEST_SKIP() << needed << " not found";
    for (const char* file : {"package.json", "package-lock.json", "check.mjs", "page.html"})
      program.write(file, read_file(std::string(VERLOOP_ROOT) + "/tests/tools/bpmn/" + file));
    const Ran ran = program.wait(program.start_other(
        {"timeout", "120", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"}));
    if (ran.status != 0) GTEST_SKIP() << "npm can't get the packages of tests/tools/bpmn";
    ProcedureDiagram::SetUp();
    const Ran drawn = draw({"clusterarrangement-top", "--data", "data", "--case", case_name,
                            "--format", "bpmn", "-o", "out.bpmn"});
    ASSERT_EQ(drawn.status, 0) << drawn.err;
    count();
  }
  void count() {
    for (const ChartTrack& track : make_chart(*clusters(), Language::en).tracks) {
      shapes_ += 1 + track.nodes.size();
      edges_ += track.edges.size();
    }
  }
  void expect_whole(const std::string& result) const {
    boost::system::error_code failed;
    const json::value found = json::parse(result, failed);
    ASSERT_FALSE(failed) << result;
    const json::object& said = found.as_object();
    EXPECT_EQ(said.at("warnings"), json::value(json::array())) << result;
    EXPECT_EQ(said.at("shapes").to_number<std::size_t>(), shapes_);
    EXPECT_EQ(said.at("edges").to_number<std::size_t>(), edges_);
  }
  std::size_t shapes_ = 0, edges_ = 0;
};

TEST_F(DiagramInBpmnJs, IsValidByTheSchemaAndDrawnInFull) {
  const Ran checked = program.wait(program.start_other({"node", "check.mjs", "out.bpmn"}));
  ASSERT_EQ(checked.status, 0) << checked.err;
  expect_whole(checked.out);
  EXPECT_THAT(checked.out, HasSubstr("\"unknownAttributes\":[],\"undrawn\":0"));
}

TEST_F(DiagramInBpmnJs, IsOpenedWithoutAWarning) {
  program.write(
      "diagram.js",
      "const diagram = " + json::serialize(json::value(read_file(program / "out.bpmn"))) + ";");
  const Ran ran = program.wait(program.start_other(
      {"timeout", "120", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
       "--user-data-dir=" + (program / "profile").string(), "--virtual-time-budget=20000",
       "--dump-dom", "file://" + (program / "page.html").string()}));
  ASSERT_EQ(ran.status, 0) << ran.err;
  const std::string start = "<pre id=\"result\">";
  const std::size_t at = ran.out.find(start) + start.size();
  expect_whole(ran.out.substr(at, ran.out.find("</pre>", at) - at));
}

}  // namespace
}  // namespace verloop::test
