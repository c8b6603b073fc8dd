#pragma once
// What can't be right in a procedure whose parts each read well: names that lead nowhere, actions
// that nobody may take, states that are never reached, deadlines that cannot be met, views that
// show more than an audience allows.

#include <set>
#include <string>
#include <vector>

#include "engine/case_schema.hpp"
#include "engine/outward.hpp"
#include "engine/procedure.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// What a check reads: the procedure, what it refers to, and the file that it came from, for the
/// place of a fault.
struct CheckedProcedure {
  const Procedure& procedure;
  const Catalogue& catalogue;
  const CaseSchema& schema;
  const std::set<std::string>& system_events;  // Names: no action may make them.
  const YamlNode& root;
};

void check_procedure(const CheckedProcedure& checked, std::vector<YamlFault>& faults);

/// The part about views and who looks without access, in a file of its own.
void check_views(const CheckedProcedure& checked, std::vector<YamlFault>& faults);
/// That about what is looked for in texts.
void check_text_checks(const CheckedProcedure& checked, std::vector<YamlFault>& faults);

/// The part about forms of others, in a file of its own.
void check_exports(const CheckedProcedure& checked, const std::vector<FormExport>& forms,
                   std::vector<YamlFault>& faults);

}  // namespace verloop
