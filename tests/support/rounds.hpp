#pragma once
// How often, and from which seed, a test that tries random things does so: `--rounds N` and
// `--seed N` of its program (rounds_main.cpp), which VERLOOP_ROUNDS and VERLOOP_SEED set too.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace verloop::test {

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

inline std::uint64_t rounds_or(std::uint64_t otherwise) {
  return number_from("VERLOOP_ROUNDS", otherwise);
}

/// A new one unless one is given; printed, so that a failure can be repeated.
inline std::uint64_t printed_seed() {
  const std::uint64_t seed = number_from("VERLOOP_SEED", std::random_device()());
  std::cout << "--seed " << seed << "\n";
  return seed;
}

}  // namespace verloop::test
