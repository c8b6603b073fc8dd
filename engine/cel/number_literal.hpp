#pragma once
// Number tokens to values, with the ranges of CEL's int, uint and double.

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"
#include "engine/cel/lexer.hpp"

namespace verloop::cel {

enum class Sign : std::uint8_t { plus, minus };

boost::system::result<Value, Fault> parse_number(const Token& token, Sign sign);

}  // namespace verloop::cel
