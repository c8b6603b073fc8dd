#pragma once
// The cryptographic primitives, thin over OpenSSL and alone: nothing else includes it. Keys are
// byte strings of the stated length; all functions are safe to call from any thread. AES-256-GCM
// after NIST SP 800-38D, Ed25519 after RFC 8032 (verification as OpenSSL's: no cofactor, canonical
// R and S), HMAC-SHA-256 after RFC 2104.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "events/digest.hpp"
#include "events/result.hpp"

struct evp_cipher_ctx_st;

namespace verloop::crypto {

constexpr std::size_t key_size = 32;  // AES-256 and HMAC keys, Ed25519 seeds and public keys.
constexpr std::size_t signature_size = 64;

/// `count` bytes from the operating system's generator. Stops the process when there is none.
std::string random_bytes(std::size_t count);

/// 20 bytes. For UUIDs of version 5 alone: SHA-1 secures nothing.
std::string sha1(std::string_view bytes);

Digest hmac_sha256(std::string_view key, std::string_view message);

/// 12 bytes nonce, ciphertext, 16 bytes tag.
std::string encrypt(std::string_view key, std::string_view plain, std::string_view associated);
/// None when the key, the associated data or the bytes are not those of encrypt.
std::optional<std::string> decrypt(std::string_view key, std::string_view sealed,
                                   std::string_view associated);

/// decrypt under one key, as often as wanted, by one thread at a time. Keeps the key, and wipes it
/// when it goes.
class Opener {
 public:
  explicit Opener(std::string_view key);
  std::optional<std::string> open(std::string_view sealed, std::string_view associated);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* cipher) const;
  };
  std::unique_ptr<evp_cipher_ctx_st, Free> cipher_;
};

std::string ed25519_public_key(std::string_view seed);
std::string ed25519_sign(std::string_view seed, std::string_view message);
bool ed25519_verify(std::string_view public_key, std::string_view message,
                    std::string_view signature);

/// Overwrites the bytes so that a key does not stay in memory.
void wipe(std::string& secret);

}  // namespace verloop::crypto
