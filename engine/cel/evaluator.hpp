#pragma once
// Evaluates a bound tree.

#include <optional>

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"
#include "engine/cel/cel.hpp"
#include "engine/cel/functions.hpp"

namespace verloop::cel {

struct PlacedFailure {
  Failure failure;  // Of what is absent only the last one, which is the answer, gets a message.
  NodeId node = 0;
};

/// With `uncertain`: in doubt, see Program::evaluate_in_doubt.
boost::system::result<Value, PlacedFailure> evaluate_tree(const Tree& tree,
                                                          const Bindings& bindings,
                                                          std::uint64_t steps_max,
                                                          std::optional<Date> uncertain = {});

}  // namespace verloop::cel
