#pragma once
// One digest for all that a view holds, made pair by pair, so that it needs no memory for them.
// With numbers as 8 bytes, most significant first, and || for concatenation:
//   F(0)        = 32 zero bytes
//   F(i + 1)    = SHA-256(F(i) || size of key || key || size of value || value), in key order
//   fingerprint = SHA-256(F(n) || next position to apply)

#include <cstdint>
#include <string>
#include <string_view>

#include "events/digest.hpp"
#include "events/ids.hpp"

namespace verloop {

class ViewFingerprint {
 public:
  void add(std::string_view key, std::string_view value);
  Digest at(Position next) const;

 private:
  Digest chain_;
};

/// 8 bytes, most significant first.
std::string big_endian(std::uint64_t number);

}  // namespace verloop
