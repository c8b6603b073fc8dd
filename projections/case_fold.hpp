#pragma once
// Folds records, in the order of the log, each into its case; several cases are kept in memory at
// once.

#include "engine/definitions.hpp"
#include "engine/recent_cases.hpp"
#include "projections/projection.hpp"

namespace verloop {

class CaseFold {
 public:
  CaseFold(const EventLog& log, const Definitions& definitions)
      : log_(log), definitions_(definitions) {}

  /// The record with its case after it. A case whose record before it was not the last that was
  /// seen is read from the log.
  /// The pointers hold until the next call. Fails with `not_found` when a case was decided under a
  /// definition that the log does not hold.
  Result<Applied> apply(const StoredRecord& stored);

 private:
  Result<CaseState> state_before(const Record& record, const Definition& definition) const;

  const EventLog& log_;
  const Definitions& definitions_;
  RecentCases<CaseState> cases_;
  CaseState* last_ = nullptr;  // Of the last call.
};

}  // namespace verloop
