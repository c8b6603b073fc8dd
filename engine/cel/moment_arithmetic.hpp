#pragma once
// + and - where a timestamp, a duration or a date stands on the left.

#include "engine/cel/functions.hpp"

namespace verloop::cel {

Outcome add_moments(const Value& a, const Value& b);
Outcome subtract_moments(const Value& a, const Value& b);

/// A day moved by a duration of whole days, within the years 1900 to 2999.
Outcome shifted_day(Date day, const Span& span);

}  // namespace verloop::cel
