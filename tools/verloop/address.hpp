#pragma once
// Where a server listens: `127.0.0.1:7777`, `[::1]:7777`.

#include <cstdint>
#include <optional>
#include <string>

#include "tools/verloop/console.hpp"

namespace verloop {

struct Address {
  std::string host;  // Without brackets.
  std::uint16_t port = 0;
};

std::optional<Address> parse_address(const std::string& text);
std::string format(const Address& address);

/// For `--listen`: it is none.
void say_no_address(Console& console);

}  // namespace verloop
