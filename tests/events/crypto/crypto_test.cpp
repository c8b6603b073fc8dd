#include "events/crypto/crypto.hpp"

#include <gtest/gtest.h>

namespace verloop::crypto {
namespace {

const std::string key(key_size, 'k');

std::string bytes(std::string_view hex) {
  return from_hex(hex).value();
}

TEST(Hmac, IsTheOneOfRfc4231) {
  EXPECT_EQ(to_hex(view(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(view(hmac_sha256(std::string(20, '\x0b'), "Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(Sha1, IsTheOneOfFips180) {
  EXPECT_EQ(to_hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Random, GivesAsManyBytesAsAskedAndNeverTheSame) {
  EXPECT_EQ(random_bytes(0).size(), 0U);
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
}

TEST(Encryption, OpensWhatItSealed) {
  for (const std::string& plain : {std::string(), std::string("words"), std::string(100'000, 'x')})
    EXPECT_EQ(decrypt(key, encrypt(key, plain, "where"), "where"), plain);
}

TEST(Encryption, OpensTheVectorOfTheGcmSpecification) {
  // Test case 14 of McGrew and Viega: a key, a nonce and a block of zeros.
  const std::string sealed = std::string(12, '\0') + bytes(
                                                         "cea7403d4d606b6e074ec5d3baf39d18"
                                                         "d0d1c8a799996bf0265b98b5d48ab919");
  EXPECT_EQ(decrypt(std::string(32, '\0'), sealed, ""), std::string(16, '\0'));
}

TEST(Encryption, NeverGivesTheSameBytesTwice) {
  EXPECT_NE(encrypt(key, "words", ""), encrypt(key, "words", ""));
}

TEST(Encryption, OpensNothingThatWasChanged) {
  const std::string sealed = encrypt(key, "words", "where");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string other = sealed;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_EQ(decrypt(key, other, "where"), std::nullopt) << i;
    EXPECT_EQ(decrypt(key, sealed.substr(0, i), "where"), std::nullopt) << i;
  }
}

TEST(Encryption, OpensNothingInAnotherPlaceOrUnderAnotherKey) {
  const std::string sealed = encrypt(key, "words", "where");
  EXPECT_EQ(decrypt(key, sealed, "elsewhere"), std::nullopt);
  EXPECT_EQ(decrypt(std::string(key_size, 'l'), sealed, "where"), std::nullopt);
}

TEST(Ed25519, SignsAsRfc8032Does) {
  const std::string seed =
      bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  EXPECT_EQ(to_hex(ed25519_public_key(seed)),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(to_hex(ed25519_sign(seed, "\x72")),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Ed25519, RefusesAnotherMessageKeyOrSignature) {
  const std::string public_key = ed25519_public_key(key);
  const std::string signature = ed25519_sign(key, "words");
  EXPECT_TRUE(ed25519_verify(public_key, "words", signature));
  EXPECT_FALSE(ed25519_verify(public_key, "Words", signature));
  EXPECT_FALSE(ed25519_verify(std::string(32, '\xff'), "words", signature));
  EXPECT_FALSE(ed25519_verify(public_key.substr(1), "words", signature));
  EXPECT_FALSE(ed25519_verify(public_key, "words", signature.substr(1)));
  EXPECT_FALSE(ed25519_verify(public_key, "words", signature + '\0'));
}

TEST(Wipe, LeavesNothing) {
  std::string secret = "secret";
  const char* const where = secret.data();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(where[1], '\0');
}

}  // namespace
}  // namespace verloop::crypto
