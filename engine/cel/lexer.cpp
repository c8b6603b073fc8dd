#include "engine/cel/lexer.hpp"

#include <algorithm>
#include <array>

#include "engine/cel/string_literal.hpp"

namespace verloop::cel {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// Longer ones first.
constexpr std::array<std::string_view, 25> symbols = {
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "(", ")", "[", "]", "{",
    "}",  ".",  ",",  ":",  "?",  "!",  "+", "-", "*", "/", "%", "="};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  boost::system::result<std::vector<Token>, Fault> run() {
    while (true) {
      skip_space();
      if (at_ == text_.size()) break;
      if (!next()) return std::move(fault_);
    }
    push(TokenKind::end, at_, {});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void push(TokenKind kind, std::size_t from, std::string data) {
    tokens_.push_back(
        {kind, static_cast<std::uint32_t>(from), text_.substr(from, at_ - from), std::move(data)});
  }

  bool refuse(std::size_t at, std::string message) {
    fault_ = {static_cast<std::uint32_t>(at), std::move(message)};
    return false;
  }

  void skip_space() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  bool next() {
    if (const std::size_t prefix = string_prefix(); prefix < 3) return string(prefix);
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return number();
    if (is_letter(peek())) {
      const std::size_t from = at_;
      while (is_letter(peek()) || is_digit(peek())) ++at_;
      push(TokenKind::identifier, from, {});
      return true;
    }
    return peek() == '`' ? quoted() : symbol();
  }

  /// The length of `b`, `r` or `br` before a quote; 3 when no string starts here.
  std::size_t string_prefix() const {
    std::size_t length = 0;
    if (peek() == 'b' || peek() == 'B') ++length;
    if (peek(length) == 'r' || peek(length) == 'R') ++length;
    const char quote = peek(length);
    return quote == '"' || quote == '\'' ? length : 3;
  }

  bool string(std::size_t prefix) {
    const std::size_t from = at_;
    const bool of_bytes = peek() == 'b' || peek() == 'B';
    const bool raw = prefix > 0 && (peek(prefix - 1) == 'r' || peek(prefix - 1) == 'R');
    at_ += prefix;
    const std::string_view one = text_.substr(at_, 1);
    const std::string three(3, one[0]);
    const std::string_view quote = text_.substr(at_, 3) == three ? text_.substr(at_, 3) : one;
    at_ += quote.size();
    const std::size_t body = at_;
    const auto ended = [&] { return text_.substr(at_, quote.size()) == quote; };
    while (at_ < text_.size() && !ended()) {
      if (quote.size() == 1 && (peek() == '\n' || peek() == '\r')) break;
      at_ += !raw && peek() == '\\' ? 2 : 1;
    }
    if (at_ >= text_.size() || !ended()) return refuse(from, "this string has no end");
    const std::string_view content = text_.substr(body, at_ - body);
    at_ += quote.size();
    if (raw) {
      push(of_bytes ? TokenKind::bytes : TokenKind::string, from, std::string(content));
      return true;
    }
    auto decoded = unescape(content, of_bytes ? Escapes::of_bytes : Escapes::of_text);
    if (decoded.has_error()) {
      const Fault& fault = decoded.error();
      return refuse(body + fault.offset, fault.message);
    }
    push(of_bytes ? TokenKind::bytes : TokenKind::string, from, std::move(*decoded));
    return true;
  }

  void digits() {
    while (is_digit(peek())) ++at_;
  }

  bool number() {
    const std::size_t from = at_;
    TokenKind kind = TokenKind::integer;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex(peek(2))) {
      at_ += 2;
      while (is_hex(peek())) ++at_;
    } else {
      digits();
      if (peek() == '.' && is_digit(peek(1))) {
        kind = TokenKind::real;
        ++at_;
        digits();
      }
      if (exponent()) kind = TokenKind::real;
    }
    const bool has_suffix = kind == TokenKind::integer && (peek() == 'u' || peek() == 'U');
    push(has_suffix ? TokenKind::unsigned_integer : kind, from, {});
    if (has_suffix) ++at_;
    if (is_letter(peek()) || is_digit(peek())) return refuse(at_, "a number cannot end like this");
    return true;
  }

  bool exponent() {
    if (peek() != 'e' && peek() != 'E') return false;
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (!is_digit(peek(1 + sign))) return false;
    at_ += 1 + sign;
    digits();
    return true;
  }

  bool quoted() {
    const std::size_t from = at_++;
    const auto fits = [](char c) {
      return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '/' || c == ' ';
    };
    const std::size_t body = at_;
    while (fits(peek())) ++at_;
    if (peek() != '`' || at_ == body)
      return refuse(from,
                    "a name between backticks has letters, digits, '_', '.', '-', '/' and ' '");
    std::string name(text_.substr(body, at_ - body));
    ++at_;
    push(TokenKind::quoted, from, std::move(name));
    return true;
  }

  bool symbol() {
    for (const std::string_view candidate : symbols) {
      if (text_.substr(at_, candidate.size()) != candidate) continue;
      const std::size_t from = at_;
      at_ += candidate.size();
      if (candidate == "=") return refuse(from, "'=' is no operator; equality is '=='");
      push(TokenKind::symbol, from, {});
      return true;
    }
    if (peek() == '&' || peek() == '|')
      return refuse(at_, "conditions are joined by '&&' and '||'");
    return refuse(at_, "this character has no place here");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  Fault fault_;
};

}  // namespace

boost::system::result<std::vector<Token>, Fault> tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace verloop::cel
