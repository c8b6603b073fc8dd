#include "engine/cel/moments.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace verloop::cel {
namespace {

constexpr std::int64_t seconds_min = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t seconds_max = 253'402'300'799;  // 9999-12-31T23:59:59Z

/// Reads from the front of a text; every step says whether it fitted.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_any_of(char a, char b) { return take(a) || take(b); }
  bool take_word(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  /// Exactly `width` digits, not above `max`.
  bool number(int width, int max, int& value) {
    value = 0;
    for (int i = 0; i < width; ++i) {
      if (!has_digit()) return false;
      value = value * 10 + next_digit();
    }
    return value <= max;
  }
  bool has_digit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
  int next_digit() {
    const int digit = text_[0] - '0';
    text_.remove_prefix(1);
    return digit;
  }

 private:
  std::string_view text_;
};

/// The digits behind a point as nanoseconds; at most nine.
bool fraction(Reader& reader, std::int32_t& nanos) {
  if (!reader.has_digit()) return false;
  std::int32_t unit = nanos_per_second / 10;
  for (; reader.has_digit(); unit /= 10) {
    if (unit == 0) return false;
    nanos += reader.next_digit() * unit;
  }
  return true;
}

bool offset(Reader& reader, std::int64_t& seconds) {
  if (reader.take_any_of('Z', 'z')) return true;
  const bool is_negative = reader.take('-');
  if (!is_negative && !reader.take('+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!reader.number(2, 23, hours) || !reader.take(':') || !reader.number(2, 59, minutes))
    return false;
  seconds = (is_negative ? -60 : 60) * (hours * 60 + minutes);
  return true;
}

std::int64_t nanos_per(Reader& reader) {
  if (reader.take_word("ms")) return 1'000'000;
  if (reader.take_word("us") || reader.take_word("\u00b5s") || reader.take_word("\u03bcs"))
    return 1'000;
  if (reader.take_word("ns")) return 1;
  if (reader.take_word("h")) return 3'600 * std::int64_t{nanos_per_second};
  if (reader.take_word("m")) return 60 * std::int64_t{nanos_per_second};
  return reader.take_word("s") ? nanos_per_second : 0;
}

/// One part of a duration, like `1.5h`, added to `total`.
bool part(Reader& reader, std::int64_t& total) {
  std::int64_t whole = 0;
  bool fits = true;
  const bool has_whole = reader.has_digit();
  while (reader.has_digit()) {
    fits = fits && !__builtin_mul_overflow(whole, std::int64_t{10}, &whole);
    fits = !__builtin_add_overflow(whole, std::int64_t{reader.next_digit()}, &whole) && fits;
  }
  std::int64_t decimals = 0;
  std::int64_t scale = 1;
  const bool has_point = reader.take('.');
  const bool has_decimals = has_point && reader.has_digit();
  for (; has_point && reader.has_digit(); scale *= 10) {
    if (scale >= nanos_per_second) return false;
    decimals = decimals * 10 + reader.next_digit();
  }
  const std::int64_t unit = nanos_per(reader);
  if (!fits || unit == 0 || !(has_whole || has_decimals)) return false;
  // Below an hour a unit times nine decimals fits; above, the division comes first.
  const std::int64_t small = unit / scale * decimals + unit % scale * decimals / scale;
  return !__builtin_mul_overflow(whole, unit, &whole) &&
         !__builtin_add_overflow(total, whole, &total) &&
         !__builtin_add_overflow(total, small, &total);
}

std::string decimals(std::int32_t nanos) {
  if (nanos == 0) return {};
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, ".%09d", static_cast<int>(nanos));
  std::string text(buffer);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

}  // namespace

std::optional<Moment> moment_at(std::int64_t seconds, std::int32_t nanos) {
  if (seconds < seconds_min || seconds > seconds_max) return std::nullopt;
  return Moment{seconds, nanos};
}

std::optional<Moment> parse_moment(std::string_view text) {
  Reader reader(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const bool has_day = reader.number(4, 9999, year) && reader.take('-') &&
                       reader.number(2, 12, month) && reader.take('-') &&
                       reader.number(2, 31, day) && reader.take_any_of('T', 't');
  if (!has_day) return std::nullopt;
  const bool has_time = reader.number(2, 23, hour) && reader.take(':') &&
                        reader.number(2, 59, minute) && reader.take(':') &&
                        reader.number(2, 59, second);
  if (!has_time) return std::nullopt;
  std::int32_t nanos = 0;
  std::int64_t east = 0;
  if (reader.take('.') && !fraction(reader, nanos)) return std::nullopt;
  if (!offset(reader, east) || !reader.at_end()) return std::nullopt;
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return moment_at(days * seconds_per_day + hour * 3600 + minute * 60 + second - east, nanos);
}

std::string format_moment(const Moment& moment) {
  const std::chrono::sys_seconds at{std::chrono::seconds(moment.seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time(at - day);
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return format(Date(day)) + buffer + decimals(moment.nanos) + "Z";
}

std::optional<Span> parse_span(std::string_view text) {
  Reader reader(text);
  const bool is_negative = reader.take('-');
  if (!is_negative) reader.take('+');
  std::int64_t nanos = 0;
  if (reader.take('0') && reader.at_end()) return Span{};
  reader = Reader(text.substr(!text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0));
  do {
    if (!part(reader, nanos)) return std::nullopt;
  } while (!reader.at_end());
  return span_of(is_negative ? -nanos : nanos);
}

std::string format_span(const Span& span) {
  const bool is_negative = span.seconds < 0 || span.nanos < 0;
  std::string text = std::to_string(span.seconds);
  if (is_negative && span.seconds == 0) text = "-0";
  return text + decimals(std::abs(span.nanos)) + "s";
}

Span span_of(std::int64_t nanos) {
  return {nanos / nanos_per_second, static_cast<std::int32_t>(nanos % nanos_per_second)};
}

std::optional<std::int64_t> nanos_of(const Span& span) {
  std::int64_t nanos = 0;
  if (__builtin_mul_overflow(span.seconds, std::int64_t{nanos_per_second}, &nanos) ||
      __builtin_add_overflow(nanos, std::int64_t{span.nanos}, &nanos))
    return std::nullopt;
  return nanos;
}

std::optional<Moment> shifted(const Moment& moment, const Span& span) {
  std::int64_t seconds = 0;
  std::int32_t nanos = moment.nanos + span.nanos;
  if (__builtin_add_overflow(moment.seconds, span.seconds, &seconds)) return std::nullopt;
  if (nanos < 0) {
    nanos += nanos_per_second;
    if (__builtin_sub_overflow(seconds, 1, &seconds)) return std::nullopt;
  } else if (nanos >= nanos_per_second) {
    nanos -= nanos_per_second;
    if (__builtin_add_overflow(seconds, 1, &seconds)) return std::nullopt;
  }
  return moment_at(seconds, nanos);
}

std::optional<Span> sum(const Span& a, const Span& b) {
  const auto left = nanos_of(a);
  const auto right = nanos_of(b);
  std::int64_t nanos = 0;
  if (!left || !right || __builtin_add_overflow(*left, *right, &nanos)) return std::nullopt;
  return span_of(nanos);
}

std::optional<Span> negated(const Span& span) {
  if (span.seconds == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return Span{-span.seconds, -span.nanos};
}

std::optional<Span> between(const Moment& from, const Moment& to) {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  if (__builtin_sub_overflow(to.seconds, from.seconds, &seconds) ||
      __builtin_mul_overflow(seconds, std::int64_t{nanos_per_second}, &nanos) ||
      __builtin_add_overflow(nanos, std::int64_t{to.nanos} - from.nanos, &nanos))
    return std::nullopt;
  return span_of(nanos);
}

}  // namespace verloop::cel
