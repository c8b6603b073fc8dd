#pragma once
// `verloop key rotate --signing`: another key signs both logs from here on.

#include "tools/verloop/console.hpp"

namespace verloop {

void rotate_signing_key(Console& console);

}  // namespace verloop
