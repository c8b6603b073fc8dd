// The only file of CEL that asks the time zone database.

#include <date/tz.h>

#include "engine/cel/moments.hpp"

namespace verloop::cel {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::int64_t> fixed_offset(std::string_view zone) {
  const bool is_negative = zone.starts_with('-');
  if (is_negative || zone.starts_with('+')) zone.remove_prefix(1);
  const bool shaped = zone.size() == 5 && zone[2] == ':' && is_digit(zone[0]) &&
                      is_digit(zone[1]) && is_digit(zone[3]) && is_digit(zone[4]);
  if (!shaped) return std::nullopt;
  const int hours = (zone[0] - '0') * 10 + zone[1] - '0';
  const int minutes = (zone[3] - '0') * 10 + zone[4] - '0';
  if (hours > 23 || minutes > 59) return std::nullopt;
  return (is_negative ? -60 : 60) * (hours * 60 + minutes);
}

}  // namespace

std::optional<std::int64_t> offset_seconds(std::string_view zone, const Moment& moment) {
  if (zone == "UTC") return 0;
  if (const auto fixed = fixed_offset(zone)) return fixed;
  try {
    const date::sys_seconds at{std::chrono::seconds(moment.seconds)};
    return date::locate_zone(std::string(zone))->get_info(at).offset.count();
  } catch (const std::runtime_error&) {  // The database does not know the name.
    return std::nullopt;
  }
}

}  // namespace verloop::cel
