#pragma once
// verloop compliance --try: rules that are deployed nowhere, judged over what has happened.

#include <optional>
#include <string>

#include "tools/verloop/console.hpp"

namespace verloop {

struct Trial {
  std::string file;            // With the rules.
  std::string as;              // Who asks; empty: the administrator.
  std::optional<CaseId> only;  // None: every case.
  Until until;                 // With what was recorded up to then.
  std::optional<Date> on;      // With what had occurred by then.
  Date today;                  // As of which it is judged.
};

/// Says of each case what the tried rules come to; changes nothing.
void try_rules(Console& console, const Trial& trial);

}  // namespace verloop
