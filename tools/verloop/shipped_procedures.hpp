#pragma once
// The procedures that the program carries with it, each with the catalogues that it uses.

#include <memory>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

struct ShippedProcedure {
  std::string name;
  bool on_request = false;  // A new folder does not have it by itself.
  std::vector<SourceFile> files;
};

std::string shipped_text(std::string_view path);

std::vector<ShippedProcedure> shipped_procedures();

/// Loaded; null when the program carries none of this name.
Result<std::shared_ptr<const Definition>> shipped_procedure(const std::string& name);

}  // namespace verloop
