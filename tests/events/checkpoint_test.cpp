#include "events/checkpoint.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace verloop {
namespace {

const std::string seed(32, 's');
constexpr std::string_view root_text = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

Checkpoint sample(std::uint64_t size = 7) {
  return {"example.com/log", size, sha256("")};
}
VerifierKey key() {
  return verifier_key("example.com/log", seed);
}

TEST(Checkpoint, IsThreeLines) {
  EXPECT_EQ(checkpoint_text(sample()), "example.com/log\n7\n" + std::string(root_text));
}

TEST(Checkpoint, IsReadAsItIsWritten) {
  for (const std::uint64_t size :
       {std::uint64_t{0}, std::uint64_t{7}, std::numeric_limits<std::uint64_t>::max()})
    EXPECT_EQ(parse_checkpoint_text(checkpoint_text(sample(size))).value(), sample(size));
}

TEST(Checkpoint, MayHaveExtensionLines) {
  EXPECT_EQ(parse_checkpoint_text(checkpoint_text(sample()) + "more\nand more\n").value(),
            sample());
}

TEST(Checkpoint, IsRefusedWhenItIsNotInTheForm) {
  const std::string root(root_text);
  for (const std::string& text : {std::string(),
                                  std::string("\n"),
                                  std::string("log\n"),
                                  std::string("log\n7\n"),
                                  "\n7\n" + root,
                                  "log\n\n" + root,
                                  "log\n07\n" + root,
                                  "log\n00\n" + root,
                                  "log\n-7\n" + root,
                                  "log\n+7\n" + root,
                                  "log\n 7\n" + root,
                                  "log\n7 \n" + root,
                                  "log\n0x7\n" + root,
                                  "log\n18446744073709551616\n" + root,
                                  "log\n7\n" + root.substr(0, root.size() - 1),
                                  "log\n7\n" + root.substr(4),
                                  "log\n7\nAAAA" + root,
                                  std::string("log\n7\nroot\n"),
                                  std::string("log\n7\n\n"),
                                  "log\n7\n" + root + "\n",
                                  "log\n7\n" + root + "more"})
    EXPECT_EQ(parse_checkpoint_text(text).error().code, Errc::malformed) << text;
}

TEST(Checkpoint, OpensWithItsLogsKey) {
  EXPECT_EQ(open_checkpoint(sign_checkpoint(sample(), seed), key()).value(), sample());
}

TEST(Checkpoint, OfAnotherLogIsOfAWrongKey) {
  const std::string note =
      sign_note("example.com/other\n7\n" + std::string(root_text), "example.com/log", seed);
  EXPECT_EQ(open_checkpoint(note, key()).error().code, Errc::wrong_key);
  EXPECT_EQ(open_checkpoint(sign_checkpoint(sample(), std::string(32, 't')), key()).error().code,
            Errc::wrong_key);
}

TEST(Checkpoint, ThatWasChangedIsTampered) {
  std::string note = sign_checkpoint(sample(), seed);
  note.replace(note.find("\n7\n"), 3, "\n8\n");
  EXPECT_EQ(open_checkpoint(note, key()).error().code, Errc::tampered);
}

TEST(Checkpoint, ThatIsSignedButNoCheckpointIsMalformed) {
  EXPECT_EQ(open_checkpoint(sign_note("words\n", "example.com/log", seed), key()).error().code,
            Errc::malformed);
}

}  // namespace
}  // namespace verloop
