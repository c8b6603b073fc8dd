#pragma once
// Checkpoints (C2SP tlog-checkpoint v1.0.0): origin, size and root of the tree as the text of a
// signed note:
//   <origin> LF <size, decimal> LF <base64 of the root> LF [<extension> LF]*

#include <cstdint>
#include <string>
#include <string_view>

#include "events/digest.hpp"
#include "events/note.hpp"
#include "events/result.hpp"

namespace verloop {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

std::string checkpoint_text(const Checkpoint& checkpoint);
Result<Checkpoint> parse_checkpoint_text(std::string_view text);

std::string sign_checkpoint(const Checkpoint& checkpoint,
                            std::string_view seed);  // Key name = origin.
/// Verified: signature by `key`, and origin equal to the key's name.
Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

}  // namespace verloop
