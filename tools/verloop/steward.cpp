#include "tools/verloop/steward.hpp"

namespace verloop {
void refuse_steward(Console& console, Instance& instance, const Actor& by, const Refusal& refusal,
                    const std::string& asked) {
  console.warn_if_failed(
      instance.access().refused(by, told_of(refusal, {}, nullptr, {}), Instance::local(asked)));
  console.sign_access(instance);
  console.refuse(refusal);
}

std::optional<Actor> steward(Console& console, Instance& instance, const std::string& as,
                             const std::string& asked) {
  const ActorId actor = instance.asker(as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  auto found = instance.rights().acting_as(actor, {"administrator", "privacy-officer"});
  if (found) return found;
  Refusal refusal;
  refusal.kind = RefusalKind::unauthorised;
  refusal.sentence = {"Dit is aan de beheerder of de privacyfunctionaris.",
                      "This is for the administrator or the privacy officer."};
  refuse_steward(console, instance, {actor, {}, {}, {}}, refusal, asked);
  return std::nullopt;
}

}  // namespace verloop
