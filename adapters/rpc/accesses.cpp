#include "adapters/rpc/accesses.hpp"

namespace verloop {

namespace json = boost::json;

Occasion occasion_of(const Services& services, const Session& session, const std::string& asked) {
  return {asked, Via::socket, services.clock.now(), session.purpose};
}

RpcError not_entered(const Services& services, const Session& session, const Error& error) {
  services.upkeep.failed(error);
  return read_only(session.language);
}

void hand_out(const Services& services, const Session& session,
              Result<Guarded<json::object>> guarded, const std::string& asked, Done done) {
  if (guarded.has_error()) return done(problem(guarded.error(), session.language));
  services.access.hand_out<json::object>(
      std::move(*guarded), occasion_of(services, session, asked),
      [&services, &session, done = std::move(done)](Result<json::object> answer) {
        if (answer.has_error()) return done(not_entered(services, session, answer.error()));
        done(json::value(std::move(*answer)));
      });
}

void answer_refused(const Services& services, const Session& session, const Actor& by,
                    const RefusedCommand& what, const std::string& asked, RpcError refusal,
                    Done done) {
  services.access.refused(
      by, what, occasion_of(services, session, asked),
      [&services, refusal = std::move(refusal), done = std::move(done)](const Result<>& entered) {
        if (entered.has_error()) services.upkeep.failed(entered.error());
        done(refusal);
      });
}

namespace {

Actor asker(const Session& session) {
  return {*session.actor, {}, {}, {}};
}

RefusedCommand told_of_question(const Services& services, const Refusal& refusal,
                                const CaseId& about) {
  const bool exists = services.processor.find(about).has_value();
  return told_of(refusal, {}, nullptr, exists ? std::optional(about) : std::nullopt);
}

}  // namespace

void answer_refused(const Services& services, const Session& session, const Refusal& refusal,
                    const CaseId& about, const std::string& asked, Done done) {
  answer_refused(services, session, asker(session), told_of_question(services, refusal, about),
                 asked, problem(refusal, session.language), std::move(done));
}

RpcError refused(const Services& services, const Session& session, const Refusal& refusal,
                 const CaseId& about, const std::string& asked) {
  const auto entered =
      services.access.log().refused(asker(session), told_of_question(services, refusal, about),
                                    occasion_of(services, session, asked));
  if (entered.has_error()) services.upkeep.failed(entered.error());
  return problem(refusal, session.language);
}

}  // namespace verloop
