// Procedures as their authors deploy them.

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Deploy : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    program.write("procedure.yaml", shipped_text(receipts_file));
  }
  Ran deploy(Program::Words more = {"procedure.yaml"}) const {
    Program::Words words{"procedure", "deploy", "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  std::string list() const { return program.run({"procedure", "list", "--data", "data"}).out; }

  Program program;
};

TEST_F(Deploy, RecordsAProcedureAndSaysItsHashAndPlace) {
  const Ran ran = deploy();
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Deployed: permit-receipt@1#"));
  EXPECT_THAT(ran.out, HasSubstr("SHA-256 "));
  EXPECT_THAT(ran.out, HasSubstr("at position "));
  EXPECT_THAT(list(), HasSubstr("permit-receipt@1#"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Deploy, GivesTheReferenceThatValidateGives) {
  const Ran validated = program.run({"procedure", "validate", "procedure.yaml"});
  const std::size_t at = validated.out.find("permit-receipt@1#");
  ASSERT_NE(at, std::string::npos) << validated.all();
  EXPECT_THAT(deploy({"permit-receipt"}).out, HasSubstr(validated.out.substr(at, 33)));
}

TEST_F(Deploy, RefusesWhatIsThereAlready) {
  ASSERT_EQ(deploy().status, 0);
  const Ran again = deploy();
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, HasSubstr("this definition is there already"));
}

TEST_F(Deploy, RefusesAnotherTextOfAVersionThatIsNotHigher) {
  ASSERT_EQ(deploy().status, 0);
  program.write("procedure.yaml",
                replaced(shipped_text(receipts_file), "value: 14,", "value: 21,"));
  const Ran changed = deploy({"procedure.yaml", "--lang", "nl"});
  EXPECT_EQ(changed.status, 1);
  EXPECT_THAT(changed.err, HasSubstr("geef de nieuwe een hogere `version`"));
  program.write("procedure.yaml",
                replaced(replaced(shipped_text(receipts_file), "value: 14,", "value: 21,"),
                         "version: 1", "version: 2"));
  EXPECT_EQ(deploy().status, 0);
  EXPECT_THAT(list(), HasSubstr("permit-receipt@2#"));
}

TEST_F(Deploy, ChecksFirstAndRecordsNothingWithFaults) {
  const std::string before = list();
  program.write("procedure.yaml", replaced(shipped_text(receipts_file), "by: [officer]", "by: []"));
  const Ran ran = deploy();
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("procedure.yaml:"));
  EXPECT_EQ(list(), before);
  EXPECT_EQ(deploy({"nowhere.yaml"}).status, 2);
}

}  // namespace
}  // namespace verloop::test
