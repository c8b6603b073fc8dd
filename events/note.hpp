#pragma once
// Signed notes (C2SP signed-note v1.0.0), Ed25519 signatures (type 0x01):
//   <text, ends with LF> LF then one line `U+2014 SP <key name> SP <base64(key id (4 bytes) ||
//   signature)> LF` per signature

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace verloop {

/// `<name>+<8 hex digits of key id>+<base64(0x01 || public key)>`
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  std::string public_key;  // 32 bytes.
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

struct NoteSignature {
  std::string name;
  std::uint32_t id = 0;
  std::string signature;  // What follows the key id.
};

struct Note {
  std::string text;  // With its final line feed: what is signed.
  std::vector<NoteSignature> signatures;
};

constexpr std::size_t note_signatures_max = 100;

Result<VerifierKey> parse_verifier_key(std::string_view text);
std::string format(const VerifierKey& key);
/// `name` must be valid: not empty, no white space, no '+'.
VerifierKey verifier_key(std::string name, std::string_view seed);

Result<Note> parse_note(std::string_view bytes);
/// The note with one signature by the key that `seed` makes. `text` ends with a line feed.
std::string sign_note(std::string_view text, const std::string& name, std::string_view seed);

/// The note whose signature by `key` holds. Fails with `malformed`, with `wrong_key` when the note
/// carries none by that key, with `tampered` when one is wrong.
Result<Note> open_note(std::string_view bytes, const VerifierKey& key);

}  // namespace verloop
