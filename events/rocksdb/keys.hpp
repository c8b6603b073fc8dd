#pragma once
// How each key and value of the log's and the vault's database is spelled. One prefix byte, then
// big-endian numbers, so that RocksDB's order is the order of positions, versions and sizes.
//
// The log:
//   'c' command id                  -> command: JCS {"answer","case","content","first","position",
//                                      "version"}, content as base64url
//   'e'                             -> of how many events of @subjects the erasures were carried
//                                      out here(8)
//   'h' level(1) index(8)           -> hash(32) that is in no full tile yet; level 0: a leaf hash
//   'k' size(8)                     -> checkpoint: count(1) subtree hash(32)* signed note
//   'm' level(1) index(8)           -> full tile: hash(32), 256 of them
//   'n' stream                      -> the stream's last version(8)
//   'r' position(8)                 -> record bytes
//   's' position(8) field           -> sealed value: length(2) subject, nonce, ciphertext, tag; no
//                                      bytes after the subject: removed after an erasure
//   't'                             -> tail: size(8) recordedAt(8, microseconds) subtree hash(32)*
//   'v' stream 0x00 version(8)      -> position(8)
// The vault:
//   "d/" subject                    -> data key, wrapped
//   "e/" subject                    -> the key was destroyed: JCS {"ground","on"}, or empty
//   "h/" HMAC(32)                   -> subject a handle stands for
//   "s/" name                       -> the vault's own secrets, wrapped
//   "w"                             -> (empty): files may still hold keys that were replaced
// Wrapped: AES-256-GCM under the key-encryption key, associated data "key/" subject or "secret/"
// name.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/commit.hpp"
#include "events/event_log.hpp"
#include "events/log_contents.hpp"
#include "events/merkle.hpp"
#include "events/tiles.hpp"

namespace verloop::keys {

std::string record(Position position);
std::string hash(unsigned level, std::uint64_t index);
std::string leaf(Position position);  // hash(0, position)
std::string tile(TileId tile);
std::string sealed(Position position, std::string_view field);
std::string sealed_prefix(Position position);
std::string entry(const CaseId& stream, Version version);
std::string entry_prefix(const CaseId& stream);
std::string head(const CaseId& stream);
std::string command(const CommandId& command);
std::string checkpoint(std::uint64_t size);
std::string tail();
std::string erasures();

constexpr char command_kind = 'c';
constexpr char hash_kind = 'h';
constexpr char checkpoint_kind = 'k';
constexpr char tile_kind = 'm';
constexpr char head_kind = 'n';
constexpr char record_kind = 'r';
constexpr char sealed_kind = 's';
constexpr char entry_kind = 'v';

/// What a key says, after its kind was seen; none when it is not spelled as above.
std::optional<std::uint64_t> number_of(std::string_view key);  // 'k', 'r', 's'
/// 'h': level, and index on it; 'm': the tile. None for a level that no tree has.
std::optional<TileId> hash_place_of(std::string_view key);
std::optional<std::string> field_of(std::string_view key);  // 's'
struct StreamPlace {
  CaseId stream;
  Version version;
};
std::optional<StreamPlace> place_of(std::string_view key);  // 'v'
std::string name_of(std::string_view key);                  // 'c', 'n'

/// Whether a key is spelled as one of the log's, or of the vault's.
bool is_log_key(std::string_view key);
bool is_vault_key(std::string_view key);
/// The sentence on a key that is none: where it lies and how it begins, in hex.
std::string stranger(const std::string& folder, std::string_view key);

std::string data_key(const SubjectId& subject);
std::string destroyed(const SubjectId& subject);
std::string handle(const Digest& digest);
std::string handle_prefix();
std::string secret(std::string_view name);
std::string unfinished();

}  // namespace verloop::keys

namespace verloop::values {

std::string number(std::uint64_t number);
std::optional<std::uint64_t> number_from(std::string_view bytes);

std::string sealed(const SealedValue& value);
std::optional<SealedValue> sealed_from(std::string field, std::string_view bytes);

std::string command(const KnownCommand& known);
Result<KnownCommand> command_from(std::string_view bytes);

struct Tail {
  Timestamp recorded_at{};
  CompactRange tree;
};
std::string tail(const Tail& tail);
Result<Tail> tail_from(std::string_view bytes);

struct SignedTree {
  CompactRange tree;
  std::string note;
};
std::string checkpoint(const SignedTree& signed_tree);
Result<SignedTree> checkpoint_from(std::uint64_t size, std::string_view bytes);

}  // namespace verloop::values
