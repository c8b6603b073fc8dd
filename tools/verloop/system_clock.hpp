#pragma once
// The clock of the machine.

#include "events/clock.hpp"
#include "tools/verloop/instance.hpp"

namespace verloop {

class SystemClock final : public Clock {
 public:
  Timestamp now() const override { return system_now(); }
};

}  // namespace verloop
