#pragma once
// What is fuzzed: each function takes any bytes, and stops the program (ensure) when a promise of a
// parser does not hold. Anything it refuses is fine.

#include <map>
#include <string_view>

namespace verloop::test {

using FuzzTarget = void (*)(std::string_view bytes);

/// By name, which is the name of its folder of examples in tests/fuzz/corpus too.
const std::map<std::string_view, FuzzTarget>& fuzz_targets();

}  // namespace verloop::test
