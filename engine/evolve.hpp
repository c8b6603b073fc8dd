#pragma once
// Records folded into their case: the only place where the state of a case changes, for live and
// replayed cases alike. A case is folded in the order in which things happened: by the day that an
// event speaks of, of one day in the order of recording. So it does not matter in which order they
// were entered.

#include <vector>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "events/record.hpp"

namespace verloop {

/// Whether the record speaks of a day before the latest that the case knows of: its place is among
/// the others then, and the case is folded anew. A finding never does; it is the engine's own word,
/// of the cycle that it names.
bool comes_late(const CaseState& state, const Record& record);

/// The next record of the case, which must not come late. Pure and total: never refuses. A record
/// of a type that the definition does not know moves only the version.
CaseState evolve(CaseState state, const Record& record, const Definition& definition);

/// The case from its records, given in the order of the log; any may be left out. What a derived
/// event says rests on all that is recorded: one that was recorded before another of its type
/// counts no later than that one.
CaseState fold_case(const std::vector<Record>& records, const Definition& definition);

/// A case to which records are added as they come.
class CaseFolding {
 public:
  /// `past`: the records that made the state, all of them, in the order of the log; or none, when
  /// no record that is added comes late.
  explicit CaseFolding(CaseState state, std::vector<Record> past = {});

  void add(Record record, const Definition& definition);
  const CaseState& state() const { return state_; }
  CaseState take() && { return std::move(state_); }

 private:
  CaseState state_;
  std::vector<Record> past_;
  bool is_whole_ = false;  // The past is all of it.
};

/// The case as conditions see it: the record `case` of the definition's environment.
cel::Value case_value(const CaseState& state, const Definition& definition);

/// An event's open fields as conditions of moves see them.
cel::Value data_value(const boost::json::object& data, const EventType& type);

}  // namespace verloop
