#pragma once
// The port to the one clock.

#include "events/time.hpp"

namespace verloop {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

}  // namespace verloop
