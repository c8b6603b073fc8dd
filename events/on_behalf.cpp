#include "events/on_behalf.hpp"

namespace verloop {

std::string on_behalf_of(const ActorId& giver, Position mandate) {
  return giver.text + "#" + std::to_string(mandate.value);
}

ActorId author_of(const Actor& actor) {
  if (actor.on_behalf_of.empty()) return actor.id;
  return {actor.on_behalf_of.substr(0, actor.on_behalf_of.find('#'))};
}

}  // namespace verloop
