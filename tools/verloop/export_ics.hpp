#pragma once
// `verloop export ics`: what is planned and due, for a calendar.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_export_ics(CLI::App& group, Console& console);

}  // namespace verloop
