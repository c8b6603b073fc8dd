#pragma once
// Versions of a procedure: putting them to use, their texts, what differs, and moving running cases
// from one to another.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_procedure_deploy(CLI::App& group, Console& console);     // deploy, approve
void add_procedure_texts(CLI::App& group, Console& console);      // show, diff, test
void add_procedure_migration(CLI::App& group, Console& console);  // rehearse, migrate

}  // namespace verloop
