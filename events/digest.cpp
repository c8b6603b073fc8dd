#include "events/digest.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace verloop {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view alphabet_url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode_base64(std::string_view bytes, std::string_view digits) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int count = 0;  // Of the low bits of `bits` that are not written yet.
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) text += digits[bits >> (count - 6) & 63];
  }
  if (count > 0) text += digits[bits << (6 - count) & 63];
  return text;
}

/// What each character stands for; 64 where it is none of the digits.
using DigitValues = std::array<std::uint8_t, 256>;

constexpr DigitValues values_of(std::string_view digits) {
  DigitValues values{};
  values.fill(64);
  for (std::size_t value = 0; value < digits.size(); ++value)
    values[static_cast<unsigned char>(digits[value])] = static_cast<std::uint8_t>(value);
  return values;
}
constexpr DigitValues alphabet_values = values_of(alphabet);
constexpr DigitValues alphabet_url_values = values_of(alphabet_url);

/// The bytes of unpadded `text`; fails on a foreign character, a lone one at the end, and bits that
/// the encoder would have left zero.
Result<std::string> decode_base64(std::string_view text, const DigitValues& values) {
  const auto malformed = [] { return Error{Errc::malformed, "not base64 as the format demands"}; };
  if (text.size() % 4 == 1) return malformed();
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char character : text) {
    const std::uint32_t digit = values[static_cast<unsigned char>(character)];
    if (digit == 64) return malformed();
    bits = bits << 6 | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  const std::uint32_t stray = bits & ((1U << count) - 1);
  if (stray != 0) return malformed();
  return bytes;
}

}  // namespace

std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

Result<Digest> digest_from(std::string_view thirty_two_bytes) {
  Digest digest;
  if (thirty_two_bytes.size() != digest.bytes.size())
    return Error{Errc::malformed,
                 "a digest has 32 bytes, not " + std::to_string(thirty_two_bytes.size())};
  std::transform(thirty_two_bytes.begin(), thirty_two_bytes.end(), digest.bytes.begin(),
                 [](char byte) { return static_cast<std::byte>(byte); });
  return digest;
}

std::string to_hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    text += hex_digits[static_cast<unsigned char>(byte) >> 4];
    text += hex_digits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

Result<std::string> from_hex(std::string_view text) {
  const Error malformed{Errc::malformed, "not pairs of lower-case hexadecimal digits"};
  if (text.size() % 2 != 0) return malformed;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::size_t high = hex_digits.find(text[i]);
    const std::size_t low = hex_digits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return malformed;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  return encode_base64(bytes, alphabet_url);
}

Result<std::string> from_base64url(std::string_view text) {
  return decode_base64(text, alphabet_url_values);
}

std::string to_base64(std::string_view bytes) {
  std::string text = encode_base64(bytes, alphabet);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0)
    return Error{Errc::malformed, "base64 whose length is not a multiple of four"};
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode_base64(text, alphabet_values);
}

}  // namespace verloop
