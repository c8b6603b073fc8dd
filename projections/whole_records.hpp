#pragma once
// Which records of a case a reader may be handed whole. A view narrows events to some of their
// fields; a record can't be narrowed without losing its proof.

#include <set>
#include <vector>

#include "engine/definitions.hpp"
#include "engine/reader.hpp"
#include "events/event_log.hpp"

namespace verloop {

enum class Handing : std::uint8_t {
  whole,
  partly,  // The reader may know of the event, but the record holds more than it may see.
  unseen,
};

class WholeRecords {
 public:
  /// `records` are all of the case, each decided under one of `definitions`.
  WholeRecords(const Reader& reader, const Definitions& definitions,
               const std::vector<StoredRecord>& records);

  Handing of(const Record& record) const;

 private:
  bool sees_all_fields(const Record& record, const Definition& definition) const;
  bool sees_all_findings(const Record& record, const Definition& definition) const;
  bool sees_cause(const Record& record) const;

  const Reader& reader_;
  const Definitions& definitions_;
  std::set<Position> seen_;
  std::set<CommandId> seen_causes_;  // Commands of which an event that is not derived is seen.
};

}  // namespace verloop
