// case.actions, case.compliance, case.why and case.diff: the questions that the command line has.
#include "adapters/rpc/asked_case.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/problem.hpp"
#include "engine/authorise.hpp"
#include "projections/why_answer.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Only what is open to who has access to the case by right: an emergency look shows the case
/// alone.
std::optional<AskedCase> find_by_right(const Services& services, const Session& session,
                                       const CaseId& id, const std::optional<std::string>& role,
                                       const std::string& asked, const Done& done) {
  auto found = find_case(services, session, id, role, asked, done);
  if (!found || !found->reader.is_in_emergency) return found;
  answer_refused(services, session, no_such_case(), id, asked, done);
  return std::nullopt;
}

void actions(const Services& services, const Session& session, const json::value& given,
             Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  if (const auto error = params.error()) return done(*error);
  const auto found = find_by_right(services, session, id, role, "case.actions", done);
  if (!found) return;
  const Definition* definition = services.definitions.find(found->loaded->state.definition);
  const auto possible = services.processor.circumstances(
      *found->loaded, *definition, found->reader.actor, nullptr, {}, services.now());
  if (possible.has_error()) return done(problem(possible.error(), session.language));
  done(json::value(json::object{
      {"case", id.text}, {"actions", actions_answer(found->reader, *found->loaded, *possible)}}));
}

void compliance(const Services& services, const Session& session, const json::value& given,
                Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  const AsOf as_of = as_of_in(params);
  const auto on = params.day_if_any("on");
  if (const auto error = params.error()) return done(*error);
  const auto found = find_by_right(services, session, id, role, "case.compliance", done);
  if (!found) return;
  const auto moment = moment_of(services, session, *found, as_of, on, done);
  if (!moment) return;
  const Definition* definition = services.definitions.find(moment->state->definition);
  done(json::value(json::object{
      {"case", id.text},
      {"position", moment->state->position.value},
      {"definition", moment->state->definition},
      {"on", format(moment->on)},
      {"rules", compliance_answer(found->reader, *moment->state, *definition, moment->on)}}));
}

void why(const Services& services, const Session& session, const json::value& given, Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const std::string field = params.text("field");
  const auto role = params.text_if_any("role");
  const AsOf as_of = as_of_in(params);
  const auto on = params.day_if_any("on");
  if (const auto error = params.error()) return done(*error);
  const auto found = find_case(services, session, id, role, "case.why", done);
  if (!found) return;
  const auto moment = moment_of(services, session, *found, as_of, on, done);
  if (!moment) return;
  hand_out(services, session,
           why_answer(services.sources(), found->reader, *moment->state,
                      {field, as_of.until.value_or(Until()), moment->on}),
           "case.why", std::move(done));
}

void diff(const Services& services, const Session& session, const json::value& given, Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  const AsOf from = as_of_in(params, "from");
  const AsOf to = as_of_in(params, "to");
  if (!from.until) params.reject("from", "must be a position, a day or a moment");
  if (const auto error = params.error()) return done(*error);
  const auto found = find_case(services, session, id, role, "case.diff", done);
  if (!found) return;
  const auto later = moment_of(services, session, *found, to, {}, done);
  if (!later) return;
  const auto before = state_until(services.sources(), id, *from.until);
  if (before.has_error()) return done(problem(before.error(), session.language));
  Moment first{*before, from.on.value_or(later->on)};
  Moment second = *later;
  if (first.state && second.state->position < first.state->position) std::swap(first, second);
  hand_out(services, session, diff_answer(services.sources(), found->reader, first, second),
           "case.diff", std::move(done));
}

using Question = void (*)(const Services&, const Session&, const json::value&, Done);

RpcMethod method(const Services& services, Question question) {
  return {RpcMethod::For::sessions,
          {},
          [&services, question](const Session& session, const auto& params, Done done) {
            question(services, session, params, std::move(done));
          }};
}

}  // namespace

void add_question_methods(RpcMethods& methods, const Services& services) {
  methods["case.actions"] = method(services, actions);
  methods["case.compliance"] = method(services, compliance);
  methods["case.why"] = method(services, why);
  methods["case.diff"] = method(services, diff);
}

}  // namespace verloop
