#pragma once
// What keeps a call from being done, as the socket API says it: a stable code, and problem details
// (RFC 9457) that never hold a personal value.

#include <cstdint>

#include "adapters/rpc/json_rpc.hpp"
#include "engine/decision.hpp"

namespace verloop {

enum class ProblemKind : std::uint8_t {
  payload,
  unauthorised,
  unauthenticated,
  state,
  rule,
  conflict,
  unknown,
  duplicate,
  busy,
  read_only,
  too_large
};

RpcError problem(ProblemKind kind, const Label& detail, Language language);
RpcError problem(const Refusal& refusal, Language language);

/// What failed in storage. Its detail goes out only where it is the client's matter.
RpcError problem(const Error& error, Language language);

/// Nothing can be recorded, for now.
RpcError read_only(Language language);

/// The parameters are not what the method takes.
RpcError wrong_params(const std::string& path, const std::string& detail);

}  // namespace verloop
