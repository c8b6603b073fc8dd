#pragma once
// From a line to the line that answers it: finds each call's method, sees to it that there is a
// session where one is needed, and keeps to the rules of the protocol.

#include <functional>
#include <map>
#include <string>

#include "adapters/rpc/json_rpc.hpp"
#include "adapters/session.hpp"

namespace verloop {

struct RpcMethod {
  enum class For : std::uint8_t { everybody, sessions };
  For whom = For::sessions;
  std::function<RpcOutcome(Session&, const boost::json::value& params)> call;
};

using RpcMethods = std::map<std::string, RpcMethod, std::less<>>;

class Dispatch {
 public:
  Dispatch(RpcMethods methods, WireLimits limits) : methods_(std::move(methods)), limits_(limits) {}

  /// The answer's line, its end included; empty when nothing is to be answered. Lets no exception
  /// out.
  std::string answer(Session& session, std::string_view line) const;

  const WireLimits& limits() const { return limits_; }

 private:
  RpcOutcome outcome(Session& session, const RpcCall& call) const;

  RpcMethods methods_;
  WireLimits limits_;
};

}  // namespace verloop
