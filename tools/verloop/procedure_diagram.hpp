#pragma once
// verloop procedure diagram, one of the subcommands of `procedure`.

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_procedure_diagram(CLI::App& group, Console& console);

}  // namespace verloop
