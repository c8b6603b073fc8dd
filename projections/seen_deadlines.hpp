#pragma once
// Which deadlines, due days and plans of a case a reader may know of: the part of a role's view
// that judges by what a condition reads.

#include <string>

#include "engine/judge.hpp"
#include "projections/role_view.hpp"

namespace verloop {

/// Whether detail about one entry of a list is for this reader: for who sees which entry it is, by
/// the column that tells the entries apart; of members, who sees its own alone, for those.
bool sees_entry(const Reader& reader, const Definition& definition, const Over& over,
                const std::string& entry);

/// A deadline with the due dates that are for this reader. One that goes over a list keeps its
/// worst status, but tells the days of no entry that the reader does not see.
JudgedDeadline seen_part(const Reader& reader, const JudgedDeadline& judged,
                         const Definition& definition);

/// A deadline is shown to who may see the rule that it serves; one that serves none, to who may see
/// all rules.
bool sees_deadline(const Reader& reader, const RuleId& deadline, const Definition& definition);

/// Whether the reader sees every value of the case that the expression reads, for this entry of
/// `over` (null: there is none).
bool sees_all_read(const Reader& reader, const Definition& definition, const cel::Program& program,
                   const Over* over, const std::string& entry);

}  // namespace verloop
