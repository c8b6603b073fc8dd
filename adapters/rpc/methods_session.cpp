// session.open, session.whoami, server.info, and the list of all methods.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::object who_am_i(const Services& services, const Session& session) {
  json::array roles;
  for (const RoleAt& at : services.rights().roles_of(*session.actor))
    roles.push_back(json::object{{"role", at.role.text}, {"org", at.org.text}});
  return {{"actor", session.actor->text},
          {"roles", std::move(roles)},
          {"language", session.language == Language::nl ? "nl" : "en"}};
}

/// Default deny: reading is for a purpose of the register, or for what a session without one is
/// for.
std::optional<Refusal> check_purpose(const Services& services, const std::string& purpose) {
  std::set<std::string> known = services.definitions.purposes();
  known.insert(Session().purpose);
  if (known.contains(purpose)) return std::nullopt;
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
  const auto near = nearest(purpose, {known.begin(), known.end()});
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = "purpose";
  refusal.sentence = {"Dat doel staat niet in het register van verwerkingen; er is: " + all + "." +
                          (near ? " Bedoelt u " + *near + "?" : ""),
                      "That purpose is not in the register of processing activities; there is: " +
                          all + "." + (near ? " Did you mean " + *near + "?" : "")};
  return refusal;
}

RpcOutcome open_session(const Services& services, Session& session, const json::value& given) {
  Params params(given);
  const std::string token = params.text("token");
  const std::string language = params.text_if_any("language").value_or("nl");
  if (language != "nl" && language != "en") params.reject("language", "must be nl or en");
  const std::string purpose = params.text_if_any("purpose").value_or(Session().purpose);
  if (!is_name_value(purpose))
    params.reject("purpose", "must be a name: 1 to 80 letters, digits and @ . _ / : -");
  if (const auto error = params.error()) return *error;
  session.language = language == "nl" ? Language::nl : Language::en;
  const auto holder = services.directory.holder_of(sha256(token));
  // Of who has no role any more a token opens nothing; which of the two it is nobody is told.
  if (!holder || services.rights().roles_of(*holder).empty()) {
    const auto entered =
        services.access.log().login_failed(occasion_of(services, session, "session.open"));
    if (entered.has_error()) services.upkeep.failed(entered.error());
    return problem(ProblemKind::unauthenticated,
                   {"Deze toegangssleutel is niet geldig.", "This token is not valid."},
                   session.language);
  }
  if (const auto refusal = check_purpose(services, purpose))
    return problem(*refusal, session.language);
  // What was opened as somebody else ends here.
  for (const std::string& open : session.subscriptions) session.closed.push_back(open);
  session.subscriptions.clear();
  session.opened.clear();
  session.actor = *holder;
  session.purpose = purpose;
  return json::value(who_am_i(services, session));
}

RpcOutcome server_info(const Services& services, const json::value& given) {
  Params params(given);
  if (const auto error = params.error()) return *error;
  const WireLimits& limits = services.limits;
  json::object named{
      {"messageBytes", limits.message_bytes}, {"nesting", limits.nesting},
      {"inFlight", limits.calls_in_flight},   {"subscriptions", limits.subscriptions},
      {"window", limits.window_max},          {"connections", limits.connections}};
  return json::value(json::object{{"name", "verloop"},
                                  {"version", services.version},
                                  {"origin", services.log.origin()},
                                  {"verifierKey", format(services.log.verifier_key())},
                                  {"limits", std::move(named)}});
}

}  // namespace

void add_session_methods(RpcMethods& methods, const Services& services) {
  methods["server.info"] = {RpcMethod::For::everybody, [&services](Session&, const auto& params) {
                              return server_info(services, params);
                            }};
  methods["session.open"] = {RpcMethod::For::everybody,
                             [&services](Session& session, const auto& params) {
                               return open_session(services, session, params);
                             }};
  methods["session.whoami"] = {
      RpcMethod::For::sessions,
      [&services](Session& session, const json::value& given) -> RpcOutcome {
        Params params(given);
        if (const auto error = params.error()) return *error;
        return json::value(who_am_i(services, session));
      }};
}

RpcMethods all_methods(const Services& services) {
  RpcMethods methods;
  add_session_methods(methods, services);
  add_command_methods(methods, services);
  add_case_methods(methods, services);
  add_question_methods(methods, services);
  add_log_methods(methods, services);
  add_access_methods(methods, services);
  add_proof_methods(methods, services);
  add_admin_methods(methods, services);
  add_directory_methods(methods, services);
  return methods;
}

}  // namespace verloop
