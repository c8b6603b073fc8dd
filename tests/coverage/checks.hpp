#pragma once
// What is held against docs/coverage.yaml. Each check takes values and names what it objects to, so
// that each is tried on planted faults before it is let loose on the file.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/coverage/coverage.hpp"
#include "tests/coverage/definitions.hpp"
#include "tests/coverage/marked_scenarios.hpp"

namespace verloop::coverage {

using Faults = std::vector<std::string>;

/// Each entry has `by` or a known reason, never both; no id stands twice; an ambiguity that is
/// covered says which resolution was taken.
Faults check_entries(const Coverage& coverage);

/// Every reference leads to something.
Faults check_references(const Coverage& coverage, const Definitions& definitions);

/// A sentence is covered by the procedure that is made from its document, and by events of it.
Faults check_documents(const Coverage& coverage, const Definitions& definitions);

/// What a definition names as its source names the definition.
Faults check_sources(const Coverage& coverage, const Definitions& definitions);

/// Each rule, deadline, setting and event type is asked for by a sentence or an ambiguity, or says
/// beside them why it is there; and each rule or deadline with an id stands under that id.
Faults check_homes(const Coverage& coverage, const Definitions& definitions);

/// `entries` have the ids of `expected`, and no other.
Faults check_ids(const std::vector<Entry>& entries, const std::vector<std::string>& expected);

/// Where a rule is meant for a procedure (the prefixes in `meant`), that one has it, or the entry
/// says what is missing.
Faults check_meant(const Coverage& coverage,
                   const std::map<std::string, std::vector<std::string>>& meant);

/// What shows a difference in a procedure is of that procedure; a scenario that is named is marked
/// with the difference, and a mark leads to steps that expect something and is named. What is
/// carried over, replaced or gone is shown by a scenario of each procedure, or says what it lacks.
Faults check_differences(const Coverage& coverage, const Definitions& definitions,
                         const MarkedScenarios& scenarios);

/// The differences have the treatments of `expected`.
Faults check_treatments(const Coverage& coverage,
                        const std::map<std::string, std::vector<std::string>>& expected);

/// One a line.
std::string format(const Faults& faults);

}  // namespace verloop::coverage
