#pragma once
// `verloop prove --from` and what `verloop verify` does with what it writes: that a log only grew
// since a checkpoint that somebody kept, checked offline.

#include <string>

#include "tools/verloop/trust.hpp"

namespace verloop {

/// The checkpoint that a proof is to lead to: the newest, that of a size, or the cosigned one.
struct ProofTarget {
  std::optional<std::uint64_t> size;
  bool is_cosigned = false;
};

/// Its signed note. Fails with `not_found`.
Result<std::string> note_for(Instance& instance, const std::filesystem::path& folder,
                             const ProofTarget& target);

/// By its first bytes: a consistency proof.
bool is_growth_file(const std::string& file);

struct GrowthToVerify {
  std::string file;
  std::vector<std::string> before;  // Signed notes that were kept.
  Trust trust;
};

/// Says whether the later checkpoint holds all of the earlier ones. Exit 1 when it does not.
void verify_growth_file(Console& console, const GrowthToVerify& what);

}  // namespace verloop
