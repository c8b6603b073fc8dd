// admin.backup.
#include "adapters/backup_desk.hpp"
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const char* const method = "admin.backup";

std::optional<Refusal> check_possible(const Services& services, const std::optional<Actor>& by) {
  Refusal refusal;
  if (!by) {
    refusal.kind = RefusalKind::unauthorised;
    refusal.sentence = {"Dit is aan de beheerder.", "This is for the administrator."};
    return refusal;
  }
  if (services.backups != nullptr) return std::nullopt;
  refusal.kind = RefusalKind::state;
  refusal.sentence = {
      "Deze server weet niet waar reservekopieën heen gaan: start hem met --backup-to en "
      "--backup-vault-to.",
      "This server does not know where backups go: start it with --backup-to and "
      "--backup-vault-to."};
  return refusal;
}

/// Why stands with the operator: it names folders.
RpcError backup_failed(Language language) {
  const Label detail{
      "De reservekopie is mislukt en telt niet; waardoor zegt de server op zijn standaardfout.",
      "The backup failed and does not count; the server says why on its standard error."};
  return {RpcCode::internal_error, "Internal error", {{"detail", detail.in(language)}}};
}

void back_up(const Services& services, const Session& session, const json::value& given,
             Done done) {
  Params params(given);
  if (auto error = params.error()) return done(std::move(*error));
  const auto by = services.rights().acting_as(*session.actor, {"administrator"});
  if (const auto refusal = check_possible(services, by))
    return answer_refused(services, session, *refusal, {}, method, std::move(done));
  if (services.backups->is_busy()) {
    return done(problem(ProblemKind::busy,
                        {"Er wordt al een reservekopie gemaakt; wacht tot die klaar is.",
                         "A backup is being made already; wait until that is done."},
                        session.language));
  }
  // Before it is made, so that the copy says so.
  const auto entered =
      services.access.log().administered(*by, {method, Via::socket, services.clock.now()});
  if (entered.has_error()) return done(not_entered(services, session, entered.error()));
  services.backups->make(
      [language = session.language, done = std::move(done)](Result<json::object> made) {
        if (made.has_error()) return done(backup_failed(language));
        done(json::value(std::move(*made)));
      });
}

}  // namespace

void add_admin_methods(RpcMethods& methods, const Services& services) {
  RpcMethod& backup = methods[method];
  backup.start = [&services](Session& session, const json::value& params, Done done) {
    back_up(services, session, params, std::move(done));
  };
  backup.kind = RpcMethod::Kind::command;
}

}  // namespace verloop
