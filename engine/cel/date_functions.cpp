// Calendar days: date, days, daysBetween, latest, dayOf.

#include <algorithm>

#include "engine/cel/functions.hpp"
#include "engine/cel/moments.hpp"

namespace verloop::cel {
namespace {

Outcome date(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<Date>(0) != nullptr) return call[0];
  const auto* text = call.get<std::string>(0);
  if (text == nullptr) return mismatch();
  const auto day = parse_date(*text);
  if (day.has_error()) return failed("the text is no date of the form YYYY-MM-DD");
  return Value::of(*day);
}

Outcome days(const Call& call) {
  const auto* count = call.get<std::int64_t>(0);
  if (count == nullptr || call.size() != 1) return mismatch();
  std::int64_t seconds = 0;
  if (__builtin_mul_overflow(*count, seconds_per_day, &seconds) || !nanos_of(Span{seconds, 0}))
    return failed("the result is outside the range of its type");
  return Value::of(Span{seconds, 0});
}

Outcome days_between_dates(const Call& call) {
  const auto* from = call.get<Date>(0);
  const auto* to = call.get<Date>(1);
  if (from == nullptr || to == nullptr || call.size() != 2) return mismatch();
  return Value::of(days_between(*from, *to));
}

Outcome latest(const Call& call) {
  const auto* one = call.get<Date>(0);
  const auto* other = call.get<Date>(1);
  if (one == nullptr || other == nullptr || call.size() != 2) return mismatch();
  return Value::of(std::max(*one, *other));
}

Outcome day_of(const Call& call) {
  const auto* moment = call.get<Moment>(0);
  if (moment == nullptr || call.size() != 1) return mismatch();
  const Timestamp at{std::chrono::seconds(moment->seconds) +
                     std::chrono::microseconds(moment->nanos / 1000)};
  const Date day = day_in_amsterdam(at);
  if (parse_date(format(day)).has_error()) return failed("there is no such day");
  return Value::of(day);
}

constexpr FunctionEntry table[] = {{"date", "(string) date; (date) date", date},
                                   {"days", "(int) duration", days},
                                   {"daysBetween", "(date, date) int", days_between_dates},
                                   {"latest", "(date, date) date", latest},
                                   {"dayOf", "(timestamp) date", day_of}};

}  // namespace

std::span<const FunctionEntry> date_functions() {
  return table;
}

}  // namespace verloop::cel
