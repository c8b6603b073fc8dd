#pragma once
// The subcommands on documents.

#include <CLI/CLI.hpp>

#include "tools/verloop/console.hpp"

namespace verloop {

void add_document(CLI::App& app, Console& console);

}  // namespace verloop
