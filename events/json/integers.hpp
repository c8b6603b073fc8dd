#pragma once
// Which integers JSON holds exactly (RFC 7493 section 2.2): from -integer_max to integer_max.

#include <cstdint>

namespace verloop {

inline constexpr std::int64_t integer_max = (std::int64_t{1} << 53U) - 1;

}  // namespace verloop
