#pragma once
// The subcommands of the program, each in a file of its own. Each adds itself to the command line;
// its callback sets the console's exit status.

#include <CLI/CLI.hpp>

#include "tools/verloop/console.hpp"

namespace verloop {

/// A subcommand with the options that all share, and an example below its help.
CLI::App* add_subcommand(CLI::App& app, Console& console, const std::string& name,
                         const std::string& purpose, const std::string& example);

/// Takes whole numbers from `least` on, as far as a position goes: what it takes fits an unsigned
/// number of 64 bits.
CLI::Validator whole_number(std::uint64_t least = 0);

void add_demo(CLI::App& app, Console& console);
void add_init(CLI::App& app, Console& console);
void add_run(CLI::App& app, Console& console);
void add_do(CLI::App& app, Console& console);
void add_cases(CLI::App& app, Console& console);
void add_show(CLI::App& app, Console& console);
void add_actions(CLI::App& app, Console& console);
void add_replay(CLI::App& app, Console& console);
void add_worklist(CLI::App& app, Console& console);
void add_why(CLI::App& app, Console& console);
void add_diff(CLI::App& app, Console& console);
void add_compliance(CLI::App& app, Console& console);
void add_verify(CLI::App& app, Console& console);
void add_checkpoint(CLI::App& app, Console& console);
void add_prove(CLI::App& app, Console& console);
void add_bundle(CLI::App& app, Console& console);
void add_rebuild(CLI::App& app, Console& console);
void add_export(CLI::App& app, Console& console);
void add_cel(CLI::App& app, Console& console);
void add_import(CLI::App& app, Console& console);
void add_procedure(CLI::App& app, Console& console);
void add_setting(CLI::App& app, Console& console);
void add_serve(CLI::App& app, Console& console);
void add_token(CLI::App& app, Console& console);
void add_key(CLI::App& app, Console& console);
void add_audit(CLI::App& app, Console& console);
void add_subject(CLI::App& app, Console& console);
void add_bench(CLI::App& app, Console& console);

}  // namespace verloop
