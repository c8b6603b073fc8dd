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

struct Verified {
  VerifyReport report;
  std::vector<ProjectionDifference> differences;
  std::uint64_t behind = 0;                // Events that some projection has not applied yet.
  VerifyReport access;                     // Of the access log.
  std::uint64_t documents = 0;             // That lie there, faulty ones too.
  std::optional<std::uint64_t> witnessed;  // With a policy: up to which size it is met.
};

/// The whole folder: the log and its values, the documents, and the access log; then, when nothing
/// is wrong with them, the persons in the vault's index, and the live projections against a
/// rebuild.
Verified verify_folder(DataFolder& data, const std::filesystem::path& folder,
                       const VerifyOptions& options = {});

/// A log that was cut need not tell of those whom the list of erasures beside the key file knows,
/// nor one that continues another of those whom that one erased.
Result<> expect_later_erasures(DataFolder& data, const std::filesystem::path& list,
                               VerifyOptions& how);

Result<std::string> read_checkpoint_file(const std::string& file);

}  // namespace verloop
