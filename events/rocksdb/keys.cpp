#include "events/rocksdb/keys.hpp"

#include <utility>

namespace verloop {
namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<unsigned char>(number >> shift)));
  }
}

std::string numbered(char kind, std::uint64_t number) {
  std::string key(1, kind);
  append_number(key, number);
  return key;
}

std::string leveled(char kind, TileId place) {
  ensure(place.level < tile_levels_max, "a tree has eight levels of tiles");
  std::string key{kind, static_cast<char>(place.level)};
  append_number(key, place.index);
  return key;
}

}  // namespace

namespace keys {

std::string record(Position position) {
  return numbered(record_kind, position.value);
}
std::string hash(unsigned level, std::uint64_t index) {
  return leveled(hash_kind, {level, index});
}
std::string leaf(Position position) {
  return hash(0, position.value);
}
std::string tile(TileId tile) {
  return leveled(tile_kind, tile);
}
std::string checkpoint(std::uint64_t size) {
  return numbered(checkpoint_kind, size);
}
std::string tail() {
  return "t";
}
std::string erasures() {
  return "e";
}
std::string sealed_prefix(Position position) {
  return numbered(sealed_kind, position.value);
}

std::string sealed(Position position, std::string_view field) {
  return sealed_prefix(position).append(field);
}

std::string entry_prefix(const CaseId& stream) {
  ensure(stream.text.find('\0') == std::string::npos, "a stream's name holds no NUL");
  std::string key(1, entry_kind);
  key.append(stream.text).push_back('\0');
  return key;
}

std::string entry(const CaseId& stream, Version version) {
  std::string key = entry_prefix(stream);
  append_number(key, version.value);
  return key;
}

std::string head(const CaseId& stream) {
  return std::string(1, head_kind).append(stream.text);
}
std::string command(const CommandId& command) {
  return std::string(1, command_kind).append(command.text);
}

std::optional<std::uint64_t> number_of(std::string_view key) {
  if (key.size() < 9) return std::nullopt;
  return values::number_from(key.substr(1, 8));
}

std::optional<TileId> hash_place_of(std::string_view key) {
  if (key.size() != 10) return std::nullopt;
  const unsigned level = static_cast<unsigned char>(key[1]);
  if (level >= tile_levels_max) return std::nullopt;
  return TileId{level, *values::number_from(key.substr(2))};
}

std::optional<std::string> field_of(std::string_view key) {
  if (key.size() < 10) return std::nullopt;
  return std::string(key.substr(9));
}

std::optional<StreamPlace> place_of(std::string_view key) {
  if (key.size() < 10 || key[key.size() - 9] != '\0') return std::nullopt;
  const std::optional<std::uint64_t> version = values::number_from(key.substr(key.size() - 8));
  return StreamPlace{CaseId{std::string(key.substr(1, key.size() - 10))}, Version{*version}};
}

std::string name_of(std::string_view key) {
  return std::string(key.substr(1));
}

bool is_log_key(std::string_view key) {
  constexpr std::size_t numbered_size = 9;
  switch (key.empty() ? '\0' : key.front()) {
    case command_kind:
    case head_kind:
      return key.size() > 1;
    case checkpoint_kind:
    case record_kind:
      return key.size() == numbered_size;
    case hash_kind:
    case tile_kind:
      return key.size() == numbered_size + 1;
    case sealed_kind:
      return key.size() > numbered_size;
    case entry_kind:
      return place_of(key).has_value();
    default:
      return key == tail() || key == erasures();
  }
}

bool is_vault_key(std::string_view key) {
  constexpr std::size_t handle_size = 2 + 32;
  if (key.starts_with("h/")) return key.size() == handle_size;
  if (key == unfinished()) return true;
  return key.size() > 2 &&
         (key.starts_with("d/") || key.starts_with("e/") || key.starts_with("s/"));
}

std::string stranger(const std::string& folder, std::string_view key) {
  constexpr std::size_t shown_max = 24;
  return folder + " holds an entry that is of no kind this program knows, with a key of " +
         std::to_string(key.size()) + " bytes: " + to_hex(key.substr(0, shown_max)) +
         (key.size() > shown_max ? "..." : "");
}

std::string data_key(const SubjectId& subject) {
  return "d/" + subject.text;
}
std::string destroyed(const SubjectId& subject) {
  return "e/" + subject.text;
}
std::string handle(const Digest& digest) {
  return handle_prefix().append(view(digest));
}
std::string handle_prefix() {
  return "h/";
}
std::string unfinished() {
  return "w";
}
std::string secret(std::string_view name) {
  return std::string("s/").append(name);
}

}  // namespace keys
}  // namespace verloop
