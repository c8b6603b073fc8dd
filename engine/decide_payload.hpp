#pragma once
// The payload of a command against what its action takes.

#include <optional>

#include "engine/decide.hpp"

namespace verloop {

std::optional<Refusal> check_payload(const Action& action, const Command& command);

}  // namespace verloop
