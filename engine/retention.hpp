#pragma once
// Whose values are kept no longer: persons, and cases as subjects of their own, when the retention
// period of each case in which something is sealed under them is over. The period is the setting
// `retentionDays` of the procedure: days after the day on which a case was closed.

#include <optional>
#include <set>
#include <vector>

#include "engine/processor.hpp"
#include "engine/subjects.hpp"

namespace verloop {

/// A subject that still has a key, with where it occurs.
struct Kept {
  SubjectId subject;
  std::set<CaseId> cases;
  /// The day from which on its values are not to be kept; none while a case is open, or is of a
  /// procedure without a period.
  std::optional<Date> due;
  std::optional<Position> held;  // The event that holds its erasure back.
};

/// All of them, by subject. Staff are kept: they are in the directory, not in a case alone. Reads
/// every case.
Result<std::vector<Kept>> kept_subjects(const EventLog& log, const Vault& vault,
                                        Processor& processor, const Definitions& definitions);

}  // namespace verloop
