#pragma once
// Acting for somebody else: what a record's `for` says, and whose act it is then.

#include <string>

#include "events/event.hpp"

namespace verloop {

/// `<giver>#<position of the event that gave the mandate>`. No actor's id holds a `#`.
std::string on_behalf_of(const ActorId& giver, Position mandate);

/// The giver of the mandate under which it is done, else the one who does it: the person whose
/// rights count, and whom a case knows as the actor.
ActorId author_of(const Actor& actor);

}  // namespace verloop
