// Published notes and checkpoints: golang/mod sumdb, C2SP, transparency-dev/tessera.

#include <algorithm>
#include <optional>
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "events/checkpoint.hpp"
#include "events/merkle.hpp"
#include "events/note.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::string text(const json::value& value, const char* name) {
  return json::value_to<std::string>(value.at(name));
}

json::value vectors() {
  return json::parse(
      test::read_file(test::shared_data("vectors/merkle/note-checkpoint-vectors.json")));
}

std::string note_of(const json::value& test) {
  if (test.as_object().contains("note")) return text(test, "note");
  return from_hex(text(test, "noteHex")).value();
}

/// What a note is to each of the keys that the case knows, in the words of the vectors.
std::set<std::string> outcomes(const json::value& test) {
  std::set<std::string> seen;
  if (parse_note(note_of(test)).has_error()) return {"malformed"};
  for (const auto& vkey : test.at("vkeys").as_array()) {
    const auto key = parse_verifier_key(json::value_to<std::string>(vkey));
    const auto note = open_note(note_of(test), key.value());
    if (note.has_value())
      seen.insert("ok");
    else
      seen.insert(note.error().code == Errc::tampered ? "invalid-signature" : "other");
  }
  if (seen.empty()) seen.insert("unverified");
  return seen;
}

TEST(NoteVectors, OfNotesToOpen) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const json::value document = vectors();
  for (const auto& test : document.at("open").as_array())
    EXPECT_EQ(outcomes(test), std::set{text(test, "result")}) << test.at("desc");
  EXPECT_EQ(document.at("open").as_array().size(), 14U);
}

TEST(NoteVectors, OfVerifierKeys) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const json::value document = vectors();
  for (const auto& key : document.at("keys").as_array())
    EXPECT_EQ(format(parse_verifier_key(text(key, "vkey")).value()), text(key, "vkey"));
  for (const auto& key : document.at("badVkeys").as_array())
    EXPECT_EQ(parse_verifier_key(text(key, "vkey")).error().code, Errc::malformed) << key.at("why");
}

TEST(NoteVectors, OfNotesToSign) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const json::value document = vectors();
  for (const auto& test : document.at("sign").as_array()) {
    const std::string seed = from_hex(text(test, "seedHex")).value();
    EXPECT_EQ(sign_note(text(test, "text"), text(test, "name"), seed),
              text(test, "text") + "\n" + text(test, "signatureLine"));
  }
  EXPECT_FALSE(document.at("sign").as_array().empty());
}

TEST(NoteVectors, OfCheckpointTexts) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const json::value document = vectors();
  for (const auto& test : document.at("treeBody").as_array()) {
    const Checkpoint expected{text(test, "origin"), test.at("size").to_number<std::uint64_t>(),
                              leaf_hash(text(test, "rootIsLeafHashOf"))};
    EXPECT_EQ(parse_checkpoint_text(text(test, "text")).value(), expected);
    EXPECT_EQ(checkpoint_text(expected), text(test, "text"));
  }
  for (const auto& bad : document.at("treeBodyBad").as_array())
    EXPECT_EQ(parse_checkpoint_text(json::value_to<std::string>(bad)).error().code,
              Errc::malformed);
}

/// Checkpoint, inclusion path and leaf of a `.tlog-proof` file, checked together.
TEST(NoteVectors, OfAWholeProof) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const json::value document = vectors();
  const json::value& test = document.at("tlogProof").at(0);
  std::string rest = text(test, "proof");
  std::vector<Digest> path;
  rest = rest.substr(rest.find("index 5\n") + 8);
  for (; rest[0] != '\n'; rest = rest.substr(rest.find('\n') + 1))
    path.push_back(digest_from(from_base64(rest.substr(0, rest.find('\n'))).value()).value());
  const auto checkpoint =
      open_checkpoint(rest.substr(1), parse_verifier_key(text(test, "vkey")).value()).value();
  const Digest leaf = leaf_hash(from_hex(text(test, "leafHex")).value());
  EXPECT_TRUE(verify(InclusionProof{{5}, checkpoint.size, path}, leaf, checkpoint.root));
}

/// The entries of a bundle: each a length (2 bytes, big-endian) and so many bytes.
std::vector<std::string> entries(const std::string& bundle) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at + 2 <= bundle.size();) {
    const std::size_t length =
        static_cast<unsigned char>(bundle[at]) * 256U + static_cast<unsigned char>(bundle[at + 1]);
    found.push_back(bundle.substr(at + 2, length));
    at += 2 + length;
  }
  return found;
}

TEST(NoteVectors, OfALogWithSixteenCheckpoints) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/tessera-testlog/log");
  const auto folder = test::shared_data("vectors/merkle/tessera-testlog/log");
  const auto key = parse_verifier_key(
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  const auto all = entries(test::read_file(folder / "tile/entries/000.p/15"));
  ASSERT_EQ(all.size(), 15U);
  CompactRange range;
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const std::string name = "checkpoint." + std::to_string(size);
    const auto checkpoint = open_checkpoint(test::read_file(folder / name), *key).value();
    EXPECT_EQ(checkpoint, (Checkpoint{"example.com/log/testdata", size, range.root()}));
    if (size < all.size()) range.append(leaf_hash(all[size]));
  }
}

}  // namespace
}  // namespace verloop
