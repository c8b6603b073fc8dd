// case.get, case.history and case.breakGlass.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/asked_case.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

void get(const Services& services, const Session& session, const json::value& given, Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  const AsOf as_of = as_of_in(params);
  const auto on = params.day_if_any("on");
  if (const auto error = params.error()) return done(*error);
  const auto found = find_case(services, session, id, role, "case.get", done);
  if (!found) return;
  const auto moment = moment_of(services, session, *found, as_of, on, done);
  if (!moment) return;
  hand_out(services, session,
           case_answer(services.sources(), found->reader, *moment->state, moment->on), "case.get",
           std::move(done));
}

void history(const Services& services, const Session& session, const json::value& given,
             Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  if (const auto error = params.error()) return done(*error);
  const auto found = find_case(services, session, id, role, "case.history", done);
  if (!found) return;
  hand_out(services, session,
           history_answer(services.sources(), found->reader, id, Until{}, Detail::events),
           "case.history", std::move(done));
}

void break_glass(const Services& services, const Session& session, const json::value& given,
                 Done done) {
  const std::string method = "case.breakGlass";
  Params params(given);
  EmergencyWanted wanted{{params.text("case")}, *session.actor, params.text("reason"), {}};
  wanted.minutes = params.integer_if_any("minutes");
  if (auto error = params.error()) return done(std::move(*error));
  services.committer.drain();
  if (services.committer.closed()) return done(read_only(session.language));
  const Timestamp now = services.clock.now();
  const auto checked = services.processor.check_emergency(wanted, now);
  if (checked.has_error()) return done(problem(checked.error(), session.language));
  if (const auto* refusal = std::get_if<Refusal>(&*checked))
    return answer_refused(services, session, *refusal, wanted.case_id, method, std::move(done));
  const Emergency& emergency = std::get<Emergency>(*checked);
  const auto entered = services.access.log().emergency_opened(
      emergency.by, {emergency.case_id, emergency.view, emergency.until, emergency.subjects},
      occasion_of(services, session, method));
  if (entered.has_error()) return done(not_entered(services, session, entered.error()));
  const auto opened = services.processor.open_emergency(emergency, now);
  if (opened.has_error()) {
    services.upkeep.failed(opened.error());
    return done(problem(opened.error(), session.language));
  }
  services.upkeep.worked();
  services.upkeep.catch_up();
  done(json::value(json::object{{"case", emergency.case_id.text},
                                {"view", emergency.view.text},
                                {"until", format(emergency.until)}}));
}

}  // namespace

void add_case_methods(RpcMethods& methods, const Services& services) {
  methods["case.get"] = {RpcMethod::For::sessions,
                         {},
                         [&services](const Session& session, const auto& params, Done done) {
                           get(services, session, params, std::move(done));
                         }};
  methods["case.history"] = {RpcMethod::For::sessions,
                             {},
                             [&services](const Session& session, const auto& params, Done done) {
                               history(services, session, params, std::move(done));
                             }};
  methods["case.breakGlass"] = {RpcMethod::For::sessions,
                                {},
                                [&services](const Session& session, const auto& params, Done done) {
                                  break_glass(services, session, params, std::move(done));
                                },
                                RpcMethod::Kind::command};
}

}  // namespace verloop
