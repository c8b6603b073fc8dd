#pragma once
// The subcommands backup and restore.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_backup(CLI::App& app, Console& console);
void add_restore(CLI::App& app, Console& console);

}  // namespace verloop
