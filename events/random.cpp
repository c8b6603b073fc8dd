#include "events/random.hpp"

#include "events/crypto/crypto.hpp"

namespace verloop {

std::string random_bytes(std::size_t count) {
  return crypto::random_bytes(count);
}

}  // namespace verloop
