// Whose retention period is over, and that erasing them erases them alone.

#include <boost/json.hpp>

#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Two cases of 2020, one of them closed; Noor is in both.
const char* const scenario = R"yaml(scenario: long ago
procedure: clusterarrangement-top
actors:
  - {id: ib-1, role: ib, school: school-12}
  - {id: con-1, role: consultant}
  - {id: adm-1, role: swv-admin}
  - {id: po-1, role: privacy-officer}
steps:
  - {on: 2020-09-15, by: ib-1, do: openCase, case: c1, data: {title: cluster SOVA}}
  - {on: 2020-09-15, by: adm-1, do: assignConsultant, case: c1, data: {consultant: con-1}}
  - {on: 2020-09-15, by: ib-1, do: includePupil, case: c1,
     data: {pupil: pup-noor, name: Noor Vermeulen}}
  - {on: 2020-09-15, by: ib-1, do: includePupil, case: c1,
     data: {pupil: pup-daan, name: Daan Bakker}}
  - {on: 2020-09-15, by: ib-1, do: openCase, case: c2, data: {title: cluster rekenen}}
  - {on: 2020-09-15, by: ib-1, do: includePupil, case: c2,
     data: {pupil: pup-noor, name: Noor Vermeulen}}
  - {on: 2020-09-22, by: ib-1, do: withdrawCase, case: c1,
     data: {reason: tooFewPupils, note: geen groep}}
)yaml";

class Retention : public testing::Test {
 protected:
  void SetUp() override {
    program.write("old.yaml", scenario);
    ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    const Ran ran = program.run({"run", "old.yaml", "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  Ran retention(const Program::Words& more = {}) const {
    Program::Words words{"retention", "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  /// The subjects that are due, as `id due erased`.
  std::vector<std::string> due(const Program::Words& more = {}) const {
    Program::Words words{"--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = retention(words);
    EXPECT_EQ(ran.status, 0) << ran.all();
    std::vector<std::string> rows;
    const json::value answer = json::parse(ran.out);
    for (const json::value& row : answer.at("due").as_array()) {
      rows.push_back(json::value_to<std::string>(row.at("subject")).substr(0, 7) + " " +
                     json::value_to<std::string>(row.at("due")) +
                     (row.at("erased").as_bool() ? " erased" : ""));
    }
    return rows;
  }
  std::string show(const std::string& id) const {
    return program.run({"show", "old." + id, "--data", "data", "--as", "old.ib-1"}).out;
  }

  Program program;
};

TEST_F(Retention, IsOverThreeYearsAfterTheLastCaseOfAPersonWasClosed) {
  const auto none = due({"--on", "2023-09-22"});
  EXPECT_TRUE(none.empty());
  const auto rows = due({"--on", "2023-09-23"});
  ASSERT_EQ(rows.size(), 2U) << "Daan and the case; Noor is in a case that is open";
  EXPECT_EQ(rows[0], "case/ol 2023-09-23");
  EXPECT_THAT(rows[1], AllOf(HasSubstr("s-"), HasSubstr(" 2023-09-23")));
  EXPECT_THAT(show("c1"), HasSubstr("Daan Bakker")) << "nothing was erased";
}

TEST_F(Retention, ErasesWhoIsDueAndNobodyElse) {
  const Ran ran = retention({"--run", "--as", "old.po-1"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, AllOf(HasSubstr("erased"), HasSubstr("old.c1"), Not(HasSubstr("Daan"))));
  EXPECT_THAT(show("c1"), AllOf(Not(HasSubstr("Daan Bakker")), Not(HasSubstr("cluster SOVA")),
                                HasSubstr("Noor Vermeulen")));
  EXPECT_THAT(show("c1"), HasSubstr("retention period over"));
  EXPECT_TRUE(due().empty()) << "they are done with";
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
  const Ran access = program.run({"audit", "--access", "--data", "data"});
  EXPECT_THAT(access.out, HasSubstr("retention")) << access.all();
}

TEST_F(Retention, LeavesAHeldPersonAlone) {
  const Ran held = program.run({"subject", "hold", "--pupil", "old.pup-daan", "--org", "school-12",
                                "--case", "old.c1", "--data", "data", "--reason", "objection"});
  ASSERT_EQ(held.status, 0) << held.all();
  const Ran ran = retention({"--run"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("on hold since position"));
  EXPECT_THAT(show("c1"), HasSubstr("Daan Bakker"));
  EXPECT_EQ(due().size(), 2U) << "still due, and held: Daan, and what is sealed under the case";
  EXPECT_THAT(show("c1"), HasSubstr("cluster SOVA"));
}

TEST_F(Retention, IsForStewardsAndForNoDayToCome) {
  const Ran teacher = retention({"--run", "--as", "old.ib-1"});
  EXPECT_EQ(teacher.status, 1);
  EXPECT_THAT(teacher.all(), HasSubstr("administrator or the privacy officer"));
  const Ran later = retention({"--run", "--on", "2199-01-01"});
  EXPECT_EQ(later.status, 2);
  EXPECT_THAT(later.err, HasSubstr("future"));
  EXPECT_EQ(retention({"--on", "soon"}).status, 2);
  EXPECT_THAT(show("c1"), HasSubstr("Daan Bakker"));
}

}  // namespace
}  // namespace verloop::test
