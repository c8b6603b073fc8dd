#pragma once
// From text to tokens, after the lexical grammar of CEL (langdef.md, "Syntax").

#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"

namespace verloop::cel {

enum class TokenKind : std::uint8_t {
  end,
  identifier,        // Also the words true, false, null and in.
  quoted,            // `between backticks`; `data` is the name.
  integer,           // Digits or 0x...; the sign is a symbol of its own.
  unsigned_integer,  // The same; `text` is without the u.
  real,
  string,  // `data` is the content, unescaped.
  bytes,
  symbol,
};

struct Token {
  TokenKind kind{};
  std::uint32_t offset = 0;
  std::string_view text;  // As written.
  std::string data;
};

/// `text` must outlive the tokens. The last one is `end`.
boost::system::result<std::vector<Token>, Fault> tokenize(std::string_view text);

}  // namespace verloop::cel
