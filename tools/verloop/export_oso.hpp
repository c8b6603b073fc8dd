#pragma once
// `verloop export oso`: a dossier about one pupil in the form of the sector's exchange.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_export_oso(CLI::App& group, Console& console);

}  // namespace verloop
