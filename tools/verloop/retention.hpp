#pragma once
// `verloop retention`: whose retention period is over, and erasing them.

#include <CLI/CLI.hpp>

#include "tools/verloop/console.hpp"

namespace verloop {

void add_retention(CLI::App& app, Console& console);

}  // namespace verloop
