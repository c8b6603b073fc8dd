// directory.list, directory.get, and the orders of the directory.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/directory_calls.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "projections/directory_answers.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

RpcOutcome list(const Services& services, const Session& session, const json::value& given) {
  Params params(given);
  if (const auto error = params.error()) return *error;
  const Rights rights = services.rights();
  const auto by = directory_reader(rights, *session.actor);
  if (!by) return refused(services, session, for_directory_readers(), {}, "directory.list");
  const auto entered =
      services.access.log().administered(*by, occasion_of(services, session, "directory.list"));
  if (entered.has_error()) return not_entered(services, session, entered.error());
  return json::value(directory_answer(services.directory, rights));
}

/// Everybody is told of themselves.
void get(const Services& services, const Session& session, const json::value& given, Done done) {
  const std::string method = "directory.get";
  Params params(given);
  const ActorId actor{params.text("actor")};
  if (auto error = params.error()) return done(std::move(*error));
  auto by = directory_reader(services.rights(), *session.actor);
  if (!by && actor == *session.actor) by = Actor{actor, {}, {}, {}};
  if (!by)
    return answer_refused(services, session, for_directory_readers(), {}, method, std::move(done));
  if (!services.directory.knows(actor)) {
    return done(
        problem(ProblemKind::unknown,
                {"Deze actor staat niet in het register.", "This actor is not in the directory."},
                session.language));
  }
  hand_out(services, session, actor_answer(services.sources(), actor, *by), method,
           std::move(done));
}

RpcOutcome unchanged_here(const Session& session) {
  return problem(ProblemKind::state,
                 {"Het register kan op deze server niet worden gewijzigd.",
                  "The directory can't be changed at this server."},
                 session.language);
}

RpcOutcome order(const Services& services, const Session& session, const std::string& method,
                 const json::value& given) {
  auto call = directory_call(method, given);
  if (auto* error = std::get_if<RpcError>(&call)) return std::move(*error);
  const auto by = services.rights().acting_as(*session.actor, {"administrator"});
  if (!by) return refused(services, session, for_the_administrator(), {}, method);
  if (services.orders == nullptr) return unchanged_here(session);
  services.committer.drain();
  if (services.committer.closed()) return read_only(session.language);
  const DirectoryCall& wanted = std::get<DirectoryCall>(call);
  const auto done = wanted.run(*services.orders, {*by, services.clock.now()});
  if (done.has_error()) {
    services.upkeep.failed(done.error());
    return problem(done.error(), session.language);
  }
  if (const auto* refusal = std::get_if<Refusal>(&*done))
    return refused(services, session, *refusal, {}, method);
  services.upkeep.worked();
  const Occasion occasion{method, Via::socket, services.clock.now()};
  AccessLog& access = services.access.log();
  const auto entered = wanted.about.text.empty() ? access.administered(*by, occasion)
                                                 : access.administered(*by, wanted.about, occasion);
  if (entered.has_error()) services.upkeep.failed(entered.error());
  services.upkeep.catch_up();
  return json::value(json::object{{"position", std::get<Position>(*done).value}});
}

}  // namespace

void add_directory_methods(RpcMethods& methods, const Services& services) {
  methods["directory.list"] = {RpcMethod::For::sessions,
                               [&services](Session& session, const auto& params) {
                                 return list(services, session, params);
                               }};
  methods["directory.get"] = {RpcMethod::For::sessions,
                              {},
                              [&services](const Session& session, const auto& params, Done done) {
                                get(services, session, params, std::move(done));
                              }};
  for (const std::string& name : directory_orders())
    methods[name] = {RpcMethod::For::sessions,
                     [&services, name](Session& session, const auto& params) {
                       return order(services, session, name, params);
                     }};
}

}  // namespace verloop
