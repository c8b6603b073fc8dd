#pragma once
// Versions of a procedure: putting them to use, their texts, what differs, moving running cases
// from one to another, and schemas for who writes or calls them.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_procedure_deploy(CLI::App& group, Console& console);     // deploy, approve
void add_procedure_texts(CLI::App& group, Console& console);      // show, diff, test
void add_procedure_migration(CLI::App& group, Console& console);  // rehearse, migrate
void add_procedure_schema(CLI::App& group, Console& console);     // schema

}  // namespace verloop
