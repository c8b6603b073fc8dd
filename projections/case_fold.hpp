#pragma once
// Folds records, in the order of the log, each into its case; several cases are kept in memory at
// once.

#include <functional>

#include "engine/definitions.hpp"
#include "engine/recent_cases.hpp"
#include "projections/projection.hpp"

namespace verloop {

/// Whether the record changes a setting of a procedure, and so of cases that it is not of.
bool changes_procedure(const Record& record);

class CaseFold {
 public:
  CaseFold(const EventLog& log, const Definitions& definitions)
      : log_(log), definitions_(definitions) {}

  /// The record with its case after it. A case whose record before it was not the last that was
  /// seen is read from the log.
  /// The pointers hold until the next call. Fails with `not_found` when a case was decided under a
  /// definition that the log does not hold.
  Result<Applied> apply(const StoredRecord& stored);

  /// Calls `each` with the record and each case of the procedure of which it changes a setting, as
  /// the case stands then. Reads the cases from the log.
  using Each = std::function<Result<>(const Applied&)>;
  Result<> apply_to_cases(const StoredRecord& stored, const Each& each) const;

 private:
  Result<std::vector<Record>> records_until(const CaseId& id, Position last) const;
  Result<CaseState> state_before(const Record& record, const Definition& definition) const;

  const EventLog& log_;
  const Definitions& definitions_;
  RecentCases<CaseState> cases_;
  CaseState* last_ = nullptr;  // Of the last call.
};

}  // namespace verloop
