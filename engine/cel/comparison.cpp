#include "engine/cel/comparison.hpp"

#include <algorithm>
#include <cmath>

namespace verloop::cel {
namespace {

// 2^63: the first double above the range of int.
constexpr double above_int = 9223372036854775808.0;

// Beside a double an integer is compared as a double, as the reference implementations do.
std::partial_ordering order(std::int64_t a, double b) {
  return static_cast<double>(a) <=> b;
}
std::partial_ordering order(std::uint64_t a, double b) {
  return static_cast<double>(a) <=> b;
}
std::partial_ordering order(double a, std::int64_t b) {
  return a <=> static_cast<double>(b);
}
std::partial_ordering order(double a, std::uint64_t b) {
  return a <=> static_cast<double>(b);
}
std::partial_ordering order(std::int64_t a, std::uint64_t b) {
  if (a < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a) <=> b;
}
std::partial_ordering order(std::uint64_t a, std::int64_t b) {
  if (b < 0) return std::partial_ordering::greater;
  return a <=> static_cast<std::uint64_t>(b);
}
template <class T>
std::partial_ordering order(const T& a, const T& b) {
  return a <=> b;
}

template <class A>
std::optional<std::partial_ordering> order_number(const A& a, const Value& b) {
  if (const auto* i = b.get_if<std::int64_t>()) return order(a, *i);
  if (const auto* u = b.get_if<std::uint64_t>()) return order(a, *u);
  if (const auto* d = b.get_if<double>()) return order(a, *d);
  return std::nullopt;
}

std::optional<std::partial_ordering> order_numbers(const Value& a, const Value& b) {
  if (const auto* i = a.get_if<std::int64_t>()) return order_number(*i, b);
  if (const auto* u = a.get_if<std::uint64_t>()) return order_number(*u, b);
  if (const auto* d = a.get_if<double>()) return order_number(*d, b);
  return std::nullopt;
}

std::partial_ordering order_text(const std::string& a, const std::string& b, Meter& meter) {
  // std::string compares as unsigned bytes, which for UTF-8 is the order of code points.
  meter.spend_characters(std::min(a.size(), b.size()));
  return a.compare(b) <=> 0;
}

bool equal_lists(const List& a, const List& b, Meter& meter) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!equal(a[i], b[i], meter)) return false;
  return true;
}

bool equal_maps(const Map& a, const Map& b, Meter& meter) {
  if (a.size() != b.size()) return false;
  for (const auto& [key, value] : a) {
    const Value* other = find(b, key, meter);
    if (other == nullptr || !equal(value, *other, meter)) return false;
  }
  return true;
}

bool equal_records(const RecordValue& a, const RecordValue& b, Meter& meter) {
  if (a.type != b.type || a.fields.size() != b.fields.size()) return false;
  for (auto i = a.fields.begin(), j = b.fields.begin(); i != a.fields.end(); ++i, ++j)
    if (i->first != j->first || !equal(i->second, j->second, meter)) return false;
  return true;
}

/// Of two values of the same kind.
struct EqualTo {
  const Value& other;
  Meter& meter;

  bool operator()(std::monostate) const { return true; }
  template <class T>
  bool operator()(const T& value) const {
    return value == *other.get_if<T>();
  }
  bool operator()(const std::string& value) const {
    return order_text(value, *other.get_if<std::string>(), meter) == 0;
  }
  bool operator()(const std::shared_ptr<const List>& value) const {
    return equal_lists(*value, **other.get_if<std::shared_ptr<const List>>(), meter);
  }
  bool operator()(const std::shared_ptr<const Map>& value) const {
    return equal_maps(*value, **other.get_if<std::shared_ptr<const Map>>(), meter);
  }
  bool operator()(const std::shared_ptr<const RecordValue>& value) const {
    return equal_records(*value, **other.get_if<std::shared_ptr<const RecordValue>>(), meter);
  }
};

