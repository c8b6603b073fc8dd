// The operators on numbers, texts and lists. Those on moments and days stand in moment_arithmetic.

#include <cmath>
#include <concepts>

#include "engine/cel/functions.hpp"
#include "engine/cel/moment_arithmetic.hpp"

namespace verloop::cel {
namespace {

enum class Operation : std::uint8_t { add, subtract, multiply, divide, modulo };

template <std::integral T>
Outcome on_integers(Operation operation, T a, T b) {
  T result = 0;
  bool overflows = false;
  switch (operation) {
    case Operation::add:
      overflows = __builtin_add_overflow(a, b, &result);
      break;
    case Operation::subtract:
      overflows = __builtin_sub_overflow(a, b, &result);
      break;
    case Operation::multiply:
      overflows = __builtin_mul_overflow(a, b, &result);
      break;
    case Operation::divide:
    case Operation::modulo:
      if (b == 0) return failed("division by zero");
      overflows = std::is_signed_v<T> && a == std::numeric_limits<T>::min() && b == T(-1);
      if (!overflows) result = operation == Operation::divide ? a / b : a % b;
      break;
  }
  if (overflows) return failed("the result is outside the range of its type");
  return Value::of(result);
}

Outcome on_doubles(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::add:
      return Value::of(a + b);
    case Operation::subtract:
      return Value::of(a - b);
    case Operation::multiply:
      return Value::of(a * b);
    case Operation::divide:
      return Value::of(a / b);
    case Operation::modulo:
      break;
  }
  return mismatch();
}

Outcome on_numbers(Operation operation, const Call& call) {
  if (call.size() != 2) return mismatch();
  if (call.get<std::int64_t>(0) != nullptr && call.get<std::int64_t>(1) != nullptr)
    return on_integers(operation, *call.get<std::int64_t>(0), *call.get<std::int64_t>(1));
  if (call.get<std::uint64_t>(0) != nullptr && call.get<std::uint64_t>(1) != nullptr)
    return on_integers(operation, *call.get<std::uint64_t>(0), *call.get<std::uint64_t>(1));
  if (call.get<double>(0) != nullptr && call.get<double>(1) != nullptr)
    return on_doubles(operation, *call.get<double>(0), *call.get<double>(1));
  return mismatch();
}

Outcome joined(const Call& call) {
  if (const auto* a = call.get<std::string>(0); a != nullptr && call.get<std::string>(1)) {
    call.meter.spend_characters(a->size() + call.get<std::string>(1)->size());
    return Value::of(*a + *call.get<std::string>(1));
  }
  if (const auto* a = call.get<Bytes>(0); a != nullptr && call.get<Bytes>(1)) {
    call.meter.spend_characters(a->data.size() + call.get<Bytes>(1)->data.size());
    return Value::of(Bytes{a->data + call.get<Bytes>(1)->data});
  }
  using Shared = std::shared_ptr<const List>;
  if (call.get<Shared>(0) == nullptr || call.get<Shared>(1) == nullptr) return mismatch();
  const List& a = **call.get<Shared>(0);
  const List& b = **call.get<Shared>(1);
  if (a.empty()) return call[1];
  if (b.empty()) return call[0];
  // Before the copy: a list that is too long for the limit is not made.
  if (!call.meter.spend(a.size() + b.size())) return mismatch();
  List result;
  result.reserve(a.size() + b.size());
  result.insert(result.end(), a.begin(), a.end());
  result.insert(result.end(), b.begin(), b.end());
  return Value::of(std::move(result));
}

Outcome add(const Call& call) {
  if (call.size() != 2) return mismatch();
  switch (call[0].kind()) {
    case Kind::string:
    case Kind::bytes:
    case Kind::list:
      return joined(call);
    case Kind::timestamp:
    case Kind::duration:
    case Kind::date:
      return add_moments(call[0], call[1]);
    default:
      return on_numbers(Operation::add, call);
  }
}

Outcome subtract(const Call& call) {
  if (call.size() != 2) return mismatch();
  switch (call[0].kind()) {
    case Kind::timestamp:
    case Kind::duration:
    case Kind::date:
      return subtract_moments(call[0], call[1]);
    default:
      return on_numbers(Operation::subtract, call);
  }
}

Outcome multiply(const Call& call) {
  return on_numbers(Operation::multiply, call);
}
Outcome divide(const Call& call) {
  return on_numbers(Operation::divide, call);
}
Outcome modulo(const Call& call) {
  return on_numbers(Operation::modulo, call);
}

Outcome negate(const Call& call) {
  if (const auto* i = call.get<std::int64_t>(0))
    return on_integers<std::int64_t>(Operation::subtract, 0, *i);
  if (const auto* d = call.get<double>(0)) return Value::of(-*d);
  return mismatch();
}

Outcome invert(const Call& call) {
  if (const auto* b = call.get<bool>(0)) return Value::of(!*b);
  return mismatch();
}

constexpr FunctionEntry table[] = {
    {"_+_",
     "(int, int) int; (uint, uint) uint; (double, double) double; (string, string) string;"
     "(bytes, bytes) bytes; (list(A), list(A)) list(A); (timestamp, duration) timestamp;"
     "(duration, timestamp) timestamp; (duration, duration) duration; (date, duration) date;"
     "(duration, date) date",
     add},
    {"_-_",
     "(int, int) int; (uint, uint) uint; (double, double) double; (timestamp, duration) timestamp;"
     "(timestamp, timestamp) duration; (duration, duration) duration; (date, duration) date",
     subtract},
    {"_*_", "(int, int) int; (uint, uint) uint; (double, double) double", multiply},
    {"_/_", "(int, int) int; (uint, uint) uint; (double, double) double", divide},
    {"_%_", "(int, int) int; (uint, uint) uint", modulo},
    {"-_", "(int) int; (double) double", negate},
    {"!_", "(bool) bool", invert}};

}  // namespace

std::span<const FunctionEntry> arithmetic_functions() {
  return table;
}

}  // namespace verloop::cel
