#include "events/json/canonical_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::int64_t exact_max = std::int64_t{1} << 53;  // Up to here a double holds any integer.

/// ECMAScript Number::toString for the shortest digits `d.ddd` times ten to the `exponent`.
void lay_out(std::string& out, const std::string& digits, int exponent) {
  const int count = static_cast<int>(digits.size());
  if (exponent >= 21 || exponent < -6) {
    out += digits[0];
    if (count > 1) out.append(".").append(digits, 1);
    out.append(exponent < 0 ? "e-" : "e+").append(std::to_string(std::abs(exponent)));
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
  } else if (count <= exponent + 1) {
    out.append(digits).append(static_cast<std::size_t>(exponent + 1 - count), '0');
  } else {
    const auto point = static_cast<std::size_t>(exponent + 1);
    out.append(digits, 0, point).append(".").append(digits, point);
  }
}

void write_double(std::string& out, double number) {
  ensure(std::isfinite(number), "canonical JSON holds finite numbers");
  if (number == 0) {  // Also -0.
    out += '0';
    return;
  }
  if (number < 0) out += '-';
  char buffer[32];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, std::abs(number),
                                     std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(written.ptr - buffer));
  const std::size_t mark = text.find('e');
  std::string digits(text.substr(0, mark));
  std::erase(digits, '.');
  const std::size_t sign = mark + 1 + (text[mark + 1] == '+' ? 1 : 0);
  int exponent = 0;
  std::from_chars(text.data() + sign, text.data() + text.size(), exponent);
  lay_out(out, digits, exponent);
}

void write(std::string& out, const json::value& value);

void write_object(std::string& out, const json::object& object) {
  std::vector<const json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return before_in_utf16(a->key(), b->key()); });
  out += '{';
  const char* separator = "";
  for (const auto* member : members) {
    out += separator;
    separator = ",";
    append_canonical(out, member->key());
    out += ':';
    write(out, member->value());
  }
  out += '}';
}

void write_array(std::string& out, const json::array& array) {
  out += '[';
  const char* separator = "";
  for (const auto& element : array) {
    out += separator;
    separator = ",";
    write(out, element);
  }
  out += ']';
}

void write_integer(std::string& out, std::int64_t number) {
  if (number > exact_max || number < -exact_max)
    write_double(out, static_cast<double>(number));
  else
    out += std::to_string(number);
}

void write(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      break;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case json::kind::int64:
      write_integer(out, value.get_int64());
      break;
    case json::kind::uint64:
      if (value.get_uint64() > static_cast<std::uint64_t>(exact_max))
        write_double(out, static_cast<double>(value.get_uint64()));
      else
        out += std::to_string(value.get_uint64());
      break;
    case json::kind::double_:
      write_double(out, value.get_double());
      break;
    case json::kind::string:
      append_canonical(out, value.get_string());
      break;
    case json::kind::array:
      write_array(out, value.get_array());
      break;
    case json::kind::object:
      write_object(out, value.get_object());
      break;
  }
}

/// Stands for itself in a text.
bool is_plain(char character) {
  return static_cast<unsigned char>(character) >= 0x20 && character != '"' && character != '\\';
}

}  // namespace

/// Found in UTF-8: bytes compare alike, but characters above U+FFFF (first byte F0 to F4) are
/// surrogates there and come before U+E000 to U+FFFF (EE and EF).
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_a == a.end() || in_b == b.end()) return a.size() < b.size();
  const auto rank = [](char character) {
    const unsigned byte = static_cast<unsigned char>(character);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
  };
  return rank(*in_a) < rank(*in_b);
}

void append_canonical(std::string& out, std::string_view text) {
  constexpr std::string_view special = "\b\t\n\f\r\"\\";
  constexpr std::string_view letters = "btnfr\"\\";
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto length = static_cast<std::size_t>(end - text.begin());
    out.append(text.substr(0, length));
    text.remove_prefix(length);
    if (text.empty()) break;
    const auto byte = static_cast<unsigned char>(text.front());
    if (const std::size_t at = special.find(text.front()); at != std::string_view::npos) {
      out += '\\';
      out += letters[at];
    } else {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
    text.remove_prefix(1);
  }
  out += '"';
}

std::string canonical_json(const json::value& value) {
  std::string out;
  write(out, value);
  return out;
}

}  // namespace verloop
