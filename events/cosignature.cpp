#include "events/cosignature.hpp"

#include <algorithm>
#include <limits>

#include "events/crypto/crypto.hpp"

namespace verloop {
namespace {

constexpr std::size_t time_size = 8;

std::string message(std::string_view text, std::uint64_t time) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
}

std::string time_bytes(std::uint64_t time) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(time >> shift & 0xFF);
  return bytes;
}

std::uint64_t time_from(std::string_view bytes) {
  std::uint64_t time = 0;
  for (const char byte : bytes.substr(0, time_size))
    time = time << 8 | static_cast<unsigned char>(byte);
  return time;
}

bool is_of(const NoteSignature& line, const WitnessKey& key) {
  return line.name == key.name && line.id == key.id;
}

/// When the line was made; none when it is no cosignature of the text by the key.
std::optional<std::chrono::sys_seconds> time_of(const NoteSignature& line, std::string_view text,
                                                const WitnessKey& key) {
  if (line.signature.size() != time_size + crypto::signature_size) return std::nullopt;
  const std::uint64_t time = time_from(line.signature);
  if (time > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  const std::string_view signature = std::string_view(line.signature).substr(time_size);
  if (!crypto::ed25519_verify(key.public_key, message(text, time), signature)) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(time));
}

/// Takes the place of an older line of the same key.
void put(Note& note, const NoteSignature& line, const WitnessKey& key) {
  const auto known = std::find_if(note.signatures.begin(), note.signatures.end(),
                                  [&](const NoteSignature& one) { return is_of(one, key); });
  if (known == note.signatures.end()) return note.signatures.push_back(line);
  const auto before = time_of(*known, note.text, key);
  if (!before || *before <= *time_of(line, note.text, key)) *known = line;
}

}  // namespace

Result<WitnessKey> parse_witness_key(std::string_view text) {
  auto key = parse_verifier_key(text, KeyType::cosignature);
  if (!key) return key.error();
  return WitnessKey{std::move(key->name), key->id, std::move(key->public_key)};
}

std::string format(const WitnessKey& key) {
  return format(VerifierKey{key.name, key.id, key.public_key}, KeyType::cosignature);
}

WitnessKey witness_key(const std::string& name, std::string_view seed) {
  VerifierKey key = verifier_key(name, seed, KeyType::cosignature);
  return {std::move(key.name), key.id, std::move(key.public_key)};
}

NoteSignature cosign(std::string_view checkpoint_text, const std::string& name,
                     std::string_view seed, std::chrono::sys_seconds time) {
  const std::int64_t seconds = time.time_since_epoch().count();
  ensure(seconds >= 0, "a cosignature's time is not before 1970");
  const auto stamp = static_cast<std::uint64_t>(seconds);
  const WitnessKey key = witness_key(name, seed);
  return {name, key.id,
          time_bytes(stamp) + crypto::ed25519_sign(seed, message(checkpoint_text, stamp))};
}

Result<std::optional<std::chrono::sys_seconds>> cosigned_at(const Note& note,
                                                            const WitnessKey& witness) {
  std::optional<std::chrono::sys_seconds> time;
  for (const NoteSignature& line : note.signatures) {
    if (!is_of(line, witness)) continue;
    const auto at = time_of(line, note.text, witness);
    if (!at) {
      return Error{Errc::tampered,
                   "the checkpoint's cosignature by the key " + witness.name + " is wrong"};
    }
    if (!time) time = at;
  }
  return time;
}

Result<std::string> with_cosignatures(std::string_view bytes, std::string_view lines,
                                      const std::vector<WitnessKey>& witnesses) {
  auto note = parse_note(bytes);
  if (!note) return note.error();
  const auto fresh = parse_signatures(lines);
  if (!fresh) return fresh.error();
  for (const NoteSignature& line : *fresh) {
    for (const WitnessKey& witness : witnesses) {
      if (is_of(line, witness) && time_of(line, note->text, witness)) put(*note, line, witness);
    }
  }
  return format(*note);
}

}  // namespace verloop
