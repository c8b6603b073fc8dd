// An audit bundle as an auditor gets it: made by one command, checked without the data folder by
// another, and by a verifier that shares no code with the program.

#include "events/bundle.hpp"

#include <boost/json.hpp>

#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class BundleCommand : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    key_ =
        std::string(boost::json::parse(program.run({"checkpoint", "--data", "data", "--json"}).out)
                        .at("verifierKey")
                        .as_string());
  }
  Ran make(const std::string& actor, Program::Words more = {}) const {
    more.insert(more.end(), {"-o", actor + ".bundle"});
    return ask("bundle", actor, std::move(more));
  }
  Ran check(const std::string& actor, const Program::Words& more) const {
    Program::Words words{"verify", actor + ".bundle"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Bundle read(const std::string& actor) const {
    return decode_bundle(read_file(program / (actor + ".bundle"))).value();
  }

  std::string key_;
};

TEST_F(BundleCommand, GivesABundleThatHoldsWithoutTheFolder) {
  const Ran made = make("con-1");
  ASSERT_EQ(made.status, 0) << made.all();
  EXPECT_THAT(made.out, HasSubstr("To be checked with: verloop verify con-1.bundle --key " + key_));
  std::filesystem::remove_all(program / "data");
  const Ran ran = check("con-1", {"--key", key_});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Verified: case " + case_name + " as " + name +
                                 ".con-1 (consultant) may see it, "));
}

TEST_F(BundleCommand, IsOnlyConsistentInItselfUnlessSomebodyNamesTheKey) {
  ASSERT_EQ(make("ib-1").status, 0);
  const Ran alone = check("ib-1", {});
  EXPECT_EQ(alone.status, 1);
  EXPECT_THAT(alone.out, testing::StartsWith("Consistent in itself: "));
  EXPECT_THAT(alone.out, HasSubstr("key " + key_));
  EXPECT_EQ(check("ib-1", {"--trust-embedded"}).status, 0);
  EXPECT_EQ(check("ib-1", {"--key", "nonsense"}).status, 2);
}

TEST_F(BundleCommand, TellsProgramsTheSame) {
  ASSERT_EQ(make("con-1", {"--json"}).status, 0);
  const auto answer = boost::json::parse(check("con-1", {"--key", key_, "--json"}).out);
  EXPECT_TRUE(answer.at("verified").as_bool());
  EXPECT_EQ(answer.at("case"), case_name.c_str());
  const Bundle bundle = read("con-1");
  EXPECT_EQ(answer.at("events").to_number<std::size_t>(), bundle.events.size());
  EXPECT_EQ(answer.at("leftOut").to_number<std::size_t>(), bundle.left_out.size());
  EXPECT_GT(bundle.left_out.size(), 0U);
  const auto alone = boost::json::parse(check("con-1", {"--json"}).out);
  EXPECT_FALSE(alone.at("verified").as_bool());
  EXPECT_TRUE(alone.at("consistent").as_bool());
}

TEST_F(BundleCommand, ShowsAnAuditorEveryRecordAndNoValue) {
  const Ran made = program.run({"bundle", case_name, "--data", "data", "-o", "all.bundle"});
  ASSERT_EQ(made.status, 0) << made.all();
  const Bundle bundle = read("all");
  EXPECT_EQ(bundle.events.size(), bundle.version.value + 1);
  EXPECT_TRUE(bundle.left_out.empty());
  for (const BundledEvent& event : bundle.events) EXPECT_TRUE(event.disclosures.empty());
}

TEST_F(BundleCommand, IsRefusedToWhoDoesNotReachTheCase) {
  const Ran none = program.run(
      {"bundle", "none", "--data", "data", "--as", name + ".ib-1", "-o", "none.bundle"});
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("there is no case none"));
  EXPECT_EQ(make("con-1", {"--role", "ib"}).status, 1);
  EXPECT_FALSE(std::filesystem::exists(program / "con-1.bundle"));
}

TEST_F(BundleCommand, IsRefusedWhenTheFileIsNone) {
  program.write("x.bundle", "{}");
  const Ran ran = check("x", {"--key", key_});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("NOT VERIFIED: a bundle"));
  program.write("x.bundle", "photo");
  EXPECT_EQ(check("x", {"--key", key_}).status, 2);
}

TEST_F(BundleCommand, HoldsForAVerifierThatSharesNoCode) {
  VERLOOP_NEEDS_PYTHON;
  for (const char* actor : {"con-1", "ib-1"}) {
    ASSERT_EQ(make(actor).status, 0);
    const std::string file = std::string(actor) + ".bundle";
    const Ran ran = run_python(program, "tests/independent/verify_bundle.py", {file, key_});
    EXPECT_EQ(ran.status, 0) << ran.all();
    EXPECT_THAT(ran.out, testing::EndsWith("VERIFIED\n"));
    const Ran alone = run_python(program, "tests/independent/verify_bundle.py", {file});
    EXPECT_EQ(alone.status, 1);
    EXPECT_THAT(alone.out, HasSubstr("CONSISTENT IN ITSELF, signed by " + key_));
  }
}

}  // namespace
}  // namespace verloop::test
