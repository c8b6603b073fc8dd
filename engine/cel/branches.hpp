#pragma once
// A condition as the ways in which it can come to true, or to false: each a list of parts that must
// all come out as they say. Bounded: of what has too many ways nothing is said.

#include <optional>
#include <vector>

#include "engine/cel/ast.hpp"
#include "engine/cel/functions.hpp"

namespace verloop::cel {

enum class Truth : std::uint8_t { holds, fails };

Truth opposite(Truth truth);

/// A part of a condition, none of && || ! ?:, that must come to this, without an error.
struct Demand {
  NodeId node = 0;
  Truth truth{};
};

using Branch = std::vector<Demand>;

/// None when there are too many, or when `meter` is used up.
std::optional<std::vector<Branch>> branches(const Tree& tree, NodeId node, Truth truth,
                                            Meter& meter);

}  // namespace verloop::cel
