#pragma once
// What the demonstration says of the cases that it has played: all in short, the first in full.

#include <string>
#include <vector>

#include "tools/verloop/console.hpp"
#include "tools/verloop/instance.hpp"

namespace verloop {

/// A case with those who look at it: at least one. The first of them gives its overview.
struct PlayedCase {
  std::string story;  // What it tells, in a line.
  CaseId id;
  std::vector<ActorId> readers;
};

/// Prints the cases as they are at `at`, what the readers of the first see of it, and the check of
/// the log before and after the first subject of that case is erased. With `--json` one object.
/// Sets the console's status when anything fails or does not verify.
void tell_demo(Console& console, Instance& instance, const std::vector<PlayedCase>& played,
               Timestamp at);

}  // namespace verloop
