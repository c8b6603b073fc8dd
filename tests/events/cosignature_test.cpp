#include "events/cosignature.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "tests/events/contract/stores.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

std::chrono::sys_seconds at(std::int64_t seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

const std::string seed(32, 'w');
const std::string note = sign_checkpoint({"log.example", 7, sha256("root")}, std::string(32, 'l'));
const std::string text = note.substr(0, note.find("\n\n") + 1);
const WitnessKey key = witness_key("w.example/1", seed);

std::string line(std::int64_t seconds, const std::string& of = text) {
  return format(cosign(of, "w.example/1", seed, at(seconds)));
}

Result<std::optional<std::chrono::sys_seconds>> time_in(const std::string& bytes) {
  return cosigned_at(parse_note(bytes).value(), key);
}

TEST(Cosignature, SaysWhenItWasMade) {
  EXPECT_EQ(time_in(with_cosignatures(note, line(1700000000), {key}).value()).value(),
            at(1700000000));
  EXPECT_EQ(time_in(note).value(), std::nullopt);
}

TEST(Cosignature, IsWrongAboutAnotherTextOrTime) {
  const std::string other = line(5, "log.example\n8\n" + text.substr(14));
  EXPECT_EQ(code_of(time_in(note + other)), Errc::tampered);
  NoteSignature later = cosign(text, "w.example/1", seed, at(5));
  for (std::size_t byte = 0; byte < later.signature.size(); ++byte) {
    NoteSignature changed = later;
    changed.signature[byte] = static_cast<char>(changed.signature[byte] ^ 1);
    EXPECT_EQ(code_of(time_in(note + format(changed))), Errc::tampered) << byte;
  }
  later.signature.pop_back();
  EXPECT_EQ(code_of(time_in(note + format(later))), Errc::tampered);
}

TEST(Cosignature, IsTakenOverOnlyWhenItHolds) {
  const std::string other = line(5, "log.example\n8\n" + text.substr(14));
  EXPECT_EQ(with_cosignatures(note, other, {key}).value(), note);
  EXPECT_EQ(with_cosignatures(note, line(5), {}).value(), note) << "of an unknown witness";
  EXPECT_EQ(code_of(with_cosignatures(note, "nonsense\n", {key})), Errc::malformed);
  EXPECT_EQ(code_of(with_cosignatures(note, "", {key})), Errc::malformed);
}

TEST(Cosignature, OfAWitnessTheNewestIsKept) {
  std::string all = with_cosignatures(note, line(5), {key}).value();
  all = with_cosignatures(all, line(9) + line(7), {key}).value();
  EXPECT_EQ(all, note + line(9));
}

TEST(Cosignature, DoesNotComeBetweenALogAndItsOwnSignature) {
  const VerifierKey log = verifier_key("log.example", std::string(32, 'l'));
  EXPECT_EQ(open_checkpoint(with_cosignatures(note, line(5), {key}).value(), log)->size, 7U);
}

TEST(WitnessKey, IsReadAsItIsWritten) {
  const std::string written = format(key);
  EXPECT_EQ(format(parse_witness_key(written).value()), written);
  EXPECT_EQ(code_of(parse_verifier_key(written)), Errc::malformed) << "it signs no notes";
  const std::string log = format(verifier_key("w.example/1", seed));
  EXPECT_EQ(code_of(parse_witness_key(log)), Errc::malformed) << "a log's key cosigns nothing";
}

TEST(CosignatureVectors, OfTheStandard) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const json::value document =
      json::parse(read_file(shared_data("vectors/merkle/note-checkpoint-vectors.json")));
  const auto member = [](const json::value& of, const char* name) {
    return json::value_to<std::string>(of.at(name));
  };
  for (const auto& test : document.at("cosignatureV1").as_array()) {
    const std::string name = member(test, "name"), body = member(test, "checkpointBody");
    const std::string own = from_hex(member(test, "seedHex")).value();
    const auto time = at(test.at("time").to_number<std::int64_t>());
    EXPECT_EQ(format(witness_key(name, own)), member(test, "vkey"));
    EXPECT_EQ(format(cosign(body, name, own, time)), member(test, "signatureLine"));
    const Note whole = parse_note(body + "\n" + member(test, "signatureLine")).value();
    EXPECT_EQ(cosigned_at(whole, parse_witness_key(member(test, "vkey")).value()).value(), time);
  }
  for (const auto& written : document.at("cosignatureVkeys").as_array())
    EXPECT_EQ(format(parse_witness_key(json::value_to<std::string>(written)).value()),
              json::value_to<std::string>(written));
  EXPECT_FALSE(document.at("cosignatureV1").as_array().empty());
}

}  // namespace
}  // namespace verloop::test
