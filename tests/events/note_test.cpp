#include "events/note.hpp"

#include <gtest/gtest.h>

namespace verloop {
namespace {

const std::string seed(32, 's');
const std::string other_seed(32, 't');
constexpr std::string_view text = "one\n\nthree\n";

VerifierKey key() {
  return verifier_key("example.com/log", seed);
}
std::string note() {
  return sign_note(text, "example.com/log", seed);
}
/// The signature's line of a note, with its line feed.
std::string line(const std::string& of) {
  return of.substr(of.rfind("\n\n") + 2);
}

boost::system::error_code fault(const std::string& bytes) {
  const auto opened = open_note(bytes, key());
  return opened.has_error() ? opened.error().code : boost::system::error_code();
}

TEST(Note, OpensWithTheKeyThatSigned) {
  const Note opened = open_note(note(), key()).value();
  EXPECT_EQ(opened.text, text);
  ASSERT_EQ(opened.signatures.size(), 1U);
  EXPECT_EQ(opened.signatures[0].name, "example.com/log");
  EXPECT_EQ(opened.signatures[0].id, key().id);
  EXPECT_EQ(opened.signatures[0].signature.size(), 64U);
}

TEST(Note, IsTextThenAnEmptyLineThenTheSignature) {
  const std::string rest = note().substr(text.size());
  EXPECT_TRUE(note().starts_with(text));
  EXPECT_TRUE(rest.starts_with("\n\xe2\x80\x94 example.com/log ")) << rest;
  EXPECT_TRUE(note().ends_with("\n"));
}

TEST(Note, WithAnyByteChangedIsRefused) {
  const std::string signed_note = note();
  for (std::size_t i = 0; i < signed_note.size(); ++i) {
    std::string changed = signed_note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_TRUE(open_note(changed, key()).has_error()) << i;
  }
}

TEST(Note, WithAnotherTextIsTampered) {
  std::string changed = note();
  changed[0] = 'O';
  EXPECT_EQ(fault(changed), Errc::tampered);
}

TEST(Note, WithoutASignatureByTheKeyIsOfAWrongKey) {
  EXPECT_EQ(fault(sign_note(text, "example.com/log", other_seed)), Errc::wrong_key);
  EXPECT_EQ(fault(sign_note(text, "example.com/other", seed)), Errc::wrong_key);
}

TEST(Note, MayCarrySignaturesByUnknownKeys) {
  const std::string other = line(sign_note("else\n", "witness", other_seed));
  EXPECT_TRUE(open_note(note() + other, key()).has_value());
  EXPECT_TRUE(open_note(std::string(text) + "\n" + other + line(note()), key()).has_value());
}

TEST(Note, IsRefusedWhenItIsNotInTheForm) {
  const std::string signature = line(note());
  const std::vector<std::string> wrong = {std::string(),
                                          std::string("one\n"),
                                          std::string("one\n\n"),
                                          "one" + signature,
                                          "one\n" + signature,
                                          "one\n\n" + signature.substr(0, signature.size() - 1),
                                          "one\n\n" + signature + "more\n",
                                          "one\n\n- a QUFBQUE=\n",
                                          "one\n\n\u2014a QUFBQUE=\n",
                                          "one\n\n\u2014 a\n",
                                          "one\n\n\u2014 a \n",
                                          "one\n\n\u2014  QUFBQUE=\n",
                                          "one\n\n\u2014 a+b QUFBQUE=\n",
                                          "one\n\n\u2014 a\u00a0b QUFBQUE=\n",
                                          "one\n\n\u2014 a QUFBQQ==\n",
                                          "one\n\n\u2014 a QUFBQUE\n",
                                          "one\n\n\u2014 a QUFBQUE= \n",
                                          "\xff\n\n" + signature,
                                          "one\t\n\n" + signature,
                                          "one\r\n\n" + signature};
  for (const std::string& bytes : wrong) EXPECT_EQ(fault(bytes), Errc::malformed) << bytes;
}

TEST(Note, HasALimitOfSignatures) {
  const std::string unknown = "\u2014 a QUFBQUE=\n";
  std::string bytes = note();
  for (std::size_t i = 1; i < note_signatures_max; ++i) bytes += unknown;
  EXPECT_TRUE(open_note(bytes, key()).has_value());
  EXPECT_EQ(fault(bytes + unknown), Errc::malformed);
}

TEST(VerifierKey, IsReadAsItIsWritten) {
  EXPECT_EQ(parse_verifier_key(format(key())).value(), key());
}

TEST(VerifierKey, IsRefusedWhenItIsNotInTheForm) {
  const std::string good = format(key());
  const std::string id_and_key = good.substr(good.find('+'));
  for (const std::string& bytes :
       {std::string(), std::string("name"), std::string("name+00000000"), id_and_key,
        "other" + id_and_key, "a b" + id_and_key, good + "AAAA", good.substr(0, good.size() - 4),
        std::string("name+0000000g+AAAA"), std::string("name+0+AAAA"),
        std::string("name+-1234567+AAAA")})
    EXPECT_EQ(parse_verifier_key(bytes).error().code, Errc::malformed) << bytes;
}

TEST(NoteDeathTest, IsNotMadeOfWhatCouldNotBeRead) {
  EXPECT_DEATH(sign_note("no line feed", "name", seed), "whole lines");
  EXPECT_DEATH(sign_note("tab\t\n", "name", seed), "whole lines");
  EXPECT_DEATH(sign_note("text\n", "a name", seed), "key's name");
  EXPECT_DEATH(verifier_key("", seed), "key's name");
}

}  // namespace
}  // namespace verloop
