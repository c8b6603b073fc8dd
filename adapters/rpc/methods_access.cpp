// access.search and audit.couldSee.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "projections/access_search.hpp"
#include "projections/could_see.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::int64_t entries_default = 100;
constexpr std::int64_t entries_max = 1000;
constexpr std::size_t looked_at_max = 10'000;  // Meanwhile nobody else is served.
const char* const method = "access.search";

AccessQuery query_in(Params& params, const AccessLog& access) {
  AccessQuery query;
  if (const auto actor = params.text_if_any("actor")) query.actor = ActorId{*actor};
  if (const auto about = params.text_if_any("case")) query.case_id = CaseId{*about};
  if (const auto subject = params.text_if_any("subject")) query.subject = SubjectId{*subject};
  query.from = params.day_if_any("from");
  query.to = params.day_if_any("to");
  query.type = params.text_if_any("type").value_or("");
  if (!query.type.empty() && access.types().types.find(query.type) == nullptr)
    params.reject("type", "is no type of entry");
  const auto start = params.integer_if_any("start").value_or(0);
  if (start < 0) params.reject("start", "must be 0 or more");
  query.start = {static_cast<std::uint64_t>(start)};
  const auto limit = params.integer_if_any("limit").value_or(entries_default);
  if (limit < 1 || limit > entries_max)
    params.reject("limit", "must be from 1 to " + std::to_string(entries_max));
  query.looked_at_max = looked_at_max;
  query.count_max = static_cast<std::size_t>(limit);
  return query;
}

RpcOutcome search(const Services& services, Session& session, const json::value& given) {
  Params params(given);
  const AccessQuery query = query_in(params, services.access.log());
  if (const auto error = params.error()) return *error;
  const auto by = services.rights().acting_as(*session.actor, {"auditor", "privacy-officer"});
  if (!by) {
    Refusal refusal;
    refusal.kind = RefusalKind::unauthorised;
    refusal.sentence = {"Dit is aan de auditor of de privacyfunctionaris.",
                        "This is for the auditor or the privacy officer."};
    return refused(services, session, refusal, {}, method);
  }
  auto page = search_access(services.access.log(), query, *by, session.language,
                            occasion_of(services, session, method));
  if (page.has_error()) return not_entered(services, session, page.error());
  json::object result{{"entries", std::move(page->entries)}};
  if (page->next) result["next"] = page->next->value;
  return json::value(std::move(result));
}

/// Of one case: meanwhile nobody else is served.
RpcOutcome could_see(const Services& services, const Session& session, const json::value& given) {
  const std::string asked_as = "audit.couldSee";
  Params params(given);
  CouldSee asked{{params.text("actor")}, {}, CaseId{params.text("case")}};
  const auto day = params.day_if_any("day");
  if (!day) params.reject("day", "must be a day, as in 2026-03-10");
  if (day && *day > day_in_amsterdam(services.now()))
    params.reject("day", "must be a day that has been");
  if (const auto error = params.error()) return *error;
  asked.day = *day;
  const auto by = services.rights().acting_as(*session.actor, {"auditor"});
  if (!by) {
    const Refusal refusal =
        refuse(RefusalKind::unauthorised, {"Dit is aan de auditor.", "This is for the auditor."});
    return refused(services, session, refusal, {}, asked_as);
  }
  const auto entered = services.access.log().administered(*by, asked.actor,
                                                          occasion_of(services, session, asked_as));
  if (entered.has_error()) return not_entered(services, session, entered.error());
  auto answer = could_see_answer(services.sources(), asked);
  if (answer.has_error()) return problem(answer.error(), session.language);
  return json::value(std::move(*answer));
}

}  // namespace

void add_access_methods(RpcMethods& methods, const Services& services) {
  methods[method] = {RpcMethod::For::sessions, [&services](Session& session, const auto& params) {
                       return search(services, session, params);
                     }};
  methods["audit.couldSee"] = {RpcMethod::For::sessions,
                               [&services](Session& session, const auto& params) {
                                 return could_see(services, session, params);
                               }};
}

}  // namespace verloop
