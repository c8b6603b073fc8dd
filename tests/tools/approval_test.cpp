// Four eyes: a version that one person proposes and another puts to use.

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Approval : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    program.write("people.yaml", R"yaml(scenario: people
procedure: clusterarrangement-top
actors:
  - {id: po-1, role: privacy-officer}
  - {id: ib-1, role: ib, school: school-12}
steps:
  - {on: 2026-09-15, by: ib-1, do: openCase, case: c1, data: {title: cluster}}
)yaml");
    ASSERT_EQ(program.run({"run", "people.yaml", "--data", "data"}).status, 0);
    write("p1.yaml", "1", "approval: secondPerson\n");
    write("p2.yaml", "2", "");
  }
  void write(const std::string& file, const std::string& version, const std::string& more) const {
    program.write(file, replaced(shipped_text(receipts_file), "version: 1\n",
                                 "version: " + version + "\n" + more));
  }
  Ran procedure(Program::Words words) const {
    words.insert(words.begin(), "procedure");
    words.insert(words.end(), {"--data", "data", "--lang", "en"});
    return program.run(words);
  }
  Ran approve(const std::string& file) const {
    return procedure({"approve", file, "--as", "people.po-1"});
  }
  /// Version 1, which asks for a second person for itself and the next.
  void put_first_to_use() const {
    ASSERT_EQ(procedure({"deploy", "p1.yaml"}).status, 0);
    ASSERT_EQ(approve("p1.yaml").status, 0);
  }

  Program program;
};

TEST_F(Approval, IsAskedForBeforeAnythingChanges) {
  const Ran proposed = procedure({"deploy", "p1.yaml"});
  EXPECT_EQ(proposed.status, 0) << proposed.all();
  EXPECT_THAT(proposed.out, HasSubstr("Proposed: permit-receipt@1#"));
  EXPECT_THAT(proposed.out, HasSubstr("Nothing changes yet"));
  const std::string listed = procedure({"list"}).out;
  EXPECT_THAT(listed, HasSubstr("permit-receipt@1#"));
  EXPECT_THAT(listed, HasSubstr("another person approves it"));
  EXPECT_EQ(procedure({"show", "permit-receipt"}).status, 1);
  EXPECT_THAT(procedure({"list", "--json"}).out, HasSubstr(R"("version":1)"));
}

TEST_F(Approval, IsNotForWhoProposedIt) {
  ASSERT_EQ(procedure({"deploy", "p1.yaml"}).status, 0);
  const Ran same = procedure({"approve", "p1.yaml"});
  EXPECT_EQ(same.status, 1);
  EXPECT_THAT(same.all(), HasSubstr("Who proposes a procedure can't approve it too"));
  const Ran school = procedure({"approve", "p1.yaml", "--as", "people.ib-1"});
  EXPECT_EQ(school.status, 1);
  EXPECT_THAT(school.all(), HasSubstr("for the administrator or the privacy officer"));
  EXPECT_EQ(procedure({"show", "permit-receipt"}).status, 1);
}

TEST_F(Approval, PutsToUseExactlyWhatWasProposed) {
  ASSERT_EQ(procedure({"deploy", "p1.yaml"}).status, 0);
  write("other.yaml", "1", "approval: secondPerson\n# another text\n");
  const Ran other = approve("other.yaml");
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.all(), HasSubstr("with exactly this text"));
  const Ran ran = approve("p1.yaml");
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Approved and deployed: permit-receipt@1#"));
  EXPECT_THAT(procedure({"list"}).out, Not(HasSubstr("another person")));
  EXPECT_EQ(procedure({"show", "permit-receipt"}).status, 0);
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Approval, IsAskedForByTheVersionBeforeToo) {
  put_first_to_use();
  ASSERT_EQ(procedure({"deploy", "p2.yaml"}).status, 0);
  EXPECT_THAT(procedure({"show", "permit-receipt"}).out, HasSubstr("\nversion: 1\n"));
  const Ran twice = procedure({"deploy", "p2.yaml", "--as", "people.po-1"});
  EXPECT_EQ(twice.status, 1);
  EXPECT_THAT(twice.err, HasSubstr("another person approves it"));
  ASSERT_EQ(approve("p2.yaml").status, 0);
  EXPECT_THAT(procedure({"show", "permit-receipt"}).out, HasSubstr("\nversion: 2\n"));
  write("p3.yaml", "3", "");
  EXPECT_THAT(procedure({"deploy", "p3.yaml"}).out, HasSubstr("Deployed: permit-receipt@3#"))
      << "the second version asks for nobody";
}

TEST_F(Approval, IsNotAwaitedOnceAnotherTextOfTheVersionIsInUse) {
  put_first_to_use();
  write("other.yaml", "2", "# another text\n");
  ASSERT_EQ(procedure({"deploy", "other.yaml"}).status, 0);
  ASSERT_EQ(procedure({"deploy", "p2.yaml"}).status, 0);
  ASSERT_EQ(approve("p2.yaml").status, 0);
  EXPECT_THAT(procedure({"list"}).out, Not(HasSubstr("another person approves it")));
}

TEST_F(Approval, OfWhatNobodyProposedIsRefused) {
  const Ran ran = approve("p2.yaml");
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.all(), HasSubstr("Nobody proposed permit-receipt@2#"));
}

}  // namespace
}  // namespace verloop::test
