#pragma once
// A small language for the tests of CEL: `gives("1 + 2")` is the value as a text.

#include <string>

#include <gtest/gtest.h>

#include "engine/cel/cel.hpp"

namespace verloop::cel::test {

/// A value as CEL would write it, near enough for comparing in a test.
std::string shown(const Value& value);

/// A case with members, dates and a nested record that may be unset.
Environment environment_of_a_case();
Bindings bindings_of_a_case();

/// The value; or `absent`, `failed` or `cost` with the message; or `line:column message` of the
/// refusal.
std::string gives(const std::string& text, Checking checking = Checking::types,
                  std::uint64_t cost_max = 100'000);
std::string type_of(const std::string& text);

}  // namespace verloop::cel::test
