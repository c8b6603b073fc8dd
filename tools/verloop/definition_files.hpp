#pragma once
// Definitions in files that somebody names: read, put beside the shipped catalogues, loaded; what
// is wrong in them is said.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/definitions.hpp"
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

/// A deployed one: `name`, `name@version` or a whole reference. Null when there is none.
const Definition* find_deployed(const Definitions& definitions, const std::string& asked);
/// What is named by files, or by the name of a deployed one. Null after a message.
std::shared_ptr<const Definition> find_definition(Console& console, const Definitions& definitions,
                                                  const std::vector<std::string>& named);

}  // namespace verloop
