#pragma once
// The part `sheets` of a procedure from its text, and whether it tells its readers what they may
// not see.

#include "engine/load_scope.hpp"
#include "engine/procedure_check.hpp"
#include "engine/sheets.hpp"

namespace verloop {

/// What the part is read against; `scope` has the variable `case` and the records of all events.
struct SheetContext {
  const Catalogue& catalogue;
  const CaseSchema& schema;
  const LoadScope& scope;
  std::vector<YamlFault>& faults;
};

/// Notes what reads wrong and names that lead nowhere.
std::vector<Sheet> load_sheets(YamlMap& root, const SheetContext& context);

/// Roles that do not exist, and what a role that may make a sheet may not see of it.
void check_sheets(const std::vector<Sheet>& sheets, const CheckedProcedure& checked,
                  std::vector<YamlFault>& faults);

}  // namespace verloop
