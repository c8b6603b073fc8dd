#pragma once
// What `verloop verify` needs beside the check of the log itself, which uses events/ alone.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "events/rocksdb/data_folder.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

/// Opens for reading only. None after a message: exit 1 when what is found is a fault of the log.
std::optional<DataFolder> open_for_verification(Console& console);

/// The live projections of the folder against a rebuild from its log.
Result<std::vector<ProjectionDifference>> compare_projections(DataFolder& data,
                                                              const std::filesystem::path& folder);

Result<std::string> read_checkpoint_file(const std::string& file);

}  // namespace verloop
