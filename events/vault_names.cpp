#include "events/vault_names.hpp"

#include "events/crypto/crypto.hpp"
#include "events/result.hpp"

namespace verloop {

SubjectId random_subject() {
  return {"s-" + to_base64url(crypto::random_bytes(16))};
}

bool is_random_subject(std::string_view text) {
  if (!text.starts_with("s-")) return false;
  const Result<std::string> bytes = from_base64url(text.substr(2));
  return bytes && bytes->size() == 16;
}

Digest handle_digest(std::string_view lookup_key, std::string_view scope, std::string_view handle) {
  ensure(scope.find('\0') == std::string_view::npos, "a scope holds no NUL");
  std::string message(scope);
  message.push_back('\0');
  message.append(handle);
  return crypto::hmac_sha256(lookup_key, message);
}

}  // namespace verloop
