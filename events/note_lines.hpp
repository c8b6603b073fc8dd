#pragma once
// The parts of a signed note (events/note.hpp) by themselves: keys of each type, and signature
// lines without the text that they sign.

#include "events/note.hpp"

namespace verloop {

/// What a key signs: a note's text, or a witness's statement about it (events/cosignature.hpp).
enum class KeyType : std::uint8_t { signature = 1, cosignature = 4 };

/// Whether a key can have this name: not empty, no white space, no '+'.
bool is_key_name(std::string_view text);

/// As those of events/note.hpp, for a key of any type.
Result<VerifierKey> parse_verifier_key(std::string_view text, KeyType type);
std::string format(const VerifierKey& key, KeyType type);
VerifierKey verifier_key(std::string name, std::string_view seed, KeyType type);

/// A key of a log by its name and its 32 public bytes.
VerifierKey verifier_key_of(std::string name, std::string public_key);

/// Signature lines as a witness answers them. Fails with `malformed`.
Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines);

/// The line of one signature, with its line feed; and a whole note.
std::string format(const NoteSignature& signature);
std::string format(const Note& note);

}  // namespace verloop
