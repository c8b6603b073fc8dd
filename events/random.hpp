#pragma once
// Randomness from the operating system, for who may not include the cryptographic primitives.

#include <cstddef>
#include <string>

namespace verloop {

/// Stops the process when there is none.
std::string random_bytes(std::size_t count);

}  // namespace verloop
