#pragma once
// Records folded into their case: the only place where the state of a case changes, for live and
// replayed cases alike. A case is folded in the order in which things happened: by the day that an
// event speaks of, of one day in the order of recording. So it does not matter in which order they
// were entered.

#include <functional>
#include <vector>

#include "engine/alteration.hpp"
#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "events/record.hpp"

namespace verloop {

/// What the engine found of a rule.
bool is_finding(const Record& record);

/// The case goes on under the definition of this record, by which all that came before is folded.
inline const EventTypeId case_migrated{"CaseMigrated@1"};
inline const EventTypeId emergency_opened{"EmergencyOpened@1"};
bool is_migration(const Record& record);

/// Whether the case is folded anew with the record: it speaks of a day before the latest that the
/// case knows of, so its place is among the others, or it alters others, or it moves the case to
/// another definition. A finding never does; it
/// is the engine's own word, of the cycle that it names.
bool comes_late(const CaseState& state, const Record& record);

/// The next record of the case, which must not come late. Pure and total: never refuses. A record
/// of a type that the definition does not know moves only the version.
CaseState evolve(CaseState state, const Record& record, const Definition& definition,
                 const Moved& moved = {}, const std::optional<Position>& said_at = {});

/// The case from its records as they count, given in the order of the log; any may be left out.
/// With `until`: from what happened up to that day. What a derived event says rests on all that is
/// recorded: one that was recorded before another of its type counts no later than that one. What
/// an action computed for an event is computed anew by the case at its place, where what is
/// recorded in the clear suffices for that.
CaseState fold_case(const std::vector<Record>& records, const Definition& definition,
                    const std::optional<Date>& until = {});

/// Calls `visit` with each record that counts, as it counts, and the case before it, in the order
/// in which they count.
using Visit = std::function<void(const CaseState& before, const Record& record)>;
void walk_case(const std::vector<Record>& records, const Definition& definition,
               const Visit& visit);

/// A case to which records are added as they come.
class CaseFolding {
 public:
  /// `past`: the records that made the state, all of them, in the order of the log; or none, when
  /// no record that is added comes late.
  explicit CaseFolding(CaseState state, std::vector<Record> past = {});

  void add(Record record, const Definition& definition);
  const CaseState& state() const { return state_; }
  /// All records, when all that came before were given; else none that matter.
  const std::vector<Record>& past() const { return past_; }
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
