#include "events/tlog_proof.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/prove_record.hpp"
#include "events/tiles.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

/// A proof of a record in a signed log of 300.
class TlogProofTest : public testing::Test {
 protected:
  TlogProofTest() {
    append_hundreds(stores_.log(), 3);
    proven_ = prove_record(stores_.log(), {258}).value();
    text_ = encode(proven_.proof);
  }
  Result<Checkpoint> check(const std::string& text) const {
    const auto proof = decode_tlog_proof(text);
    if (!proof) return proof.error();
    return open_proof(*proof, leaf_hash(proven_.bytes), key_);
  }
  std::string replaced(const std::string& what, const std::string& by) const {
    std::string text = text_;
    return text.replace(text.find(what), what.size(), by);
  }

  MemoryStores stores_;
  const VerifierKey key_ = stores_.log().verifier_key();
  ProvenRecord proven_;
  std::string text_;
};

TEST_F(TlogProofTest, IsWrittenAsDocumented) {
  std::string nodes;
  for (const Digest& node : proven_.proof.path) nodes += to_base64(view(node)) + "\n";
  EXPECT_EQ(text_, "c2sp.org/tlog-proof@v1\nindex 258\n" + nodes + "\n" +
                       stores_.log().newest_checkpoint().value().value());
}

TEST_F(TlogProofTest, HoldsForItsRecordOnly) {
  const auto checkpoint = check(text_);
  EXPECT_EQ(checkpoint->size, 300U);
  EXPECT_EQ(checkpoint->origin, test_origin);
  proven_.bytes[20] ^= 1;
  EXPECT_EQ(code_of(check(text_)), Errc::tampered);
}

TEST_F(TlogProofTest, HoldsForEachRecord) {
  for (std::uint64_t at = 0; at < 300; at += 13) {
    const auto proven = prove_record(stores_.log(), {at}).value();
    EXPECT_TRUE(open_proof(proven.proof, leaf_hash(proven.bytes), key_)) << at;
  }
}

TEST_F(TlogProofTest, IsRefusedWithAnyByteChanged) {
  for (std::size_t at = 0; at < text_.size(); ++at) {
    std::string changed = text_;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(check(changed)) << at;
  }
}

TEST_F(TlogProofTest, IsRefusedWhenItIsCutShort) {
  for (std::size_t size = 0; size < text_.size(); ++size)
    EXPECT_FALSE(check(text_.substr(0, size))) << size;
}

TEST_F(TlogProofTest, IsRefusedForAnotherLogsKey) {
  const VerifierKey other = verifier_key(test_origin, std::string(32, 'o'));
  EXPECT_EQ(code_of(open_proof(proven_.proof, leaf_hash(proven_.bytes), other)), Errc::wrong_key);
}

TEST_F(TlogProofTest, SkipsExtraData) {
  const auto proof = decode_tlog_proof(replaced("index", "extra YWJj\nindex")).value();
  EXPECT_EQ(proof.index, Position{258});
  EXPECT_EQ(proof.path, proven_.proof.path);
}

TEST_F(TlogProofTest, IsRefusedInAnotherForm) {
  const std::pair<std::string, std::string> forms[] = {
      {"@v1", "@v2"},
      {"\nindex", "\r\nindex"},
      {"index 258", "index 0258"},
      {"index 258", "index"},
      {"index 258", "index +258"},
      {"index 258", "index 258 "},
      {"index 258", "index 99999999999999999999"},
      {"index", "extra \nindex"},
      {"index", "extra a\nindex"},
      {"index", "extra YWJj\nextra YWJj\nindex"},
      {"=\n", "=\nAAAA\n"},
      {"=\n", " =\n"},
  };
  for (const auto& [what, by] : forms)
    EXPECT_EQ(code_of(check(replaced(what, by))), Errc::malformed) << by;
  std::string many;
  for (int at = 0; at < 65; ++at) many += to_base64(view(Digest{})) + "\n";
  EXPECT_EQ(code_of(check(replaced("index 258\n", "index 258\n" + many))), Errc::malformed);
  EXPECT_EQ(code_of(check(text_ + std::string(tlog_proof_bytes_max, ' '))), Errc::too_large);
}

TEST_F(TlogProofTest, IsNotMadeOfWhatIsNotThereOrNotSigned) {
  EXPECT_EQ(code_of(prove_record(stores_.log(), {300})), Errc::not_found);
  append_one(stores_.log(), plain_batch("c2", {}, 9)).value();
  const auto refused = prove_record(stores_.log(), {300});
  EXPECT_EQ(code_of(refused), Errc::not_found);
  EXPECT_THAT(refused.error().detail, HasSubstr("not signed yet"));
  stores_.log().sign_checkpoint().value();
  EXPECT_TRUE(prove_record(stores_.log(), {300}));
}

boost::json::value vectors() {
  return boost::json::parse(read_file(shared_data("vectors/merkle/note-checkpoint-vectors.json")));
}

std::string text_at(const boost::json::value& value, const char* name) {
  return boost::json::value_to<std::string>(value.at(name));
}

TEST(TlogProofVectors, OfProofs) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const boost::json::value document = vectors();
  for (const auto& test : document.at("tlogProof").as_array()) {
    const auto proof = decode_tlog_proof(text_at(test, "proof")).value();
    const Digest leaf = leaf_hash(from_hex(text_at(test, "leafHex")).value());
    EXPECT_TRUE(open_proof(proof, leaf, parse_verifier_key(text_at(test, "vkey")).value()));
    EXPECT_EQ(encode(proof), text_at(test, "proof"));
  }
  for (const auto& bad : document.at("tlogProofBad").as_array())
    EXPECT_EQ(code_of(decode_tlog_proof(std::string(bad.as_string()))), Errc::malformed) << bad;
  EXPECT_EQ(document.at("tlogProofBad").as_array().size(), 7U);
}

TEST(TlogProofVectors, OfTilePaths) {
  VERLOOP_NEEDS_SHARED("vectors/merkle/note-checkpoint-vectors.json");
  const boost::json::value document = vectors();
  for (const auto& test : document.at("tilePaths").as_array()) {
    const auto index = test.at("n").to_number<std::uint64_t>();
    EXPECT_EQ(tile_path({3, index}, tile_width_full), "tile/3/" + text_at(test, "path"));
  }
  for (const auto& test : document.at("entriesPathForLogIndex").as_array()) {
    const TileId tile = leaf_tile({test.at("index").to_number<std::uint64_t>()});
    const std::size_t width = tile_width(tile, test.at("size").to_number<std::uint64_t>());
    EXPECT_EQ(bundle_path(tile.index, width), text_at(test, "path"));
  }
}

}  // namespace
}  // namespace verloop::test
