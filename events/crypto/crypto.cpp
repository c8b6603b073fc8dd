#include "events/crypto/crypto.hpp"

#include <algorithm>
#include <memory>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace verloop::crypto {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t entropy_call_max = 256;  // Of getentropy.

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* data(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

/// OpenSSL counts in int.
int length(std::string_view bytes) {
  ensure(bytes.size() <= (1U << 30), "a message of at most 1 GiB is ciphered at once");
  return static_cast<int>(bytes.size());
}

const EVP_CIPHER* aes_256_gcm() {
  static EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return fetched;
}

Key private_key(std::string_view seed) {
  ensure(seed.size() == key_size, "an Ed25519 seed has 32 bytes");
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, data(seed), seed.size()));
  ensure(key != nullptr, "Ed25519 is available");
  return key;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t at = 0; at < count; at += entropy_call_max) {
    const std::size_t part = std::min(entropy_call_max, count - at);
    ensure(getentropy(bytes.data() + at, part) == 0, "the operating system gives random bytes");
  }
  return bytes;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  Digest digest;
  const auto* done = HMAC(EVP_sha256(), data(key), length(key), data(message), message.size(),
                          reinterpret_cast<unsigned char*>(digest.bytes.data()), nullptr);
  ensure(done != nullptr, "HMAC-SHA-256 is available");
  return digest;
}

std::string encrypt(std::string_view key, std::string_view plain, std::string_view associated) {
  ensure(key.size() == key_size, "an AES-256 key has 32 bytes");
  std::string sealed = random_bytes(nonce_size);
  sealed.resize(nonce_size + plain.size() + tag_size);
  unsigned char* const nonce = data(sealed);
  unsigned char* const body = nonce + nonce_size;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int count = 0;
  const bool done =
      EVP_EncryptInit_ex2(cipher.get(), aes_256_gcm(), data(key), nonce, nullptr) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &count, data(associated), length(associated)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), body, &count, data(plain), length(plain)) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), body + plain.size(), &count) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, body + plain.size()) == 1;
  ensure(done, "AES-256-GCM is available");
  return sealed;
}

void Opener::Free::operator()(evp_cipher_ctx_st* cipher) const {
  EVP_CIPHER_CTX_free(cipher);
}

Opener::Opener(std::string_view key) : cipher_(EVP_CIPHER_CTX_new()) {
  ensure(key.size() == key_size, "an AES-256 key has 32 bytes");
  const int done = EVP_DecryptInit_ex2(cipher_.get(), aes_256_gcm(), data(key), nullptr, nullptr);
  ensure(done == 1, "AES-256-GCM is available");
}

std::optional<std::string> Opener::open(std::string_view sealed, std::string_view associated) {
  if (sealed.size() < nonce_size + tag_size) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, nonce_size);
  const std::string_view body = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
  std::string tag(sealed.substr(sealed.size() - tag_size));
  std::string plain(body.size(), '\0');
  EVP_CIPHER_CTX* const cipher = cipher_.get();
  int count = 0;
  const bool opened =
      EVP_DecryptInit_ex2(cipher, nullptr, nullptr, data(nonce), nullptr) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1 &&
      EVP_DecryptUpdate(cipher, nullptr, &count, data(associated), length(associated)) == 1 &&
      EVP_DecryptUpdate(cipher, data(plain), &count, data(body), length(body)) == 1 &&
      EVP_DecryptFinal_ex(cipher, data(plain) + plain.size(), &count) == 1;
  if (opened) return plain;
  ERR_clear_error();
  wipe(plain);
  return std::nullopt;
}

std::optional<std::string> decrypt(std::string_view key, std::string_view sealed,
                                   std::string_view associated) {
  return Opener(key).open(sealed, associated);
}

std::string ed25519_public_key(std::string_view seed) {
  std::string key(key_size, '\0');
  std::size_t size = key.size();
  const int done = EVP_PKEY_get_raw_public_key(private_key(seed).get(), data(key), &size);
  ensure(done == 1 && size == key_size, "an Ed25519 key has a public part");
  return key;
}

std::string ed25519_sign(std::string_view seed, std::string_view message) {
  const Key key = private_key(seed);
  const DigestContext context(EVP_MD_CTX_new());
  std::string signature(signature_size, '\0');
  std::size_t size = signature.size();
  const bool done =
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestSign(context.get(), data(signature), &size, data(message), message.size()) == 1;
  ensure(done && size == signature_size, "Ed25519 signs");
  return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message,
                    std::string_view signature) {
  if (public_key.size() != key_size || signature.size() != signature_size) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data(public_key), key_size));
  const DigestContext context(EVP_MD_CTX_new());
  const bool holds =
      key != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), data(signature), signature.size(), data(message),
                       message.size()) == 1;
  if (!holds) ERR_clear_error();
  return holds;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace verloop::crypto
