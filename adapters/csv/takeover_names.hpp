#pragma once
// Names of people in a table of cases. A case's id is open and stays for ever, so none of them may
// stand in it. Pure. For takeover_rows.cpp only.

#include <set>
#include <string>
#include <string_view>

#include "engine/procedure_load.hpp"

namespace verloop {

/// The columns that become what the procedure says is the name of somebody (`knownNames`).
std::set<std::string> name_columns(const Definition& definition);

/// Whether a word of the name stands in the id, in whatever letters: one of three as a word of its
/// own, a longer one anywhere. Where some words of the name are capitalised, the others don't
/// count.
bool holds_name(std::string_view id, std::string_view name);

}  // namespace verloop
