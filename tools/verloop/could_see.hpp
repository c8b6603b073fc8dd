#pragma once
// verloop audit --could-see: what somebody could see on a day.

#include <string>

#include "tools/verloop/console.hpp"

namespace verloop {

struct CouldSeeOptions {
  std::string as, actor, day, case_name;
};

/// For auditors alone; entered in the access log before it is answered.
void could_see(Console& console, const CouldSeeOptions& options);

}  // namespace verloop
