#pragma once
// From a line to the line that answers it: finds each call's method, sees to it that there is a
// session where one is needed, and keeps to the rules of the protocol.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/rpc/json_rpc.hpp"
#include "adapters/session.hpp"

namespace verloop {

struct RpcMethod {
  enum class For : std::uint8_t { everybody, sessions };
  enum class Kind : std::uint8_t { question, command };
  using Done = std::function<void(RpcOutcome)>;
  For whom = For::sessions;
  std::function<RpcOutcome(Session&, const boost::json::value& params)> call;
  /// In the place of `call`, for what takes its time: calls `done` once, before it returns or later
  /// on the same thread.
  std::function<void(Session&, const boost::json::value& params, Done done)> start = {};
  /// Of what takes its time: a question sees what the commands before it did.
  Kind kind = Kind::question;
};

using RpcMethods = std::map<std::string, RpcMethod, std::less<>>;

class Dispatch {
 public:
  Dispatch(RpcMethods methods, WireLimits limits) : methods_(std::move(methods)), limits_(limits) {}

  using Done = std::function<void(std::string line)>;

  /// Calls `done` once with the answer's line, its end included; empty when nothing is to be
  /// answered. The calls of a batch are done in order: those of one kind that take their time run
  /// beside each other, and whatever else comes waits for them. `session` stays until then. Lets no
  /// exception out.
  void answer(Session& session, std::string_view line, Done done) const;

  const WireLimits& limits() const { return limits_; }

 private:
  struct Exchange;
  using Shared = std::shared_ptr<Exchange>;

  const RpcMethod* find(const Session& session, const RpcCall& call, RpcOutcome& otherwise) const;
  void proceed(const Shared& exchange) const;
  bool step(const Shared& exchange) const;
  void start(const Shared& exchange, const RpcMethod& method, std::size_t at) const;

  RpcMethods methods_;
  WireLimits limits_;
};

}  // namespace verloop
