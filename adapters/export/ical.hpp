#pragma once
// A calendar as iCalendar (RFC 5545): what is planned as VEVENT, what is due as VTODO, all of it
// CONFIDENTIAL. It holds labels of the procedure, names of cases and numbers of entries; no value
// that is sealed, and nobody's name. Pure: the same items give the same bytes.
//   stream    = line*; line = content CRLF, folded: at most 75 octets, then CRLF and one space
//   content   = name *(";" param "=" value) ":" value

#include <string>
#include <string_view>
#include <vector>

#include "projections/calendar.hpp"

namespace verloop {

/// One content line with its CRLF, folded as late as can be and never inside a character.
std::string ical_line(std::string_view content);

/// A value of type TEXT: \\ \; \, and \n; other control characters are left out.
std::string ical_text(std::string_view text);

struct IcalSettings {
  std::string origin;  // Of the log; what stands before its first slash ends each UID.
  Language language = Language::nl;
  bool reminders = false;  // A week before what is open.
};

std::string ical_of(const std::vector<CalendarItem>& items, const IcalSettings& settings);

}  // namespace verloop
