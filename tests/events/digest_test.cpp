#include "events/digest.hpp"

#include <gtest/gtest.h>

namespace verloop {
namespace {

TEST(Digest, IsTheOneOfFips180) {
  EXPECT_EQ(to_hex(view(sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(view(sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, OfPartsIsTheDigestOfTheWhole) {
  EXPECT_EQ(sha256("a", "b", "c"), sha256("abc"));
  EXPECT_EQ(sha256("ab", "c"), sha256("abc"));
  EXPECT_NE(sha256("ab", "d"), sha256("abc"));
}

TEST(Digest, HasThirtyTwoBytes) {
  const Digest digest = sha256("x");
  EXPECT_EQ(digest_from(view(digest)).value(), digest);
  EXPECT_EQ(digest_from(view(digest).substr(1)).error().code, Errc::malformed);
  EXPECT_EQ(digest_from(std::string(33, 'x')).error().code, Errc::malformed);
}

TEST(Hex, IsReadAsItIsWritten) {
  EXPECT_EQ(to_hex(std::string("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(from_hex("007fff").value(), std::string("\x00\x7f\xff", 3));
  for (const auto* text : {"0", "0g", "0G", "FF", " 00", "0x00"})
    EXPECT_EQ(from_hex(text).error().code, Errc::malformed) << text;
}

struct Encoded {
  std::string bytes;
  std::string plain;
  std::string url;
};

const std::vector<Encoded>& rfc4648() {
  static const std::vector<Encoded> cases = {
      {"", "", ""},
      {"f", "Zg==", "Zg"},
      {"fo", "Zm8=", "Zm8"},
      {"foo", "Zm9v", "Zm9v"},
      {"foob", "Zm9vYg==", "Zm9vYg"},
      {"fooba", "Zm9vYmE=", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
      {"\xfb\xff\xbe", "+/++", "-_--"},
  };
  return cases;
}

TEST(Base64, IsTheOneOfRfc4648) {
  for (const auto& [bytes, plain, url] : rfc4648()) {
    EXPECT_EQ(to_base64(bytes), plain);
    EXPECT_EQ(to_base64url(bytes), url);
    EXPECT_EQ(from_base64(plain).value(), bytes);
    EXPECT_EQ(from_base64url(url).value(), bytes);
  }
}

TEST(Base64, RefusesWhatItWouldNotWrite) {
  for (const auto* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zg===", "====", "Zg==Zg==", "Zm-v",
                           "Zm9v\n", "Zm 9", "Z===", "=Zg="})
    EXPECT_EQ(from_base64(text).error().code, Errc::malformed) << text;
  for (const auto* text :
       {"Zg==", "Zh", "Zm9", "Z", "Zm9vY", "Zm+v", "Zm/v", " Zg", "Zg\n", "Z\xff"})
    EXPECT_EQ(from_base64url(text).error().code, Errc::malformed) << text;
}

}  // namespace
}  // namespace verloop
