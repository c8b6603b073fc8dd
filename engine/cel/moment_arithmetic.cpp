#include "engine/cel/moment_arithmetic.hpp"

#include "engine/cel/moments.hpp"

namespace verloop::cel {
namespace {

template <class T>
Outcome in_range(const std::optional<T>& value) {
  if (!value) return failed("the result is outside the range of its type");
  return Value::of(*value);
}

}  // namespace

Outcome shifted_day(Date day, const Span& span) {
  if (span.nanos != 0 || span.seconds % seconds_per_day != 0)
    return failed("a date moves by whole days only");
  constexpr std::int64_t days_max = 1'100 * 366;  // More than all years of a date.
  const std::int64_t days = span.seconds / seconds_per_day;
  if (days < -days_max || days > days_max) return failed("there is no such day");
  const Date result = add_days(day, days);
  if (parse_date(format(result)).has_error()) return failed("there is no such day");
  return Value::of(result);
}

Outcome add_moments(const Value& a, const Value& b) {
  const auto* span = b.get_if<Span>();
  if (span == nullptr) {
    const bool can_swap = b.get_if<Moment>() != nullptr || b.get_if<Date>() != nullptr;
    return a.get_if<Span>() != nullptr && can_swap ? add_moments(b, a) : Outcome(mismatch());
  }
  if (const auto* moment = a.get_if<Moment>()) return in_range(shifted(*moment, *span));
  if (const auto* day = a.get_if<Date>()) return shifted_day(*day, *span);
  if (const auto* other = a.get_if<Span>()) return in_range(sum(*other, *span));
  return mismatch();
}

Outcome subtract_moments(const Value& a, const Value& b) {
  if (const auto* moment = a.get_if<Moment>(); moment != nullptr && b.get_if<Moment>() != nullptr)
    return in_range(between(*b.get_if<Moment>(), *moment));
  const auto* span = b.get_if<Span>();
  if (span == nullptr) return mismatch();
  const auto negative = negated(*span);
  if (!negative) return failed("the result is outside the range of its type");
  return add_moments(a, Value::of(*negative));
}

}  // namespace verloop::cel
