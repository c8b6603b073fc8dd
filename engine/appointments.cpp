#include "engine/appointments.hpp"

#include "engine/entries.hpp"

namespace verloop {
namespace {

/// The days and moments that a log can speak of; what an expression makes beyond them is none.
std::optional<Timestamp> moment_of(const cel::Moment& moment) {
  const std::chrono::seconds seconds(moment.seconds);
  const std::chrono::sys_days first = std::chrono::year(1900) / 1 / 1;
  const std::chrono::sys_days last = std::chrono::year(3000) / 1 / 1;
  const std::chrono::sys_seconds at(seconds);
  if (at < first || at >= last) return std::nullopt;
  return Timestamp(seconds);
}

std::optional<std::variant<Date, Timestamp>> planned_at(const Appointment& appointment,
                                                        const cel::Bindings& known) {
  if (!appointment.on) return std::nullopt;
  const auto value = appointment.on->evaluate(known);
  if (value.has_error()) return std::nullopt;
  if (const Date* day = value->get_if<Date>()) return *day;
  const auto* moment = value->get_if<cel::Moment>();
  const auto at = moment == nullptr ? std::nullopt : moment_of(*moment);
  if (!at) return std::nullopt;
  return *at;
}

}  // namespace

std::vector<Planned> planned(const std::vector<Appointment>& calendar, const CaseState& state,
                             const Definition& definition, Date today) {
  std::vector<Planned> all;
  if (calendar.empty()) return all;
  const cel::Bindings bindings = judging_bindings(state, definition, today);
  for (const Appointment& appointment : calendar) {
    const auto plan_one = [&](const std::string& entry, const cel::Bindings& known) {
      const auto at = planned_at(appointment, known);
      if (!at) return;
      Planned one{&appointment, entry, *at, {}};
      for (std::size_t i = 0; i < appointment.stops.size(); ++i) {
        const auto stop = date_of(appointment.stops[i], known);
        if (stop && *stop <= day_of(*at)) one.stopped_by.push_back(i);
      }
      all.push_back(std::move(one));
    };
    for_each_entry(appointment.over, definition.schema, bindings, plan_one);
  }
  return all;
}

Date day_of(const std::variant<Date, Timestamp>& at) {
  const Date* day = std::get_if<Date>(&at);
  return day != nullptr ? *day : day_in_amsterdam(std::get<Timestamp>(at));
}

}  // namespace verloop
