#include "adapters/rpc/dispatch.hpp"

#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

RpcError internal_error() {
  return {RpcCode::internal_error, "Internal error", {}};
}

}  // namespace

/// One line on its way through its calls.
struct Dispatch::Exchange {
  Session& session;
  RpcMessage message;
  Done done;
  std::vector<std::optional<RpcOutcome>> outcomes;  // By call.
  std::size_t next = 0;                             // Of the calls.
  std::size_t open = 0;                             // Calls that were started and not answered,
  RpcMethod::Kind kind{};                           // and what they are.
  bool is_proceeding = false;

  /// Only the first counts.
  bool settle(std::size_t at, RpcOutcome outcome) {
    if (outcomes[at]) return false;
    outcomes[at] = std::move(outcome);
    return true;
  }

  std::string line() {
    json::array responses;
    for (std::size_t at = 0; at < message.calls.size(); ++at) {
      const RpcCall* call = std::get_if<RpcCall>(&message.calls[at]);
      if (call != nullptr && !call->id) continue;
      responses.push_back(
          response(call != nullptr ? *call->id : json::value(nullptr), std::move(*outcomes[at])));
    }
    if (responses.empty()) return {};
    return message.batch ? line_of(responses) : line_of(responses.front());
  }
};

/// Null: `otherwise` says why.
const RpcMethod* Dispatch::find(const Session& session, const RpcCall& call,
                                RpcOutcome& otherwise) const {
  const auto method = methods_.find(call.method);
  if (method == methods_.end()) {
    otherwise = RpcError{RpcCode::method_not_found, "Method not found", {}};
    return nullptr;
  }
  if (method->second.whom == RpcMethod::For::sessions && !session.actor) {
    otherwise =
        problem(ProblemKind::unauthenticated,
                {"Open eerst een sessie met session.open.", "Open a session with session.open."},
                session.language);
    return nullptr;
  }
  return &method->second;
}

/// What is answered later leads on from there, unless the loop of proceed still runs.
void Dispatch::start(const Shared& exchange, const RpcMethod& method, std::size_t at) const {
  const auto done = [this, exchange, at](RpcOutcome outcome) {
    if (!exchange->settle(at, std::move(outcome))) return;
    --exchange->open;
    proceed(exchange);
  };
  ++exchange->open;
  exchange->kind = method.kind;
  const RpcCall& call = std::get<RpcCall>(exchange->message.calls[at]);
  try {
    method.start(exchange->session, call.params, done);
  } catch (const std::exception&) {
    done(internal_error());
  }
}

/// False when the next call has to wait.
bool Dispatch::step(const Shared& exchange) const {
  const std::size_t at = exchange->next;
  auto& one = exchange->message.calls[at];
  if (auto* error = std::get_if<RpcError>(&one)) {
    ++exchange->next;
    return exchange->settle(at, std::move(*error));
  }
  const RpcCall& call = std::get<RpcCall>(one);
  RpcOutcome outcome;
  const RpcMethod* method = find(exchange->session, call, outcome);
  const bool takes_time = method != nullptr && method->start;
  const bool is_beside = takes_time && method->kind == exchange->kind;
  if (!is_beside && exchange->open > 0) return false;
  ++exchange->next;
  if (takes_time) {
    start(exchange, *method, at);
    return true;
  }
  // Whatever a library throws ends here: one call fails, the connection goes on.
  try {
    if (method != nullptr) outcome = method->call(exchange->session, call.params);
  } catch (const std::exception&) {
    outcome = internal_error();
  }
  return exchange->settle(at, std::move(outcome));
}

void Dispatch::proceed(const Shared& exchange) const {
  if (exchange->is_proceeding) return;
  exchange->is_proceeding = true;
  while (exchange->next < exchange->message.calls.size() && step(exchange)) continue;
  exchange->is_proceeding = false;
  const bool is_over = exchange->next == exchange->message.calls.size() && exchange->open == 0;
  if (!is_over || !exchange->done) return;
  const Done done = std::exchange(exchange->done, {});
  done(exchange->line());
}

void Dispatch::answer(Session& session, std::string_view line, Done done) const {
  RpcMessage message = parse_message(line, limits_);
  const std::size_t count = message.calls.size();
  auto exchange = std::make_shared<Exchange>(Exchange{session,
                                                      std::move(message),
                                                      std::move(done),
                                                      std::vector<std::optional<RpcOutcome>>(count),
                                                      0,
                                                      0,
                                                      {},
                                                      false});
  proceed(exchange);
}

}  // namespace verloop
