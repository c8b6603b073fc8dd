#include "events/json/canonical_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "events/json/canonical_json.hpp"
#include "events/json/integers.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Of each byte: whether it stands for itself in a text, and is a character by itself.
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}();

constexpr auto is_plain = [](char character) {
  return plain_bytes[static_cast<unsigned char>(character)];
};

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

}  // namespace

bool CanonicalReader::come_in_order(std::string_view before, std::string_view after) {
  return before_in_utf16(before, after);
}

std::string_view CanonicalReader::take_plain() {
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_plain);
  const std::string_view taken(rest_.begin(), end);
  rest_.remove_prefix(taken.size());
  return taken;
}

std::string_view CanonicalReader::plain_text() {
  expect("\"");
  const std::string_view text = take_plain();
  expect("\"");
  return good_ ? text : std::string_view();
}

std::string CanonicalReader::text() {
  std::string text;
  expect("\"");
  while (good_ && !take("\"")) {
    text.append(take_plain());
    if (take("\\")) {
      take_escape(text);
    } else if (!rest_.starts_with('"')) {
      const std::string_view before = rest_;
      // A control character is none that may stand for itself.
      const bool stands = !rest_.empty() && static_cast<unsigned char>(rest_.front()) >= 0x80;
      if (!stands || !take_character(rest_)) refuse();
      text.append(before.substr(0, before.size() - rest_.size()));
    }
  }
  if (!good_) text.clear();
  return text;
}

/// Behind the backslash. Each character that needs one has one spelling.
void CanonicalReader::take_escape(std::string& text) {
  constexpr std::string_view letters = "btnfr\"\\";
  constexpr std::string_view meant = "\b\t\n\f\r\"\\";
  constexpr std::string_view hex = "0123456789abcdef";
  const std::size_t letter = rest_.empty() ? letters.npos : letters.find(rest_.front());
  if (letter != letters.npos) {
    text += meant[letter];
    return rest_.remove_prefix(1);
  }
  if (!take("u00") || rest_.size() < 2) return refuse();
  const std::size_t high = hex.find(rest_[0]);
  const std::size_t low = hex.find(rest_[1]);
  if (high > 1 || low == hex.npos) return refuse();
  const auto control = static_cast<char>(high << 4 | low);
  if (meant.find(control) != meant.npos) return refuse();
  text += control;
  rest_.remove_prefix(2);
}

std::int64_t CanonicalReader::integer() {
  std::int64_t number = 0;
  const char* const end = rest_.data() + rest_.size();
  const auto [stop, fault] = std::from_chars(rest_.data(), end, number);
  const std::string_view literal = rest_.substr(0, static_cast<std::size_t>(stop - rest_.data()));
  const bool is_negative = literal.starts_with('-');
  const std::string_view digits = literal.substr(is_negative ? 1 : 0);
  const bool is_canonical = digits == "0" ? !is_negative : !digits.starts_with('0');
  // Digits that go on as another kind of number are for whoever expects what follows to refuse.
  if (fault != std::errc() || !is_canonical || number > integer_max || number < -integer_max)
    refuse();
  if (!good_) return 0;
  rest_.remove_prefix(literal.size());
  return number;
}

json::value CanonicalReader::value_within(int levels) {
  if (!good_ || rest_.empty()) return refuse(), nullptr;
  const char first = rest_.front();
  if (first == '"') return json::value(text());
  if (first == '-' || is_digit(first)) return integer();
  if (take("true")) return true;
  if (take("false")) return false;
  if (take("null")) return nullptr;
  if (levels == 0 || (first != '[' && first != '{')) return refuse(), nullptr;
  if (first == '[') {
    json::array array;
    elements([&] { array.push_back(value_within(levels - 1)); });
    return array;
  }
  json::object object;
  members([&](const std::string& name) { object.emplace(name, value_within(levels - 1)); });
  return object;
}

}  // namespace verloop
