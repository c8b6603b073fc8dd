#include <memory>

#include <openssl/evp.h>

#include "events/crypto/crypto.hpp"
#include "events/digest.hpp"

namespace verloop {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Looked up once: EVP_sha256() alone is searched for anew by every use.
const EVP_MD* algorithm() {
  static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  return sha256(bytes, {});
}

Digest sha256(std::string_view first, std::string_view second, std::string_view third) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  Digest digest;
  const bool done =
      EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1 &&
      EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1 &&
      EVP_DigestUpdate(context.get(), second.data(), second.size()) == 1 &&
      EVP_DigestUpdate(context.get(), third.data(), third.size()) == 1 &&
      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.bytes.data()),
                         nullptr) == 1;
  ensure(done, "SHA-256 is available");
  return digest;
}

}  // namespace verloop

namespace verloop::crypto {

std::string sha1(std::string_view bytes) {
  unsigned char digest[20];
  const bool done =
      EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, EVP_sha1(), nullptr) == 1;
  ensure(done, "SHA-1 is available");
  return {reinterpret_cast<const char*>(digest), sizeof digest};
}

}  // namespace verloop::crypto
