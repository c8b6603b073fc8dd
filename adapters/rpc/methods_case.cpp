// case.get, case.history and case.breakGlass.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"
#include "engine/authorise.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// A case that was found, and the session's actor as its reader.
struct Found {
  const LoadedCase* loaded;
  Reader reader;
};

/// Who has no access to the case, but an emergency look.
std::optional<Found> find_in_emergency(const Services& services, const Session& session,
                                       const CaseId& id) {
  const auto loaded = services.processor.find(id);
  if (loaded.has_error()) return std::nullopt;
  const Definition* definition = services.definitions.find((*loaded)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto reader =
      emergency_reader(*session.actor, **loaded, *definition, services.rights(), session.language);
  return reader ? std::optional(Found{*loaded, std::move(*reader)}) : std::nullopt;
}

/// None where it is answered why not.
std::optional<Found> find(const Services& services, const Session& session, const CaseId& id,
                          const std::optional<std::string>& role, const std::string& asked,
                          const Done& done) {
  const auto refuse = [&](const Refusal& refusal) {
    answer_refused(services, session, refusal, id, asked, done);
    return std::nullopt;
  };
  const auto fail = [&](const Error& error) {
    done(problem(error, session.language));
    return std::nullopt;
  };
  const auto loaded = services.processor.find_for(*session.actor, id, services.now());
  if (loaded.has_error() && loaded.error().code == Errc::not_found) {
    auto looking = find_in_emergency(services, session, id);
    return looking ? std::move(looking) : refuse(no_such_case());
  }
  if (loaded.has_error()) return fail(loaded.error());
  const Definition* definition = services.definitions.find((*loaded)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto reader = reader_of(*session.actor, role ? std::optional(RoleId{*role}) : std::nullopt,
                          **loaded, *definition, services.rights(), session.language);
  if (reader.has_error()) return fail(reader.error());
  if (const auto* refusal = std::get_if<Refusal>(&*reader)) return refuse(*refusal);
  return Found{*loaded, std::get<Reader>(std::move(*reader))};
}

/// An earlier moment, and the day on which the case is judged for it.
struct AsOf {
  std::optional<Until> until;
  std::optional<Date> on;
};

/// A position, a day (its last moment in Amsterdam), or a moment.
AsOf as_of_in(Params& params) {
  AsOf as_of;
  const json::value* value = params.value_if_any("asOf");
  if (value == nullptr) return as_of;
  if (value->is_int64() && value->get_int64() >= 0) {
    as_of.until = Until{Position{static_cast<std::uint64_t>(value->get_int64())}, {}};
    return as_of;
  }
  const std::string text = value->is_string() ? std::string(value->get_string()) : std::string();
  const auto day = parse_date(text);
  const auto moment = parse_timestamp(text);
  if (day.has_value()) {
    const Timestamp next = in_amsterdam(add_days(*day, 1), std::chrono::minutes(0));
    as_of = {Until{{}, next - std::chrono::microseconds(1)}, *day};
  } else if (moment.has_value()) {
    as_of = {Until{{}, *moment}, day_in_amsterdam(*moment)};
  } else {
    params.reject("asOf", "must be a position, a day or a moment");
  }
  return as_of;
}

void get(const Services& services, const Session& session, const json::value& given, Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  const AsOf as_of = as_of_in(params);
  const auto on = params.day_if_any("on");
  if (const auto error = params.error()) return done(*error);
  const auto found = find(services, session, id, role, "case.get", done);
  if (!found) return;
  std::optional<CaseState> state = found->loaded->state;
  if (as_of.until || on) {
    auto earlier = state_until(services.sources(), id, as_of.until.value_or(Until()), on);
    if (earlier.has_error()) return done(problem(earlier.error(), session.language));
    state = std::move(*earlier);
  }
  if (!state) {
    return done(problem(ProblemKind::unknown,
                        {"Deze zaak bestond toen nog niet.", "This case did not exist then."},
                        session.language));
  }
  const Date day = on ? *on : as_of.on.value_or(day_in_amsterdam(services.clock.now()));
  hand_out(services, session, case_answer(services.sources(), found->reader, *state, day),
           "case.get", std::move(done));
}

void history(const Services& services, const Session& session, const json::value& given,
             Done done) {
  Params params(given);
  const CaseId id{params.text("case")};
  const auto role = params.text_if_any("role");
  if (const auto error = params.error()) return done(*error);
  const auto found = find(services, session, id, role, "case.history", done);
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
