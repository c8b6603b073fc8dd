#include "projections/view_fingerprint.hpp"

namespace verloop {

std::string big_endian(std::uint64_t number) {
  std::string bytes(8, '\0');
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8U)
    bytes[i] = static_cast<char>(number & 0xFFU);
  return bytes;
}

void ViewFingerprint::add(std::string_view key, std::string_view value) {
  std::string pair = big_endian(key.size());
  pair.append(key).append(big_endian(value.size()));
  chain_ = sha256(view(chain_), pair, value);
}

Digest ViewFingerprint::at(Position next) const {
  return sha256(view(chain_), big_endian(next.value));
}

}  // namespace verloop
