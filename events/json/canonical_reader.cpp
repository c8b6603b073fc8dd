#include "events/json/canonical_reader.hpp"

#include <algorithm>
#include <charconv>

#include "events/json/canonical_json.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;

/// Stands for itself in a text, and is a character by itself.
bool is_plain(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x20 && byte < 0x80 && character != '"' && character != '\\';
}

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

}  // namespace

bool CanonicalReader::come_in_order(std::string_view before, std::string_view after) {
  return before_in_utf16(before, after);
}

bool CanonicalReader::take(std::string_view bytes) {
  if (!good_ || !rest_.starts_with(bytes)) return false;
  rest_.remove_prefix(bytes.size());
  return true;
}

std::string CanonicalReader::text() {
  std::string text;
  expect("\"");
  while (good_ && !take("\"")) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_plain);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    text.append(rest_.substr(0, length));
    rest_.remove_prefix(length);
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
  return good_ ? text : std::string();
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
