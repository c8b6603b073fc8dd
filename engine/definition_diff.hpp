#pragma once
// What differs between two definitions, as their texts are read: by file and by the path of names
// that leads to a value. Comments, order of keys and quotes make no difference.

#include <string>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

struct DefinitionChange {
  std::string file;
  std::string path;           // `settings.termDays.value`, `tracks.permit.moves[0].to`
  std::string before, after;  // Empty: not there.
  YamlPlace place;            // Of what is there after, else of what was there before.
};

/// By file and path. Each text of both must be a definition's, which was loaded.
std::vector<DefinitionChange> definition_diff(const std::vector<SourceFile>& before,
                                              const std::vector<SourceFile>& after);

}  // namespace verloop
