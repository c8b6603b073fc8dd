// Ed25519 verification against Wycheproof and the edge cases of CCTV.

#include <algorithm>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "events/crypto/crypto.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::crypto {
namespace {

namespace json = boost::json;

std::string text(const json::value& value, const char* name) {
  return json::value_to<std::string>(value.at(name));
}
std::string bytes(const json::value& value, const char* name) {
  return from_hex(text(value, name)).value();
}
json::value load(const std::string& path) {
  return json::parse(test::read_file(test::shared_data(path)));
}

TEST(Ed25519Vectors, OfWycheproof) {
  const std::string path = "vectors/ed25519/testvectors_v1/ed25519_test.json";
  VERLOOP_NEEDS_SHARED(path);
  int count = 0;
  const json::value suite = load(path);
  for (const auto& group : suite.at("testGroups").as_array())
    for (const auto& test : group.at("tests").as_array()) {
      const bool holds = ed25519_verify(bytes(group.at("publicKey"), "pk"), bytes(test, "msg"),
                                        bytes(test, "sig"));
      EXPECT_EQ(holds, text(test, "result") == "valid") << test.at("tcId");
      ++count;
    }
  EXPECT_EQ(count, 151);
}

TEST(Ed25519Vectors, OfCctvAreAcceptedWithoutALowOrderResidueAndANonCanonicalR) {
  const std::string path = "vectors/ed25519/cctv/ed25519/ed25519vectors.json";
  VERLOOP_NEEDS_SHARED(path);
  int accepted = 0;
  const json::value vectors = load(path);
  for (const auto& vector : vectors.as_array()) {
    bool expected = true;
    if (const auto* flags = vector.at("flags").if_array())
      expected = std::none_of(flags->begin(), flags->end(), [](const json::value& flag) {
        return flag == "low_order_residue" || flag == "non_canonical_R";
      });
    const bool holds =
        ed25519_verify(bytes(vector, "key"), text(vector, "msg"), bytes(vector, "sig"));
    EXPECT_EQ(holds, expected) << vector.at("number");
    accepted += holds ? 1 : 0;
  }
  EXPECT_EQ(vectors.as_array().size(), 914U);
  EXPECT_EQ(accepted, 208);
}

}  // namespace
}  // namespace verloop::crypto
