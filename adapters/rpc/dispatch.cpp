#include "adapters/rpc/dispatch.hpp"

#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

}  // namespace

RpcOutcome Dispatch::outcome(Session& session, const RpcCall& call) const {
  const auto method = methods_.find(call.method);
  if (method == methods_.end()) return RpcError{RpcCode::method_not_found, "Method not found", {}};
  if (method->second.whom == RpcMethod::For::sessions && !session.actor) {
    return problem(ProblemKind::unauthenticated,
                   {"Open eerst een sessie met session.open.", "Open a session with session.open."},
                   session.language);
  }
  // Whatever a library throws ends here: one call fails, the connection goes on.
  try {
    return method->second.call(session, call.params);
  } catch (const std::exception&) {
    return RpcError{RpcCode::internal_error, "Internal error", {}};
  }
}

std::string Dispatch::answer(Session& session, std::string_view line) const {
  RpcMessage message = parse_message(line, limits_);
  json::array responses;
  for (auto& one : message.calls) {
    if (auto* error = std::get_if<RpcError>(&one)) {
      responses.push_back(response(nullptr, std::move(*error)));
      continue;
    }
    const RpcCall& call = std::get<RpcCall>(one);
    RpcOutcome came = outcome(session, call);
    if (call.id) responses.push_back(response(*call.id, std::move(came)));
  }
  if (responses.empty()) return {};
  return message.batch ? line_of(responses) : line_of(responses.front());
}

}  // namespace verloop
