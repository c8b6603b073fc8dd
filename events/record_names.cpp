// What the names in a record may look like.

#include <algorithm>
#include <array>

#include "events/crypto/crypto.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

constexpr std::size_t case_id_length_max = 64;
constexpr std::size_t uuid_length = 36;
constexpr std::string_view organisation_prefix = "@org/";
constexpr std::string_view access_prefix = "@access/";

/// The name space of this program's version 5 UUIDs: 6d7c3b52-0e0f-4a58-9d1c-2f7be3a4c861.
constexpr std::string_view name_space(
    "\x6d\x7c\x3b\x52\x0e\x0f\x4a\x58\x9d\x1c\x2f\x7b\xe3\xa4\xc8\x61", 16);

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr std::array<std::size_t, 4> dashes = {8, 13, 18, 23};
constexpr std::ptrdiff_t uuid_digits = 32;

/// Of each byte: whether it is a lower-case hexadecimal digit.
constexpr std::array<bool, 256> hex_digits = [] {
  std::array<bool, 256> digits{};
  for (const char digit : std::string_view("0123456789abcdef"))
    digits[static_cast<unsigned char>(digit)] = true;
  return digits;
}();

/// Writes 16 bytes as a UUID, with the version and the variant of RFC 4122 put in.
std::string uuid_of(std::string bytes, unsigned version) {
  const auto with = [&](std::size_t at, unsigned keep, unsigned set) {
    bytes[at] = static_cast<char>((static_cast<unsigned char>(bytes[at]) & keep) | set);
  };
  with(6, 0x0F, version << 4);
  with(8, 0x3F, 0x80);
  std::string text = to_hex(bytes);
  for (const std::size_t at : dashes) text.insert(at, 1, '-');
  return text;
}

}  // namespace

bool is_case_id(std::string_view text) {
  return !text.empty() && text.size() <= case_id_length_max && is_letter_or_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
         });
}

bool is_system_stream(std::string_view text) {
  if (text.starts_with(organisation_prefix))
    return is_case_id(text.substr(organisation_prefix.size()));
  if (text.starts_with(access_prefix))
    return parse_date(text.substr(access_prefix.size())).has_value();
  return text == "@directory" || text == "@definitions" || text == "@subjects" || text == "@log";
}

bool is_uuid(std::string_view text) {
  if (text.size() != uuid_length) return false;
  const auto is_digit = [](char c) { return hex_digits[static_cast<unsigned char>(c)]; };
  return std::all_of(dashes.begin(), dashes.end(),
                     [text](std::size_t at) { return text[at] == '-'; }) &&
         std::count_if(text.begin(), text.end(), is_digit) == uuid_digits;
}

std::string uuid_from_name(std::string_view name) {
  return uuid_of(crypto::sha1(std::string(name_space).append(name)).substr(0, 16), 5);
}

std::string random_uuid() {
  return uuid_of(crypto::random_bytes(16), 4);
}

}  // namespace verloop
