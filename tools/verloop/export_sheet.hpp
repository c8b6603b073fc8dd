#pragma once
// `verloop export sheet` and `export table`: what somebody types over by hand into another system,
// or hands on.

#include "projections/make_sheet.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_export_sheet(CLI::App& group, Console& console);
void add_export_table(CLI::App& group, Console& console);

/// Bytes to a file, or to standard output where no file is named; what was written is told. False
/// after a message.
bool hand_over(Console& console, const std::string& output, const std::string& bytes);

/// Who may make it, by what the roles are called.
std::string roles_of(const Sheet& sheet, const Definition& definition, Language language);

/// Says that there is none of that name, with the nearest one. `what`: a sheet or a table.
void say_no_such_sheet(Console& console, const Label& what, const std::string& name,
                       const std::vector<std::string>& known);

}  // namespace verloop
