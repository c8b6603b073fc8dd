#pragma once
// `verloop export xes`: cases as traces for process mining.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_export_xes(CLI::App& group, Console& console);

}  // namespace verloop
