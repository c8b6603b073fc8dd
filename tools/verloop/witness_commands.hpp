#pragma once
// What the subcommands around witnesses share, and those that witness.cpp and cosign.cpp add.

#include <optional>

#include "events/witness_policy.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {

/// Where the newest checkpoint lies that enough witnesses cosigned, in the data folder.
std::filesystem::path cosigned_file(const std::filesystem::path& folder);

/// Has the policy's witnesses cosign the log's newest checkpoint, keeps it when they are enough,
/// and prints it. `note` is what the log signed.
void print_cosigned(Console& console, const EventLog& log, const std::string& note,
                    const std::string& policy_file);

/// How much of a log is witnessed as a policy wants it.
struct Witnessed {
  std::optional<std::uint64_t> size;  // Of the largest checkpoint that is; none: none is.
  std::vector<std::string> faults;    // Of the notes that were looked at.
  std::optional<std::string> own;     // The folder's own note.
};

/// Looks at the folder's cosigned checkpoint, and at those that were handed in. Whether their roots
/// are the log's is another question.
Witnessed find_witnessed(const std::filesystem::path& folder, const WitnessPolicy& policy,
                         const std::vector<std::string>& notes);

void add_witness(CLI::App& app, Console& console);

}  // namespace verloop
