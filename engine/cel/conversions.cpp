// int, uint, double, bool, string, bytes, timestamp, duration.

#include <charconv>
#include <cmath>
#include <limits>

#include "engine/cel/functions.hpp"
#include "engine/cel/moments.hpp"
#include "engine/cel/utf8.hpp"

namespace verloop::cel {
namespace {

constexpr double above_int = 9223372036854775808.0;    // 2^63
constexpr double above_uint = 18446744073709551616.0;  // 2^64

Failure out_of_range() {
  return failed("the value is outside the range of the type");
}

template <class T>
Outcome parsed(const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return failed("the text is no such number");
  return Value::of(value);
}

Outcome to_int(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<std::int64_t>(0) != nullptr) return call[0];
  if (const auto* u = call.get<std::uint64_t>(0)) {
    if (*u > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return out_of_range();
    return Value::of(static_cast<std::int64_t>(*u));
  }
  if (const auto* d = call.get<double>(0)) {
    // Both ends are outside: the doubles near them are not exact.
    if (!(*d > -above_int && *d < above_int)) return out_of_range();
    return Value::of(static_cast<std::int64_t>(*d));
  }
  if (const auto* text = call.get<std::string>(0)) return parsed<std::int64_t>(*text);
  if (const auto* moment = call.get<Moment>(0)) return Value::of(moment->seconds);
  return mismatch();
}

Outcome to_uint(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<std::uint64_t>(0) != nullptr) return call[0];
  if (const auto* i = call.get<std::int64_t>(0)) {
    if (*i < 0) return out_of_range();
    return Value::of(static_cast<std::uint64_t>(*i));
  }
  if (const auto* d = call.get<double>(0)) {
    if (!(*d >= 0 && *d < above_uint)) return out_of_range();
    return Value::of(static_cast<std::uint64_t>(*d));
  }
  if (const auto* text = call.get<std::string>(0)) return parsed<std::uint64_t>(*text);
  return mismatch();
}

Outcome to_double(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<double>(0) != nullptr) return call[0];
  if (const auto* i = call.get<std::int64_t>(0)) return Value::of(static_cast<double>(*i));
  if (const auto* u = call.get<std::uint64_t>(0)) return Value::of(static_cast<double>(*u));
  if (const auto* text = call.get<std::string>(0)) return parsed<double>(*text);
  return mismatch();
}

Outcome to_bool(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<bool>(0) != nullptr) return call[0];
  const auto* text = call.get<std::string>(0);
  if (text == nullptr) return mismatch();
  for (const char* yes : {"1", "t", "T", "true", "TRUE", "True"})
    if (*text == yes) return Value::of(true);
  for (const char* no : {"0", "f", "F", "false", "FALSE", "False"})
    if (*text == no) return Value::of(false);
  return failed("the text is neither true nor false");
}

std::string text_of(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char buffer[40];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, written.ptr);
}

Outcome to_text(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<std::string>(0) != nullptr) return call[0];
  if (const auto* i = call.get<std::int64_t>(0)) return Value::of(std::to_string(*i));
  if (const auto* u = call.get<std::uint64_t>(0)) return Value::of(std::to_string(*u));
  if (const auto* d = call.get<double>(0)) return Value::of(text_of(*d));
  if (const auto* b = call.get<bool>(0)) return Value::of(*b ? "true" : "false");
  if (const auto* moment = call.get<Moment>(0)) return Value::of(format_moment(*moment));
  if (const auto* span = call.get<Span>(0)) return Value::of(format_span(*span));
  if (const auto* day = call.get<Date>(0)) return Value::of(format(*day));
  const auto* bytes = call.get<Bytes>(0);
  if (bytes == nullptr) return mismatch();
  call.meter.spend_characters(bytes->data.size());
  if (!is_utf8(bytes->data)) return failed("the bytes are no UTF-8");
  return Value::of(bytes->data);
}

Outcome to_bytes(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<Bytes>(0) != nullptr) return call[0];
  const auto* text = call.get<std::string>(0);
  if (text == nullptr) return mismatch();
  call.meter.spend_characters(text->size());
  return Value::of(Bytes{*text});
}

Outcome to_timestamp(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<Moment>(0) != nullptr) return call[0];
  std::optional<Moment> moment;
  if (const auto* seconds = call.get<std::int64_t>(0))
    moment = moment_at(*seconds, 0);
  else if (const auto* text = call.get<std::string>(0))
    moment = parse_moment(*text);
  else
    return mismatch();
  if (!moment) return failed("the value is no timestamp of the years 1 to 9999 as in RFC 3339");
  return Value::of(*moment);
}

Outcome to_duration(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (call.get<Span>(0) != nullptr) return call[0];
  const auto* text = call.get<std::string>(0);
  if (text == nullptr) return mismatch();
  const auto span = parse_span(*text);
  if (!span) return failed("the text is no duration like 1h30m, or too long a one");
  return Value::of(*span);
}

constexpr FunctionEntry table[] = {
    {"int", "(int) int; (uint) int; (double) int; (string) int; (timestamp) int", to_int},
    {"uint", "(uint) uint; (int) uint; (double) uint; (string) uint", to_uint},
    {"double", "(double) double; (int) double; (uint) double; (string) double", to_double},
    {"bool", "(bool) bool; (string) bool", to_bool},
    {"string",
     "(string) string; (int) string; (uint) string; (double) string; (bool) string;"
     "(bytes) string; (timestamp) string; (duration) string; (date) string",
     to_text},
    {"bytes", "(bytes) bytes; (string) bytes", to_bytes},
    {"timestamp", "(timestamp) timestamp; (string) timestamp; (int) timestamp", to_timestamp},
    {"duration", "(duration) duration; (string) duration", to_duration}};

}  // namespace

std::span<const FunctionEntry> conversion_functions() {
  return table;
}

}  // namespace verloop::cel
