// The accessors of timestamps and durations: getFullYear and the like, in UTC or in a zone.

#include "engine/cel/functions.hpp"
#include "engine/cel/moments.hpp"

namespace verloop::cel {
namespace {

/// A moment as clocks and calendars of a zone show it.
struct Local {
  Date day;
  std::int64_t second_of_day = 0;
  std::int64_t milliseconds = 0;

  std::int64_t day_of_year() const {
    return days_between(Date(day.year(), std::chrono::January, std::chrono::day(1)), day);
  }
  std::int64_t month() const { return static_cast<unsigned>(day.month()) - 1; }
  std::int64_t day_of_month() const { return static_cast<unsigned>(day.day()); }
};

std::optional<Local> local_at(const Moment& moment, std::string_view zone) {
  const auto offset = offset_seconds(zone, moment);
  if (!offset) return std::nullopt;
  const std::chrono::sys_seconds at{std::chrono::seconds(moment.seconds + *offset)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return Local{Date(day), (at - day).count(), moment.nanos / 1'000'000};
}

template <class Accessor>
Outcome of_moment(const Call& call, Accessor accessor) {
  const auto* moment = call.get<Moment>(0);
  const auto* zone = call.get<std::string>(1);
  const bool fits =
      moment != nullptr && (call.size() == 1 || (call.size() == 2 && zone != nullptr));
  if (!fits) return mismatch();
  const auto local = local_at(*moment, zone == nullptr ? "UTC" : *zone);
  if (!local) return failed("there is no such time zone");
  return Value::of(std::int64_t{accessor(*local)});
}

/// Of a moment, or else of a duration: `unit` is in seconds.
template <class Accessor>
Outcome of_either(const Call& call, Accessor accessor, std::int64_t unit) {
  const auto* span = call.get<Span>(0);
  if (span != nullptr && call.size() == 1) return Value::of(span->seconds / unit);
  return of_moment(call, accessor);
}

Outcome full_year(const Call& call) {
  if (const auto* day = call.get<Date>(0); day != nullptr && call.size() == 1)
    return Value::of(std::int64_t{static_cast<int>(day->year())});
  return of_moment(call, [](const Local& l) { return static_cast<int>(l.day.year()); });
}

Outcome month(const Call& call) {
  if (const auto* day = call.get<Date>(0); day != nullptr && call.size() == 1)
    return Value::of(Local{*day}.month());
  return of_moment(call, [](const Local& l) { return l.month(); });
}

Outcome day_of_month(const Call& call) {
  if (const auto* day = call.get<Date>(0); day != nullptr && call.size() == 1)
    return Value::of(Local{*day}.day_of_month() - 1);
  return of_moment(call, [](const Local& l) { return l.day_of_month() - 1; });
}

Outcome day_of_week(const Call& call) {
  const auto of_day = [](Date day) { return std::int64_t{weekday_of(day).c_encoding()}; };
  if (const auto* day = call.get<Date>(0); day != nullptr && call.size() == 1)
    return Value::of(of_day(*day));
  return of_moment(call, [&](const Local& l) { return of_day(l.day); });
}

Outcome date(const Call& call) {
  return of_moment(call, [](const Local& l) { return l.day_of_month(); });
}
Outcome day_of_year(const Call& call) {
  return of_moment(call, [](const Local& l) { return l.day_of_year(); });
}
Outcome hours(const Call& call) {
  return of_either(
      call, [](const Local& l) { return l.second_of_day / 3600; }, 3600);
}
Outcome minutes(const Call& call) {
  return of_either(
      call, [](const Local& l) { return l.second_of_day / 60 % 60; }, 60);
}
Outcome seconds(const Call& call) {
  return of_either(
      call, [](const Local& l) { return l.second_of_day % 60; }, 1);
}
Outcome milliseconds(const Call& call) {
  if (const auto* span = call.get<Span>(0); span != nullptr && call.size() == 1)
    return Value::of(std::int64_t{span->nanos / 1'000'000});
  return of_moment(call, [](const Local& l) { return l.milliseconds; });
}

constexpr std::string_view of_moments = "timestamp.() int; timestamp.(string) int";
constexpr std::string_view of_durations_too =
    "timestamp.() int; timestamp.(string) int; duration.() int";
constexpr std::string_view of_dates_too = "timestamp.() int; timestamp.(string) int; date.() int";

constexpr FunctionEntry table[] = {{"getFullYear", of_dates_too, full_year},
                                   {"getMonth", of_dates_too, month},
                                   {"getDayOfMonth", of_dates_too, day_of_month},
                                   {"getDayOfWeek", of_dates_too, day_of_week},
                                   {"getDate", of_moments, date},
                                   {"getDayOfYear", of_moments, day_of_year},
                                   {"getHours", of_durations_too, hours},
                                   {"getMinutes", of_durations_too, minutes},
                                   {"getSeconds", of_durations_too, seconds},
                                   {"getMilliseconds", of_durations_too, milliseconds}};

}  // namespace

std::span<const FunctionEntry> moment_functions() {
  return table;
}

}  // namespace verloop::cel
