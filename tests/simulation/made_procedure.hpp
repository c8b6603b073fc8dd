#pragma once
// A random definition that the loader must take: a catalogue and a procedure about it, as text.

#include <vector>

#include "engine/procedure_load.hpp"
#include "tests/simulation/dice.hpp"

namespace verloop::test {

std::vector<SourceFile> make_definition(Dice& dice);

/// The same procedure as a next version, in which a number is another one.
std::vector<SourceFile> next_version(std::vector<SourceFile> files);

}  // namespace verloop::test
