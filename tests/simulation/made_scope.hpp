#pragma once
// What is made of a procedure so far, as far as its expressions and rules are about it.

#include "tests/simulation/made_expression.hpp"

namespace verloop::test {

struct MadeTrack {
  std::string name;
  std::vector<std::string> states;
};

struct MadeAction {
  std::string name;
  std::vector<const MadeEvent*> events;
  std::vector<MadeField> payload;
};

struct MadeRole {
  std::string name, organisation, access;
};

struct MadeScope {
  Dice& dice;
  const MadeCatalogue& catalogue;
  std::vector<MadeTrack> tracks;
  std::vector<MadeRole> roles;

  /// What any expression about a case may read.
  Readable of_case() const;
  /// The payload, too. `open_only`: what may be carried into an open field of words.
  Readable of_decision(const std::vector<MadeField>& payload, bool open_only) const;
  /// At least one; those whose access is `own` only where they may be.
  std::vector<std::string> some_roles(bool own_too) const;
};

}  // namespace verloop::test
