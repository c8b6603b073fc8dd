#pragma once
// CEL's timestamps and durations: text forms, ranges and arithmetic. Durations are limited to what
// 64 bits of nanoseconds hold (292 years), as in the reference implementation.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/cel/value.hpp"

namespace verloop::cel {

constexpr std::int32_t nanos_per_second = 1'000'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

std::optional<Moment> moment_at(std::int64_t seconds, std::int32_t nanos);  // Years 1 to 9999.
std::optional<Moment> parse_moment(std::string_view text);                  // RFC 3339.
std::string format_moment(const Moment& moment);  // In UTC, decimals as needed.

std::optional<Span> parse_span(std::string_view text);  // `-1h30m`, `1.5s`, `10ms`.
std::string format_span(const Span& span);              // `5400s`, `-0.25s`
Span span_of(std::int64_t nanos);
std::optional<std::int64_t> nanos_of(const Span& span);

std::optional<Moment> shifted(const Moment& moment, const Span& span);
std::optional<Span> sum(const Span& a, const Span& b);
std::optional<Span> negated(const Span& span);
std::optional<Span> between(const Moment& from, const Moment& to);

/// `UTC`, a name like `Europe/Amsterdam`, or an offset like `+01:00` or `01:00`. None for others.
std::optional<std::int64_t> offset_seconds(std::string_view zone, const Moment& moment);

}  // namespace verloop::cel
