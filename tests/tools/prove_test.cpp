// A proof as an auditor gets it: made by one command, checked by another without the data folder.

#include <boost/json.hpp>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class Prove : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    ASSERT_EQ(make("20", "20"), 0);
    key_ =
        std::string(boost::json::parse(program.run({"checkpoint", "--data", "data", "--json"}).out)
                        .at("verifierKey")
                        .as_string());
  }
  int make(const std::string& position, const std::string& to) const {
    return program
        .run({"prove", position, "--data", "data", "-o", to + ".tlog-proof", "--record",
              to + ".record"})
        .status;
  }
  Ran check(const std::string& proof, const std::string& record) const {
    return program.run(
        {"verify", proof + ".tlog-proof", "--key", key_, "--record", record + ".record"});
  }
  std::string key_;
};

TEST_F(Prove, GivesAProofThatHoldsWithoutTheFolder) {
  std::filesystem::remove_all(program / "data");
  const Ran ran = check("20", "20");
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Verified: this record is at position 20 of verloop.invalid/"));
}

TEST_F(Prove, PrintsTheSameProof) {
  const Ran ran = program.run({"prove", "20", "--data", "data"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, read_file(program / "20.tlog-proof"));
  EXPECT_THAT(ran.out, testing::StartsWith("c2sp.org/tlog-proof@v1\nindex 20\n"));
}

TEST_F(Prove, IsRefusedForAnotherRecordOrProof) {
  ASSERT_EQ(make("21", "21"), 0);
  EXPECT_EQ(check("21", "21").status, 0);
  for (const auto& [proof, record] : {std::pair("20", "21"), std::pair("21", "20")}) {
    const Ran ran = check(proof, record);
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.out, HasSubstr("NOT VERIFIED"));
  }
  program.write("20.record", read_file(program / "20.record") + "\n");
  EXPECT_EQ(check("20", "20").status, 1);
}

TEST_F(Prove, WritesNothingIntoTheDataFolderOrOverTheKey) {
  std::filesystem::create_directory_symlink("data", program / "link");
  const auto before = contents_of(program / "data");
  const std::string key = read_file(program / "data.key");
  program.write("data.key.erased", "a list\n");
  const Program::Words outputs{"data/verloop.json",
                               "data/anchor",
                               "data/new",
                               "data",
                               "./other/../data/log/CURRENT",
                               "link/verloop.json",
                               "link",
                               program / "data/new",
                               "data.key",
                               "data.key.erased"};
  for (const std::string& output : outputs) {
    for (const char* option : {"-o", "--record"}) {
      const Ran ran = program.run({"prove", "20", "--data", "data", option, output});
      EXPECT_EQ(ran.status, 2) << option << output;
      EXPECT_THAT(ran.err, HasSubstr("nothing was written")) << output;
    }
  }
  EXPECT_EQ(contents_of(program / "data"), before);
  EXPECT_EQ(read_file(program / "data.key"), key);
  EXPECT_EQ(read_file(program / "data.key.erased"), "a list\n");
  std::filesystem::remove(program / "data.key.erased");
  EXPECT_EQ(program.run({"prove", "20", "--data", "./data/", "-o", "data.proof"}).status, 0);
}

TEST_F(Prove, SaysWhatIsMissing) {
  EXPECT_EQ(program.run({"verify", "20.tlog-proof"}).status, 2);
  EXPECT_EQ(program.run({"verify", "20.tlog-proof", "--key", "nonsense"}).status, 2);
  EXPECT_EQ(program.run({"verify", "20.tlog-proof", "--key", key_, "--record", "none"}).status, 2);
  EXPECT_EQ(
      program.run({"verify", "none.tlog-proof", "--key", key_, "--record", "20.record"}).status, 2);
  const Ran ran = program.run({"prove", "99999", "--data", "data"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("position 99999 can't be proved"));
}

}  // namespace
}  // namespace verloop::test