template <class T>
std::optional<std::partial_ordering> order_as(const Value& a, const Value& b) {
  const T* left = a.get_if<T>();
  const T* right = b.get_if<T>();
  if (left == nullptr || right == nullptr) return std::nullopt;
  return *left <=> *right;
}

Outcome equals(const Call& call) {
  return Value::of(equal(call[0], call[1], call.meter));
}
Outcome differs(const Call& call) {
  return Value::of(!equal(call[0], call[1], call.meter));
}

template <class Holds>
Outcome ordered(const Call& call, Holds holds) {
  if (call.size() != 2) return mismatch();
  const auto order = compare(call[0], call[1], call.meter);
  if (!order) return mismatch();
  return Value::of(holds(*order));
}

Outcome less(const Call& call) {
  return ordered(call, [](std::partial_ordering o) { return o < 0; });
}
Outcome at_most(const Call& call) {
  return ordered(call, [](std::partial_ordering o) { return o <= 0; });
}
Outcome greater(const Call& call) {
  return ordered(call, [](std::partial_ordering o) { return o > 0; });
}
Outcome at_least(const Call& call) {
  return ordered(call, [](std::partial_ordering o) { return o >= 0; });
}

constexpr std::string_view ordered_kinds =
    "(bool, bool) bool; (int, int) bool; (uint, uint) bool; (double, double) bool;"
    "(string, string) bool; (bytes, bytes) bool; (timestamp, timestamp) bool;"
    "(duration, duration) bool; (date, date) bool; (int, uint) bool; (int, double) bool;"
    "(uint, int) bool; (uint, double) bool; (double, int) bool; (double, uint) bool";

constexpr FunctionEntry table[] = {
    {"_==_", "(A, A) bool", equals}, {"_!=_", "(A, A) bool", differs},
    {"_<_", ordered_kinds, less},    {"_<=_", ordered_kinds, at_most},
    {"_>_", ordered_kinds, greater}, {"_>=_", ordered_kinds, at_least}};

}  // namespace

bool equal(const Value& a, const Value& b, Meter& meter) {
  if (!meter.spend(1)) return false;
  if (const auto numbers = order_numbers(a, b)) return *numbers == 0;
  if (a.storage().index() != b.storage().index()) return false;
  return std::visit(EqualTo{b, meter}, a.storage());
}

std::optional<std::partial_ordering> compare(const Value& a, const Value& b, Meter& meter) {
  if (const auto numbers = order_numbers(a, b)) return numbers;
  if (a.storage().index() != b.storage().index()) return std::nullopt;
  if (const auto* text = a.get_if<std::string>())
    return order_text(*text, *b.get_if<std::string>(), meter);
  if (const auto* bytes = a.get_if<Bytes>())
    return order_text(bytes->data, b.get_if<Bytes>()->data, meter);
  if (const auto found = order_as<Date>(a, b)) return found;
  if (const auto found = order_as<bool>(a, b)) return found;
  if (const auto found = order_as<Moment>(a, b)) return found;
  return order_as<Span>(a, b);
}

const Value* find(const Map& map, const Value& key, Meter& meter) {
  for (const auto& entry : map)
    if (equal(entry.first, key, meter)) return &entry.second;
  return nullptr;
}

std::optional<std::int64_t> as_index(const Value& value) {
  if (const auto* i = value.get_if<std::int64_t>()) return *i;
  if (const auto* u = value.get_if<std::uint64_t>())
    return *u < static_cast<std::uint64_t>(INT64_MAX) ? std::optional(static_cast<std::int64_t>(*u))
                                                      : std::nullopt;
  const auto* d = value.get_if<double>();
  if (d == nullptr || !(std::abs(*d) < above_int) || std::trunc(*d) != *d) return std::nullopt;
  return static_cast<std::int64_t>(*d);
}

std::span<const FunctionEntry> comparison_functions() {
  return table;
}

}  // namespace verloop::cel
