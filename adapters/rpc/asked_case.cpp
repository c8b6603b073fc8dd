#include "adapters/rpc/asked_case.hpp"

#include "engine/authorise.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Who has no access to the case, but an emergency look.
std::optional<AskedCase> find_in_emergency(const Services& services, const Session& session,
                                           const CaseId& id) {
  const auto loaded = services.processor.find(id);
  if (loaded.has_error()) return std::nullopt;
  const Definition* definition = services.definitions.find((*loaded)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto reader =
      emergency_reader(*session.actor, **loaded, *definition, services.rights(), session.language);
  return reader ? std::optional(AskedCase{*loaded, std::move(*reader)}) : std::nullopt;
}

}  // namespace

std::optional<AskedCase> find_case(const Services& services, const Session& session,
                                   const CaseId& id, const std::optional<std::string>& role,
                                   const std::string& asked, const Done& done) {
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
  return AskedCase{*loaded, std::get<Reader>(std::move(*reader))};
}

AsOf as_of_in(Params& params, std::string_view name) {
  AsOf as_of;
  const json::value* value = params.value_if_any(name);
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
    params.reject(name, "must be a position, a day or a moment");
  }
  return as_of;
}

std::optional<Moment> moment_of(const Services& services, const Session& session,
                                const AskedCase& found, const AsOf& as_of,
                                const std::optional<Date>& on, const Done& done) {
  Moment moment{found.loaded->state, {}};
  if (as_of.until || on) {
    auto earlier =
        state_until(services.sources(), found.loaded->state.id, as_of.until.value_or(Until()), on);
    if (earlier.has_error()) {
      done(problem(earlier.error(), session.language));
      return std::nullopt;
    }
    moment.state = std::move(*earlier);
  }
  if (!moment.state) {
    done(problem(ProblemKind::unknown,
                 {"Deze zaak bestond toen nog niet.", "This case did not exist then."},
                 session.language));
    return std::nullopt;
  }
  moment.on = on ? *on : as_of.on.value_or(day_in_amsterdam(services.clock.now()));
  return moment;
}

}  // namespace verloop
