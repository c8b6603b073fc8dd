#pragma once
// Conditions over the entries of a list of the case, one by one: of deadlines, judgements,
// appointments and forms. Pure.

#include <functional>
#include <optional>
#include <string>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"

namespace verloop {

/// What a judgement knows: case, settings as of the day, today.
cel::Bindings judging_bindings(const CaseState& state, const Definition& definition, Date today);

/// The day that an expression gives; none when it gives none, or a value it reads is not there yet.
std::optional<Date> date_of(const cel::Program& program, const cel::Bindings& bindings);
std::optional<Date> date_of(const std::optional<cel::Program>& program,
                            const cel::Bindings& bindings);

/// Calls `visit` with the key of each entry of the list that is judged one by one, and with what
/// conditions know there; when there is no list once, with an empty key.
using EntryVisit = std::function<void(const std::string& key, const cel::Bindings& known)>;
void for_each_entry(const std::optional<Over>& over, const CaseSchema& schema,
                    const cel::Bindings& bindings, const EntryVisit& visit);

}  // namespace verloop
