#pragma once
// Tokens: who holds one acts as its actor. Only the SHA-256 is recorded.

#include <string>

#include "tools/verloop/instance.hpp"

namespace verloop {

/// A new token of an actor that the directory knows.
Result<std::string> issue_token(Instance& instance, const ActorId& actor);

}  // namespace verloop
