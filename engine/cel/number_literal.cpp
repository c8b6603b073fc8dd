#include "engine/cel/number_literal.hpp"

#include <charconv>
#include <limits>

namespace verloop::cel {
namespace {

Fault out_of_range(const Token& token, std::string_view type) {
  return {token.offset, "this number is outside the range of " + std::string(type)};
}

}  // namespace

boost::system::result<Value, Fault> parse_number(const Token& token, Sign sign) {
  std::string_view digits = token.text;
  if (token.kind == TokenKind::real) {
    double value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (parsed.ec != std::errc()) return out_of_range(token, "double");
    return Value::of(sign == Sign::minus ? -value : value);
  }
  const bool is_hex = digits.size() > 2 && (digits[1] == 'x' || digits[1] == 'X');
  if (is_hex) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto parsed =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hex ? 16 : 10);
  const bool is_unsigned = token.kind == TokenKind::unsigned_integer;
  if (parsed.ec != std::errc()) return out_of_range(token, is_unsigned ? "uint" : "int");
  if (is_unsigned) return Value::of(value);
  constexpr std::uint64_t max = std::numeric_limits<std::int64_t>::max();
  if (value > max + (sign == Sign::minus ? 1 : 0)) return out_of_range(token, "int");
  // Two's complement: the negation of the unsigned number has the bits of the negative one.
  return Value::of(static_cast<std::int64_t>(sign == Sign::minus ? 0 - value : value));
}

}  // namespace verloop::cel
