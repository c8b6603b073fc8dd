#pragma once
// Who may erase persons: what `subject` and `retention` ask before they do.

#include <optional>
#include <string>

#include "tools/verloop/console.hpp"
#include "tools/verloop/instance.hpp"

namespace verloop {

/// The actor (`as`; empty: the administrator) in the role in which it may erase and hold. None
/// after a message; the refusal is entered in the access log under `asked`.
std::optional<Actor> steward(Console& console, Instance& instance, const std::string& as,
                             const std::string& asked);

/// Says a refusal, and enters it in the access log.
void refuse_steward(Console& console, Instance& instance, const Actor& by, const Refusal& refusal,
                    const std::string& asked);

}  // namespace verloop
