#pragma once
// Checks a whole log and its sealed values against each other and against what was signed. Uses
// nothing above events/, so that a fault in the engine can't hide itself. Goes on after a fault and
// reports every one.

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/log_contents.hpp"
#include "events/vault.hpp"

namespace verloop {

struct Fault {
  std::optional<Position> position;  // Where, or from where on; none when it is about no event.
  std::string text;                  // Holds no value.
};

struct VerifyReport {
  std::uint64_t size = 0;
  Digest root;                    // Of the leaf hashes as they lie there.
  std::uint64_t signed_size = 0;  // Of the newest checkpoint, or of the anchor when it is larger.
  std::uint64_t unsigned_count = 0;  // Events that no checkpoint covers.
  std::uint64_t sealed_count = 0;
  std::uint64_t erased_count = 0;  // Sealed values whose subject's key was destroyed.
  std::vector<Fault> faults;
};

struct VerifyOptions {
  /// Signed notes that somebody kept: the log must still hold what they signed.
  std::vector<std::string> earlier_checkpoints;
  /// Called before each record with how many were checked, and of how many; from the beginning
  /// again where the stream index has to be held against the records entry by entry. May be empty.
  std::function<void(std::uint64_t done, std::uint64_t size)> progress;
  /// Of a log that was cut, or continues another one: who was erased by an event that may have gone
  /// with what came after, or may be in that one alone so far.
  std::vector<Destruction> erased_later = {};
};

VerifyReport verify_log(const LogContents& log, const Vault& vault,
                        const VerifyOptions& options = {});

}  // namespace verloop
