#pragma once
// An upcaster: payloads of an older version of an event type in the shape of a newer one, when they
// are read. What is stored, hashed and proved stays as it was recorded. Pure.

#include <map>
#include <optional>
#include <string>

#include "events/catalogue.hpp"
#include "events/record.hpp"

namespace verloop {

/// A record as the newest version that an upcaster leads to has it.
struct Upcasted {
  Record record;
  /// Sealed fields that are called otherwise than they were recorded: name -> name in the log.
  std::map<std::string, std::string> stored_names;
  const EventType* type = nullptr;  // Of `record`; in the catalogue.
};

/// `type` is the record's own, and has an `upcast_by`.
Upcasted upcast(const Record& record, const EventType& type, const Catalogue& catalogue);

/// What a field of an older version is called in the newest that an upcaster leads to; none when
/// it was dropped on the way.
std::optional<std::string> upcast_name(const std::string& field, const EventType& type,
                                       const Catalogue& catalogue);

}  // namespace verloop
