#include "events/witness_policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/checkpoint.hpp"
#include "tests/events/contract/stores.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string seed(char letter) {
  return std::string(32, letter);
}

std::string vkey(char letter) {
  return format(witness_key(std::string("w.example/") + letter, seed(letter)));
}

const std::string log_seed = seed('L');
const std::string log_key = format(verifier_key("log.example", log_seed));

/// Three witnesses, of which the text may say more.
std::string policy_text(const std::string& rest) {
  return "log " + log_key + " http://log.example\nwitness a " + vkey('a') +
         "\n\n# said\n witness\tb " + vkey('b') + " http://b.example/in\nwitness c " + vkey('c') +
         "\n" + rest;
}

std::string note_by(const std::string& letters) {
  const std::string note = sign_checkpoint({"log.example", 9, sha256("root")}, log_seed);
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  std::string lines;
  for (const char letter : letters)
    lines += format(cosign(text, std::string("w.example/") + letter, seed(letter), {}));
  return note + lines;
}

bool is_enough(const std::string& rest, const std::string& letters) {
  const auto policy = parse_policy(policy_text(rest));
  EXPECT_TRUE(policy) << policy.error().detail;
  return judge_cosigned(*policy, note_by(letters))->is_enough;
}

TEST(WitnessPolicy, IsReadWithItsLogsAndWitnesses) {
  const auto policy = parse_policy(policy_text("quorum none\n")).value();
  EXPECT_EQ(format(policy.logs.at(0).key), log_key);
  EXPECT_EQ(policy.logs.at(0).url, "http://log.example");
  EXPECT_EQ(policy.witnesses.size(), 3U);
  EXPECT_EQ(policy.witnesses[1].name, "b");
  EXPECT_EQ(policy.witnesses[1].url, "http://b.example/in");
  EXPECT_EQ(policy.witnesses[2].url, "");
}

TEST(WitnessPolicy, WantsItsQuorum) {
  EXPECT_TRUE(is_enough("quorum none", ""));
  EXPECT_TRUE(is_enough("quorum a", "a"));
  EXPECT_FALSE(is_enough("quorum a", "bc"));
  const std::string two = "group g 2 a b c\nquorum g\n";
  EXPECT_FALSE(is_enough(two, "b"));
  EXPECT_TRUE(is_enough(two, "bc"));
  EXPECT_TRUE(is_enough("group g any a b\nquorum g", "b"));
  EXPECT_FALSE(is_enough("group g all a b\nquorum g", "b"));
  const std::string nested = "group g any a b\ngroup h all g c\nquorum h\n";
  EXPECT_FALSE(is_enough(nested, "ab"));
  EXPECT_TRUE(is_enough(nested, "bc"));
}

TEST(WitnessPolicy, CountsAWitnessOnceAndAStrangerNever) {
  const auto policy = parse_policy(policy_text("group g 2 a b c\nquorum g\n")).value();
  const auto cosigned = judge_cosigned(policy, note_by("aaz"));
  EXPECT_THAT(cosigned->witnesses, ElementsAre("a"));
  EXPECT_FALSE(cosigned->is_enough);
}

TEST(WitnessPolicy, TakesNoNoteWithAWrongLineOfAWitness) {
  const auto policy = parse_policy(policy_text("quorum none\n")).value();
  NoteSignature line = cosign("another text\n", "w.example/a", seed('a'), {});
  EXPECT_EQ(code_of(judge_cosigned(policy, note_by("b") + format(line))), Errc::tampered);
}

TEST(WitnessPolicy, KnowsTheLogThatSigned) {
  const auto policy = parse_policy(policy_text("quorum none\n")).value();
  EXPECT_EQ(format(log_key_for(policy, note_by("")).value()), log_key);
  const std::string other = sign_checkpoint({"other.example", 9, sha256("root")}, seed('o'));
  EXPECT_EQ(code_of(log_key_for(policy, other)), Errc::wrong_key);
  const std::string same_name = sign_checkpoint({"log.example", 9, sha256("root")}, seed('o'));
  EXPECT_EQ(code_of(log_key_for(policy, same_name)), Errc::wrong_key);
}

TEST(WitnessPolicy, IsRefusedWithItsLine) {
  const std::pair<std::string, std::string> wrong[] = {
      {"", "its quorum"},
      {"quorum d", "line 7: names a quorum"},
      {"quorum a\nquorum b", "line 8: is a second quorum"},
      {"group g any a", "its quorum"},
      {"group g any d\nquorum g", "line 7: names a member that no line"},
      {"group g any g\nquorum g", "line 7: names a member that no line"},
      {"group g any none\nquorum g", "line 7: names a member that no line"},
      {"group g any a a\nquorum g", "line 7: names a member that is in a group"},
      {"group g any a\ngroup h any a\nquorum h", "line 8: names a member that is in a group"},
      {"group g 0 a\nquorum g", "line 7: wants"},
      {"group g 2 a\nquorum g", "line 7: wants"},
      {"group g most a b\nquorum g", "line 7: wants"},
      {"group g 1x a b\nquorum g", "line 7: wants"},
      {"group g any\nquorum g", "line 7: is not: group"},
      {"group a any b\nquorum a", "line 7: defines a name"},
      {"group none any b\nquorum a", "line 7: defines the name none"},
      {"witness a " + vkey('d') + "\nquorum a", "line 7: defines a name"},
      {"witness d " + vkey('a') + "\nquorum a", "line 7: names a witness's key a second time"},
      {"witness d " + log_key + "\nquorum a", "line 7: a witness's verifier key is not"},
      {"log " + vkey('a') + "\nquorum a", "line 7: a verifier key is not"},
      {"log " + log_key + "\nquorum a", "line 7: names a log's key a second time"},
      {"log x y z u\nquorum a", "line 7: is not: log"},
      {"witness d\nquorum a", "line 7: is not: witness"},
      {"quorum", "line 7: is not: quorum"},
      {"quora a", "line 7: starts with none of"},
      {std::string("quorum a\r"), "line 7: has a control character"},
  };
  for (const auto& [rest, problem] : wrong) {
    const auto policy = parse_policy(policy_text(rest));
    ASSERT_FALSE(policy) << rest;
    EXPECT_THAT(policy.error().detail, HasSubstr(problem)) << rest;
  }
}

TEST(WitnessPolicy, HasLimits) {
  EXPECT_EQ(code_of(parse_policy(std::string(policy_bytes_max + 1, '#'))), Errc::too_large);
  std::string lines = "group g0 any a\n";
  for (std::size_t at = 1; at <= policy_lines_max; ++at)
    lines += "group g" + std::to_string(at) + " any g" + std::to_string(at - 1) + "\n";
  EXPECT_THAT(parse_policy(policy_text(lines)).error().detail, HasSubstr("the limit"));
}

}  // namespace
}  // namespace verloop::test
