#include "tools/verloop/address.hpp"

#include <charconv>

namespace verloop {

std::optional<Address> parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  Address address{text.substr(0, colon), 0};
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (failure != std::errc() || stop != end) return std::nullopt;
  return address;
}

std::string format(const Address& address) {
  const std::string port = std::to_string(address.port);
  if (address.host.find(':') == std::string::npos) return address.host + ":" + port;
  return "[" + address.host + "]:" + port;
}

void say_no_address(Console& console) {
  console.fail(Exit::wrong_use,
               console.choose("--listen: verwacht ADRES:POORT, zoals 127.0.0.1:7777",
                              "--listen: expected ADDRESS:PORT, as in 127.0.0.1:7777"));
}

}  // namespace verloop
