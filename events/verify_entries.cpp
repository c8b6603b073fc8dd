#include "events/verify_entries.hpp"

#include <cstring>

#include "events/crypto/crypto.hpp"

namespace verloop {
namespace {

// With the numbers of an entry and the name of most streams it fills one block of SHA-256.
constexpr std::size_t key_bytes = 16;

}  // namespace

void EntrySum::add(const Digest& mark) {
  std::array<std::uint64_t, 4> parts;
  static_assert(sizeof parts == sizeof mark.bytes);
  std::memcpy(parts.data(), mark.bytes.data(), sizeof parts);
  for (std::size_t at = 0; at < parts.size(); ++at) parts_[at] += parts[at];
  ++count_;
}

EntryMarks::EntryMarks() : key_(crypto::random_bytes(key_bytes)) {}

/// SHA-256 of the key, both numbers and the stream, which nothing follows.
Digest EntryMarks::mark(const CaseId& stream, Version version, Position position) const {
  const std::array<std::uint64_t, 2> numbers{version.value, position.value};
  return sha256(key_, {reinterpret_cast<const char*>(numbers.data()), sizeof numbers}, stream.text);
}

}  // namespace verloop
