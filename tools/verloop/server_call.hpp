#pragma once
// Asks a running server something over its socket, in a session of its own.

#include <boost/json/object.hpp>

#include "tools/verloop/address.hpp"

namespace verloop {

/// What is asked of whom.
struct ServerCall {
  Address server;
  std::string token;
  std::string method;
  boost::json::object params;
};

/// The result; waits for it as long as it takes. None after a message: nobody answers, or the
/// answer is no.
std::optional<boost::json::object> call_server(Console& console, const ServerCall& call);

/// The token that VERLOOP_TOKEN holds; none after a message.
std::optional<std::string> token_given(Console& console);

}  // namespace verloop
