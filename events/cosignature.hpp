#pragma once
// Cosignatures of witnesses (C2SP tlog-cosignature, Ed25519): a signature line of a checkpoint
// whose key is of type 0x04. It says that at that moment this was the largest tree of the log that
// the witness had seen, and that it holds all that the witness had seen before.
//   signature   time(8, seconds since 1970, big-endian) || Ed25519 signature(64) over:
//   message     "cosignature/v1" LF "time " <decimal> LF <the checkpoint's text>

#include <chrono>
#include <optional>

#include "events/checkpoint.hpp"
#include "events/note_lines.hpp"

namespace verloop {

/// The key of a witness: `<name>+<8 hex digits of key id>+<base64(0x04 || public key)>`
struct WitnessKey {
  std::string name;
  std::uint32_t id = 0;
  std::string public_key;  // 32 bytes.
};

Result<WitnessKey> parse_witness_key(std::string_view text);
std::string format(const WitnessKey& key);
WitnessKey witness_key(const std::string& name, std::string_view seed);

/// The line with which the key that `seed` makes cosigns. `time` is not before 1970.
NoteSignature cosign(std::string_view checkpoint_text, const std::string& name,
                     std::string_view seed, std::chrono::sys_seconds time);

/// When the witness cosigned; none when the note carries no line of its key. Fails with `tampered`
/// when a line is there and wrong.
Result<std::optional<std::chrono::sys_seconds>> cosigned_at(const Note& note,
                                                            const WitnessKey& witness);

/// The checkpoint `note` with those of the lines that hold and are of one of the witnesses' keys;
/// of each witness the newest alone. Fails with `malformed`.
Result<std::string> with_cosignatures(std::string_view note, std::string_view lines,
                                      const std::vector<WitnessKey>& witnesses);

}  // namespace verloop
