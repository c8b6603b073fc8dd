#pragma once
// The event that retracts or corrects an entry, and what follows from it: derived events that hold
// no longer are retracted too, and what the case says now is derived. Pure.

#include "engine/making.hpp"

namespace verloop {

/// What a payload names, and that was checked (engine/check_alteration.hpp): the record, with all
/// that its command recorded beside it.
struct Entry {
  const Record* named = nullptr;
  std::vector<const Record*> whole;  // In the order of the log; derived events left out.
};

/// Whether the record is part of an entry: an action made it, and it alters no other.
bool is_entry(const Record& record, const Definition& definition);

/// The entry of this version. None when there is none that can be altered at all: a finding, a
/// derived event, an alteration, a setting.
std::optional<Entry> entry_of(const std::vector<Record>& past, Version version,
                              const Definition& definition);

/// The records of an entry as they count by now, with what was corrected in them before.
std::vector<Counted> counted_of(const Entry& entry, const std::vector<Record>& past,
                                const Definition& definition);

/// The version that the payload names.
std::optional<Version> version_in(const Command& command);

/// The fields of its action that can be corrected.
std::vector<Field> correctable(const Entry& entry, const Definition& definition);

std::variant<EventsMade, Refusal> make_alteration(Making making);

}  // namespace verloop
