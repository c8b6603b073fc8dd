#pragma once
// `verloop export ocel`: cases for object-centric process mining.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_export_ocel(CLI::App& group, Console& console);

}  // namespace verloop
