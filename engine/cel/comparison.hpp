#pragma once
// Equality and order of values, across the kinds of numbers.

#include <compare>
#include <optional>

#include "engine/cel/functions.hpp"

namespace verloop::cel {

/// Different kinds are unequal, but numbers compare by what they are: 1 == 1u == 1.0. False as well
/// when the meter runs out; the caller looks at the meter.
bool equal(const Value& a, const Value& b, Meter& meter);

/// None when these kinds have no order between them.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b, Meter& meter);

/// The value of `key`, by equal(); null when there is none.
const Value* find(const Map& map, const Value& key, Meter& meter);

/// The number as an int when it is one exactly.
std::optional<std::int64_t> as_index(const Value& value);

}  // namespace verloop::cel
