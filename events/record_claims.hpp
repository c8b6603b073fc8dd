#pragma once
// What a record's format claims of its members: checked before a record is written and after it is
// read, so that nothing is written that could not be read again.

#include "events/record.hpp"

namespace verloop {

/// As `basis` is written, in the order of Basis.
constexpr const char* basis_names[] = {"firstHand", "attested", "derived", "imported"};

/// The claim that does not hold; null when all do.
const char* broken_claim(const Record& record);
/// The same of what a record is called by alone: case, position, version, type, procedure, command.
const char* broken_name(const Record& record);

}  // namespace verloop
