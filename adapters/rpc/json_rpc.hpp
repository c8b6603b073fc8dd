#pragma once
// The messages of JSON-RPC 2.0, without any method: text to calls, outcomes to text.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

#include "adapters/services.hpp"

namespace verloop {

/// Codes that the protocol itself reserves.
struct RpcCode {
  static constexpr int parse_error = -32700;
  static constexpr int invalid_request = -32600;
  static constexpr int method_not_found = -32601;
  static constexpr int invalid_params = -32602;
  static constexpr int internal_error = -32603;
};

struct RpcError {
  int code = RpcCode::internal_error;
  std::string message;
  boost::json::object data;  // Problem details; empty: none are sent.
};

/// What a call comes to.
using RpcOutcome = std::variant<boost::json::value, RpcError>;

struct RpcCall {
  std::optional<boost::json::value> id;  // None: a notification, which gets no answer.
  std::string method;
  boost::json::value params;  // An object, an array, or null when there are none.
};

/// What a line holds: calls, and in the place of each one that is none the error.
struct RpcMessage {
  bool batch = false;
  std::vector<std::variant<RpcCall, RpcError>> calls;
};

/// Never fails: a line that is no message becomes a message with one error.
RpcMessage parse_message(std::string_view line, const WireLimits& limits);

/// One response object. An error without a call has the id null.
boost::json::object response(const boost::json::value& id, RpcOutcome outcome);

/// One notification, as a line.
std::string notification_line(std::string_view method, boost::json::object params);

/// A value as one line, its end included.
std::string line_of(const boost::json::value& value);

/// The error that says which limit was passed.
RpcError limit_passed(const std::string& detail);

}  // namespace verloop
