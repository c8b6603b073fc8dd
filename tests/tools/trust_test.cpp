// Whom a bundle is checked against: a key, a policy with or without logs, or nobody.

#include <gmock/gmock.h>

#include "events/cosignature.hpp"
#include "tests/support/run_program.hpp"
#include "tests/support/small_bundle.hpp"

namespace verloop::test {
namespace {

class BundleAndPolicy : public testing::Test {
 protected:
  void SetUp() override {
    Bundle bundle = bundle_.bundle();
    key_ = format(bundle.key);
    program_.write("plain.bundle", encode(bundle));
    const Note note = parse_note(bundle.checkpoint).value();
    bundle.checkpoint += format(cosign(note.text, "w.example", witness_seed_, {}));
    program_.write("cosigned.bundle", encode(bundle));
    const std::string witness =
        "witness w " + format(witness_key("w.example", witness_seed_)) + "\nquorum w\n";
    program_.write("policy", "log " + key_ + "\n" + witness);
    program_.write("no-log", witness);
    program_.write("other-log",
                   "log " + format(verifier_key("x.example", witness_seed_)) + "\nquorum none\n");
  }
  int verify(const std::string& bundle, Program::Words more) const {
    Program::Words words{"verify", bundle + ".bundle"};
    words.insert(words.end(), more.begin(), more.end());
    return program_.run(words).status;
  }

  SmallBundle bundle_;
  const std::string witness_seed_ = std::string(32, 'w');
  std::string key_;
  Program program_;
};

TEST_F(BundleAndPolicy, AreCheckedAgainstTheQuorum) {
  EXPECT_EQ(verify("cosigned", {"--policy", "policy"}), 0);
  EXPECT_EQ(verify("plain", {"--policy", "policy"}), 1);
  EXPECT_EQ(verify("plain", {"--key", key_}), 0);
}

TEST_F(BundleAndPolicy, AreCheckedAgainstTheLog) {
  EXPECT_EQ(verify("cosigned", {"--policy", "other-log"}), 1);
  EXPECT_EQ(verify("cosigned", {"--policy", "no-log"}), 1) << "nobody says whose log it is";
  EXPECT_EQ(verify("cosigned", {"--policy", "no-log", "--trust-embedded"}), 0);
  EXPECT_EQ(verify("cosigned", {"--policy", "no-log", "--key", key_}), 0);
  EXPECT_EQ(verify("plain", {"--policy", "no-log", "--key", key_}), 1);
}

TEST_F(BundleAndPolicy, AreAskedForAgainWhenTheyCannotBeRead) {
  EXPECT_EQ(verify("plain", {"--policy", "missing"}), 2);
  program_.write("policy", "quorum nobody\n");
  EXPECT_EQ(verify("plain", {"--policy", "policy"}), 2);
}

}  // namespace
}  // namespace verloop::test
