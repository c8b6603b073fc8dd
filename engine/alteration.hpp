#pragma once
// Entries that were retracted or corrected. The events of the engine's own that say so link to all
// that was recorded by one command (what it derived left out): an action is retracted or corrected
// as one. What was recorded stays; a case is folded from the records as they count.
//   EntryRetracted {entry, entryType, members?, unfit?}, sealed: reason
//   EntryCorrected {entry, entryType, members?, unfit?, occurredOn?, fields?}, sealed:
//                  reason, fields/<name> for each field that is not open
// `entry` is the version of the record that was named, `entryType` its type, by which the audience
// goes; `members` the members that it speaks of; `unfit` the versions of records that no longer fit
// the case at their place: they stay applied.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/procedure_load.hpp"
#include "events/record.hpp"

namespace verloop {

inline constexpr std::string_view entry_retracted = "EntryRetracted";
inline constexpr std::string_view entry_corrected = "EntryCorrected";
inline constexpr std::string_view corrected_prefix = "fields/";  // Of the names of sealed fields.

/// What the engine itself fills in of these events.
bool is_given_by_engine(const EventType& type, const Field& field);

/// By the name of a type, with or without its version.
bool is_alteration(std::string_view type);

/// The action's event, when what it makes is one that alters others; null when not.
const Made* alteration_of(const Action& action);

/// Sealed fields whose value lies in another record, as `fields/<name>`.
using Moved = std::map<std::string, Position>;

/// A record as it counts.
struct Counted {
  const Record* record = nullptr;
  Moved moved;
  std::shared_ptr<const Record> own;  // Of one that was corrected: what `record` points to.
  /// The record that last changed its day or what it says in the clear: what is judged by the entry
  /// is judged by that. None: its own.
  std::optional<Position> said_at;
};

/// Those of a case that count, in the order given: without what was retracted, with what was
/// corrected in the others. What was derived on the day of an entry moves with it. They point into
/// `records`.
std::vector<Counted> counted(const std::vector<Record>& records, const Definition& definition);

/// The event of its action that the record is; null when none of the definition's actions made it.
const Made* made_by(const Record& record, const Definition& definition);

/// The numbers of the members that a record speaks of.
std::vector<std::int64_t> members_named(const Record& record, const Definition& definition);

/// Whether an action takes this field for this event: of its type, and not the engine's to give.
bool takes_field(const Record& record, std::string_view field, const Definition& definition);

}  // namespace verloop
