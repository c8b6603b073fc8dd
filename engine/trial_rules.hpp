#pragma once
// Rules that are not deployed, tried on what has happened: a definition with the rules, deadlines
// and settings of one more file. The cases stay as they are; only judging differs. The language of
// the file is that of a procedure, see docs/authors/definitions.md.

#include <memory>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

/// The name after `procedure:` in the file: the rules are meant for cases of that one. Empty when
/// it names none, or can't be read.
std::string tried_procedure(const SourceFile& rules);

/// The definition, in which what the file says stands beside, or in the place of, what bears the
/// same name; or all faults of the file. `tried`, when given, gets the ids of its rules, in their
/// order.
boost::system::result<std::shared_ptr<const Definition>, std::vector<DefinitionFault>>
with_trial_rules(const Definition& definition, const SourceFile& rules, std::vector<RuleId>& tried);

}  // namespace verloop
