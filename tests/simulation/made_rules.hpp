#pragma once
// Random deadlines and rules of a made procedure, with every part that a rule can have.

#include "tests/simulation/made_scope.hpp"

namespace verloop::test {

struct MadeRules {
  std::string text;                // The sections `deadlines` and `rules`.
  std::vector<std::string> names;  // Of the rules.
};

MadeRules make_rules(const MadeScope& scope, const std::vector<MadeAction>& actions);

}  // namespace verloop::test
