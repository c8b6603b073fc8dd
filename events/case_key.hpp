#pragma once
// The keys of a case. Its first one is the subject `case/ID`; a redaction destroys the present one,
// and what is sealed from then on, as what is moved (redaction.hpp), lies under the next:
// `case/ID#2`, `case/ID#3`. Orders, holds and answers name the case by its first key, whichever is
// the present one. A case's id has no `#` in it. Of another subject each function gives the subject
// itself.

#include <set>

#include "events/vault.hpp"

namespace verloop {

/// The first key.
SubjectId case_key(const CaseId& id);
bool is_case_key(const SubjectId& subject);
/// Of a case's key.
CaseId case_of(const SubjectId& key);
/// What orders, holds and answers call it: the first key of its case.
SubjectId as_ordered(const SubjectId& subject);
SubjectId next_case_key(const SubjectId& key);
/// Earlier keys of one case first.
bool is_earlier_key(const SubjectId& a, const SubjectId& b);

/// The one that no redaction destroyed; it may be erased as a whole, or not be made yet.
Result<SubjectId> present_key(const Vault& vault, const SubjectId& subject);
/// From the first to the present one.
Result<std::set<SubjectId>> keys_until_present(const Vault& vault, const SubjectId& subject);

}  // namespace verloop
