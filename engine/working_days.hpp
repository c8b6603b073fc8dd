#pragma once
// Which days are working days: no Saturday, no Sunday, none of a procedure's holidays. Pure.

#include <vector>

#include "engine/procedure.hpp"
#include "events/time.hpp"

namespace verloop {

/// Easter Sunday of a year, Gregorian calendar (the anonymous algorithm in J. Meeus, Astronomical
/// Algorithms, ch. 8).
Date easter_sunday(std::chrono::year year);

bool is_working_day(Date day, const std::vector<Holiday>& holidays);

/// The day itself, or the first working day after it.
Date roll_to_working_day(Date day, const std::vector<Holiday>& holidays);

}  // namespace verloop
