#include "adapters/rpc/accesses.hpp"

namespace verloop {

Occasion occasion_of(const Services& services, const Session& session, const std::string& asked) {
  return {asked, Via::socket, services.clock.now(), session.purpose};
}

RpcError not_entered(const Services& services, const Session& session, const Error& error) {
  services.upkeep.failed(error);
  return read_only(session.language);
}

void enter_refusal(const Services& services, const Session& session, const Actor& by,
                   const RefusedCommand& what, const std::string& asked) {
  const auto entered = services.access.refused(by, what, occasion_of(services, session, asked));
  if (entered.has_error()) services.upkeep.failed(entered.error());
}

void enter_refusal(const Services& services, const Session& session, const Refusal& refusal,
                   const CaseId& about, const std::string& asked) {
  const bool exists = services.processor.find(about).has_value();
  enter_refusal(services, session, {*session.actor, {}, {}, {}},
                told_of(refusal, {}, nullptr, exists ? std::optional(about) : std::nullopt), asked);
}

}  // namespace verloop
