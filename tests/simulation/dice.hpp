#pragma once
// All that is random in a simulation, from one seed. The same seed throws the same on every
// machine: the distributions are our own.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "events/result.hpp"

namespace verloop::test {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// 0 up to (not including) the bound.
  std::size_t pick(std::size_t bound) {
    ensure(bound > 0, "there is something to pick from");
    return static_cast<std::size_t>(engine_() % bound);
  }
  /// Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(pick(static_cast<std::size_t>(high - low) + 1));
  }
  bool chance(int percent) { return pick(100) < static_cast<std::size_t>(percent); }

  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all.at(pick(all.size()));
  }
  /// Each with the same chance; may be none.
  template <class T>
  std::vector<T> some_of(const std::vector<T>& all, int percent) {
    std::vector<T> some;
    for (const T& one : all)
      if (chance(percent)) some.push_back(one);
    return some;
  }
  template <class T>
  std::vector<T> at_least_one_of(const std::vector<T>& all, int percent) {
    std::vector<T> some = some_of(all, percent);
    if (some.empty()) some.push_back(one_of(all));
    return some;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace verloop::test
