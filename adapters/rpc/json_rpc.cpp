#include "adapters/rpc/json_rpc.hpp"

#include <boost/json/serialize.hpp>

#include "adapters/rpc/problem.hpp"
#include "events/json/strict_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

RpcError invalid_request(const char* detail) {
  return {RpcCode::invalid_request, "Invalid Request", {{"detail", detail}}};
}

RpcError not_json(const Error& error) {
  if (error.code == Errc::too_large) return limit_passed(error.detail);
  return {RpcCode::parse_error, "Parse error", {{"detail", error.detail}}};
}

bool is_id(const json::value& value) {
  return value.is_string() || value.is_number() || value.is_null();
}

std::variant<RpcCall, RpcError> call_in(json::value& value) {
  if (!value.is_object()) return invalid_request("a call is an object");
  json::object& object = value.get_object();
  const json::value* version = object.if_contains("jsonrpc");
  if (version == nullptr || *version != "2.0")
    return invalid_request("\"jsonrpc\" must be \"2.0\"");
  const json::value* method = object.if_contains("method");
  if (method == nullptr || !method->is_string())
    return invalid_request("\"method\" must be a string");
  RpcCall call;
  call.method = std::string(method->get_string());
  if (json::value* id = object.if_contains("id")) {
    if (!is_id(*id)) return invalid_request("\"id\" must be a string, a number or null");
    call.id = std::move(*id);
  }
  if (json::value* params = object.if_contains("params")) {
    if (!params->is_structured())
      return invalid_request("\"params\" must be an object or an array");
    call.params = std::move(*params);
  }
  return call;
}

RpcMessage only(RpcError error) {
  RpcMessage message;
  message.calls.emplace_back(std::move(error));
  return message;
}

}  // namespace

RpcMessage parse_message(std::string_view line, const WireLimits& limits) {
  auto value = parse_json(line, {limits.nesting, limits.message_bytes});
  if (value.has_error()) return only(not_json(value.error()));
  RpcMessage message;
  if (!value->is_array()) {
    message.calls.push_back(call_in(*value));
    return message;
  }
  json::array& batch = value->get_array();
  if (batch.empty()) return only(invalid_request("a batch holds at least one call"));
  if (batch.size() > limits.calls_in_flight) {
    return only(
        limit_passed("a batch holds at most " + std::to_string(limits.calls_in_flight) + " calls"));
  }
  message.batch = true;
  for (json::value& one : batch) message.calls.push_back(call_in(one));
  return message;
}

json::object response(const json::value& id, RpcOutcome outcome) {
  json::object object{{"jsonrpc", "2.0"}};
  if (auto* result = std::get_if<json::value>(&outcome)) {
    object["result"] = std::move(*result);
  } else {
    RpcError& failure = std::get<RpcError>(outcome);
    json::object error{{"code", failure.code}, {"message", failure.message}};
    if (!failure.data.empty()) error["data"] = std::move(failure.data);
    object["error"] = std::move(error);
  }
  object["id"] = id;
  return object;
}

std::string notification_line(std::string_view method, json::object params) {
  return line_of(json::object{
      {"jsonrpc", "2.0"}, {"method", json::string(method)}, {"params", std::move(params)}});
}

std::string line_of(const json::value& value) {
  return json::serialize(value) + "\n";
}

RpcError limit_passed(const std::string& detail) {
  return problem(ProblemKind::too_large, {detail, detail}, Language::en);
}

}  // namespace verloop
