#pragma once
// Definitions in files that somebody names: read, put beside the shipped catalogues, loaded; what
// is wrong in them is said.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

/// None after a message: one can't be read.
std::optional<std::vector<SourceFile>> read_definition(Console& console,
                                                       const std::vector<std::string>& names);

/// Whether `key` is one of the file's first level: a catalogue has no `procedure`.
bool has_key(const SourceFile& file, const std::string& key);

void print_faults(Console& console, std::vector<DefinitionFault> found);

/// A procedure without catalogues is loaded with the shipped ones that it names, or that a new
/// folder has. Null after the faults were printed.
std::shared_ptr<const Definition> load_files(Console& console, std::vector<SourceFile> files);

}  // namespace verloop
