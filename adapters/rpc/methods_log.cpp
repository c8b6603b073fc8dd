// log.checkpoint, subscription.open and subscription.close.
#include <algorithm>

#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

RpcOutcome checkpoint(const Services& services, Session& session, const json::value& given) {
  Params params(given);
  if (const auto error = params.error()) return *error;
  auto note = services.log.newest_checkpoint();
  if (note.has_error()) return problem(note.error(), session.language);
  json::object result;
  result["checkpoint"] = *note ? json::value(**note) : json::value();
  const auto cosigned = services.cosigned ? services.cosigned() : std::nullopt;
  if (cosigned) result["cosigned"] = *cosigned;
  return json::value(std::move(result));
}

Position start_in(Params& params, const EventLog& log) {
  const json::value* from = params.value_if_any("from");
  if (from == nullptr) return {};
  if (*from == "now") return {log.tail().size};
  if (from->is_int64() && from->get_int64() >= 0)
    return {static_cast<std::uint64_t>(from->get_int64())};
  params.reject("from", "must be a position or \"now\"");
  return {};
}

void filter_in(Params& params, SubscriptionRequest& request) {
  const json::object filter = params.object_or_empty("filter");
  for (const auto& member : filter) {
    const bool is_text = member.value().is_string();
    if (is_text && member.key() == "case") {
      request.case_id = CaseId{std::string(member.value().get_string())};
    } else if (is_text && member.key() == "type") {
      request.type = std::string(member.value().get_string());
    } else if (is_text && member.key() == "procedure") {
      request.procedure = std::string(member.value().get_string());
    } else {
      params.reject("filter", "may hold a case, a type and a procedure, all strings");
    }
  }
  if (request.case_id && !is_case_id(request.case_id->text))
    params.reject("filter.case", "is no name that a case can have");
}

Refusal refuse(RefusalKind kind, std::string path, Label sentence, std::string_view asked,
               const std::vector<std::string>& names) {
  const auto near = nearest(asked, names);
  Refusal refusal;
  refusal.kind = kind;
  refusal.path = std::move(path);
  refusal.sentence = {sentence.nl + (near ? " Bedoelt u " + *near + "?" : ""),
                      sentence.en + (near ? " Did you mean " + *near + "?" : "")};
  return refusal;
}

std::optional<Refusal> check_role(const Rights& rights, const SubscriptionRequest& request) {
  if (!request.role) return std::nullopt;
  std::vector<std::string> names;
  for (const RoleAt& at : rights.roles_of(request.actor)) names.push_back(at.role.text);
  if (std::find(names.begin(), names.end(), request.role->text) != names.end()) return std::nullopt;
  return refuse(RefusalKind::unauthorised, "role",
                {"Deze sessie heeft die rol niet.", "This session does not have that role."},
                request.role->text, names);
}

std::optional<Refusal> check_type(const Definitions& definitions, const std::string& type) {
  if (type.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const Definition* definition : definitions.all()) {
    if (definition->catalogue.find(type) != nullptr) return std::nullopt;
    for (const auto& [id, known] : definition->catalogue.types()) names.push_back(known.name);
  }
  return refuse(RefusalKind::unknown, "filter.type",
                {"Dat soort gebeurtenis bestaat niet.", "There is no such type of event."}, type,
                names);
}

/// What could never be sent is refused, instead of waited for in vain.
std::optional<Refusal> check_request(const Services& services, const SubscriptionRequest& request) {
  if (auto refusal = check_role(services.rights(), request)) return refusal;
  if (auto refusal = check_type(services.definitions, request.type)) return refusal;
  if (request.procedure.empty() || services.definitions.newest(request.procedure) != nullptr)
    return std::nullopt;
  Refusal refusal = services.definitions.no_such_procedure(request.procedure);
  refusal.path = "filter.procedure";
  return refusal;
}

std::size_t window_in(Params& params, const WireLimits& limits) {
  const auto window = params.integer_if_any("window");
  if (!window) return limits.window_default;
  if (*window >= 1 && static_cast<std::uint64_t>(*window) <= limits.window_max)
    return static_cast<std::size_t>(*window);
  params.reject("window", "must be from 1 to " + std::to_string(limits.window_max));
  return limits.window_default;
}

RpcOutcome open(const Services& services, Session& session, const json::value& given) {
  Params params(given);
  SubscriptionRequest request;
  request.from = start_in(params, services.log);
  filter_in(params, request);
  request.window = window_in(params, services.limits);
  if (const auto role = params.text_if_any("role")) request.role = RoleId{*role};
  if (const auto error = params.error()) return *error;
  request.actor = *session.actor;
  if (const auto refusal = check_request(services, request)) {
    return refused(services, session, *refusal, request.case_id.value_or(CaseId()),
                   "subscription.open");
  }
  if (session.subscriptions.size() >= services.limits.subscriptions) {
    return problem(ProblemKind::busy,
                   {"Deze verbinding heeft genoeg abonnementen; sluit er eerst een.",
                    "This connection has enough subscriptions; close one first."},
                   session.language);
  }
  request.id = "s" + std::to_string(++session.subscriptions_made);
  request.language = session.language;
  request.purpose = session.purpose;
  session.subscriptions.insert(request.id);
  json::object result{{"subscription", request.id}, {"from", request.from.value}};
  session.opened.push_back(std::move(request));
  return json::value(std::move(result));
}

RpcOutcome close(Session& session, const json::value& given) {
  Params params(given);
  const std::string id = params.text("subscription");
  if (const auto error = params.error()) return *error;
  if (session.subscriptions.erase(id) == 0) {
    return problem(ProblemKind::unknown,
                   {"Dit abonnement is er niet.", "There is no such subscription."},
                   session.language);
  }
  std::erase_if(session.opened, [&id](const auto& request) { return request.id == id; });
  session.closed.push_back(id);
  return json::value(json::object{{"subscription", id}, {"closed", true}});
}

}  // namespace

void add_log_methods(RpcMethods& methods, const Services& services) {
  methods["log.checkpoint"] = {RpcMethod::For::everybody,
                               [&services](Session& session, const auto& params) {
                                 return checkpoint(services, session, params);
                               }};
  methods["subscription.open"] = {RpcMethod::For::sessions,
                                  [&services](Session& session, const auto& params) {
                                    return open(services, session, params);
                                  }};
  methods["subscription.close"] = {
      RpcMethod::For::sessions,
      [](Session& session, const auto& params) { return close(session, params); }};
}

}  // namespace verloop
