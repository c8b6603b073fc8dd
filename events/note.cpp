#include "events/note.hpp"

#include <algorithm>
#include <charconv>

#include "events/crypto/crypto.hpp"
#include "events/digest.hpp"
#include "events/note_lines.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

constexpr std::size_t id_size = 4;
constexpr std::size_t id_digits = 8;
constexpr std::string_view signature_start = "\u2014 ";

Error malformed(const char* problem) {
  return {Errc::malformed, problem};
}

/// UTF-8 without control characters but line feeds.
bool is_note_text(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n';
         });
}

std::string id_bytes(std::uint32_t id) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(id >> shift & 0xFF);
  return bytes;
}

/// Of the first four bytes, big-endian.
std::uint32_t id_from(std::string_view bytes) {
  std::uint32_t id = 0;
  for (const char byte : bytes.substr(0, id_size)) id = id << 8 | static_cast<unsigned char>(byte);
  return id;
}

std::string type_byte(KeyType type) {
  return std::string(1, static_cast<char>(type));
}

std::uint32_t key_id(const std::string& name, KeyType type, std::string_view public_key) {
  return id_from(view(sha256(name + '\n', type_byte(type), public_key)));
}

/// What stands before the first `mark`, taken off `rest` together with it; all when there is none.
std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t at = std::min(rest.find(mark), rest.size());
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return taken;
}

/// A line without its line feed.
Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(signature_start))
    return malformed("a note's signature starts with no dash");
  line.remove_prefix(signature_start.size());
  const std::string_view name = take_until(line, ' ');
  if (!is_key_name(name)) return malformed("a note's signature has an invalid key name");
  auto bytes = from_base64(line);
  if (bytes.has_error() || bytes->size() <= id_size)
    return malformed("a note's signature is not base64 of key id and signature");
  return NoteSignature{std::string(name), id_from(*bytes), bytes->substr(id_size)};
}

}  // namespace

bool is_key_name(std::string_view text) {
  if (text.empty()) return false;
  while (!text.empty()) {
    const auto character = take_character(text);
    if (!character || is_space(*character) || *character == '+') return false;
  }
  return true;
}

Result<VerifierKey> parse_verifier_key(std::string_view text, KeyType type) {
  VerifierKey key;
  key.name = take_until(text, '+');
  const std::string_view id = take_until(text, '+');
  if (!is_key_name(key.name)) return malformed("a verifier key has an invalid name");
  const auto [stop, fault] = std::from_chars(id.data(), id.data() + id.size(), key.id, 16);
  if (id.size() != id_digits || fault != std::errc() || stop != id.data() + id.size())
    return malformed("a verifier key has no id of 8 hexadecimal digits");
  const auto bytes = from_base64(text);
  const bool is_ed25519 = bytes.has_value() && bytes->size() == 1 + crypto::key_size &&
                          bytes->starts_with(type_byte(type));
  if (!is_ed25519) {
    return malformed(type == KeyType::signature
                         ? "a verifier key is not of type Ed25519"
                         : "a witness's verifier key is not of type Ed25519 cosignature");
  }
  key.public_key = bytes->substr(1);
  if (key.id != key_id(key.name, type, key.public_key))
    return malformed("a verifier key's id is not that of its name and key");
  return key;
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  return parse_verifier_key(text, KeyType::signature);
}

std::string format(const VerifierKey& key, KeyType type) {
  return key.name + '+' + to_hex(id_bytes(key.id)) + '+' +
         to_base64(type_byte(type) + key.public_key);
}

std::string format(const VerifierKey& key) {
  return format(key, KeyType::signature);
}

VerifierKey verifier_key(std::string name, std::string_view seed, KeyType type) {
  ensure(is_key_name(name), "a key's name is not empty and has no space or plus sign");
  std::string public_key = crypto::ed25519_public_key(seed);
  const std::uint32_t id = key_id(name, type, public_key);
  return {std::move(name), id, std::move(public_key)};
}

VerifierKey verifier_key_of(std::string name, std::string public_key) {
  const std::uint32_t id = key_id(name, KeyType::signature, public_key);
  return {std::move(name), id, std::move(public_key)};
}

VerifierKey verifier_key(std::string name, std::string_view seed) {
  return verifier_key(std::move(name), seed, KeyType::signature);
}

Result<Note> parse_note(std::string_view bytes) {
  if (!is_note_text(bytes)) return malformed("a note is not UTF-8 without control characters");
  const std::size_t gap = bytes.rfind("\n\n");
  if (gap == std::string_view::npos) return malformed("a note has no empty line");
  auto signatures = parse_signatures(bytes.substr(gap + 2));
  if (signatures.has_error()) return signatures.error();
  return Note{std::string(bytes.substr(0, gap + 1)), std::move(*signatures)};
}

Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines) {
  if (!lines.ends_with('\n')) return malformed("a note does not end with a signature's line");
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    auto signature = parse_signature(take_until(lines, '\n'));
    if (signature.has_error()) return signature.error();
    signatures.push_back(std::move(*signature));
    if (signatures.size() > note_signatures_max)
      return malformed("a note has more signatures than the limit");
  }
  return signatures;
}

std::string format(const NoteSignature& signature) {
  return std::string(signature_start) + signature.name + ' ' +
         to_base64(id_bytes(signature.id) + signature.signature) + '\n';
}

std::string format(const Note& note) {
  std::string bytes = note.text + '\n';
  for (const NoteSignature& signature : note.signatures) bytes += format(signature);
  return bytes;
}

std::string sign_note(std::string_view text, const std::string& name, std::string_view seed) {
  ensure(text.ends_with('\n') && is_note_text(text), "a note's text is of whole lines in UTF-8");
  VerifierKey key = verifier_key(name, seed);
  return format(
      Note{std::string(text), {{std::move(key.name), key.id, crypto::ed25519_sign(seed, text)}}});
}

Result<Note> open_note(std::string_view bytes, const VerifierKey& key) {
  auto note = parse_note(bytes);
  if (note.has_error()) return note;
  const auto own = std::find_if(
      note->signatures.begin(), note->signatures.end(),
      [&](const NoteSignature& line) { return line.name == key.name && line.id == key.id; });
  if (own == note->signatures.end())
    return Error{Errc::wrong_key, "the note carries no signature by the key " + key.name};
  if (!crypto::ed25519_verify(key.public_key, note->text, own->signature))
    return Error{Errc::tampered, "the note's signature by the key " + key.name + " is wrong"};
  return note;
}

}  // namespace verloop
