#pragma once
// What is planned of a case for a day or a moment, as the part `calendar` of its procedure tells
// it: a pure function of the case's state.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/outward.hpp"

namespace verloop {

/// `entry` is the key of the entry it belongs to; empty for the whole case.
struct Planned {
  const Appointment* appointment = nullptr;  // One of those given.
  std::string entry;
  std::variant<Date, Timestamp> at;
  std::vector<std::size_t> stopped_by;  // Indices in its `stops`: each takes it off.
};

/// In the order of the calendar. What has no day is left out.
std::vector<Planned> planned(const std::vector<Appointment>& calendar, const CaseState& state,
                             const Definition& definition, Date today);

/// The day of it, in Amsterdam.
Date day_of(const std::variant<Date, Timestamp>& at);

}  // namespace verloop
