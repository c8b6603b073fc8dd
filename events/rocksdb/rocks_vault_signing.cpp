// Another seed for the key by which the logs sign.

#include "events/crypto/crypto.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/rocksdb/rocks_vault.hpp"

namespace verloop {
namespace {

const char* const present_name = "signing";
const char* const next_name = "signing-next";
const char* const former_name = "signed-before";  // Public keys, 32 bytes each.

std::string wrapped_secret(const std::string& key, const char* name, std::string_view plain) {
  return crypto::encrypt(key, plain, "secret/" + std::string(name));
}

}  // namespace

Result<std::string> RocksVault::next_public_key() {
  const std::lock_guard lock(writing_);
  Result<std::optional<std::string>> known = secret_if_any(next_name);
  if (!known) return known.error();
  std::string seed = *known ? std::move(**known) : crypto::random_bytes(crypto::key_size);
  std::string public_key = crypto::ed25519_public_key(seed);
  Result<> written;
  if (!*known) {
    rocksdb::WriteBatch batch;
    batch.Put(keys::secret(next_name), wrapped_secret(key_, next_name, seed));
    written = database_.write(std::move(batch), "making the next signing key");
  }
  crypto::wipe(seed);
  if (!written) return written.error();
  return public_key;
}

Result<> RocksVault::replace_signing_seed() {
  const std::lock_guard lock(writing_);
  Result<std::optional<std::string>> next = secret_if_any(next_name);
  if (!next) return next.error();
  if (!*next) return Error{Errc::not_found, "the vault has no next signing key"};
  return take_signing_seed(std::move(**next));
}

Result<> RocksVault::begin_signing_anew() {
  const std::lock_guard lock(writing_);
  return take_signing_seed(crypto::random_bytes(crypto::key_size));
}

Result<> RocksVault::take_signing_seed(std::string seed) {
  const Result<std::optional<std::string>> former = secret_if_any(former_name);
  if (!former) return former.error();
  std::vector<std::string> replaced;
  for (const char* name : {present_name, next_name}) {
    Result<std::optional<std::string>> wrapped = database_.get(keys::secret(name));
    if (!wrapped) return wrapped.error();
    if (*wrapped) replaced.push_back(std::move(**wrapped));
  }
  ensure(!replaced.empty(), "a vault that is open has a signing key");
  const std::string all_former = former->value_or("") + crypto::ed25519_public_key(signing_seed_);
  rocksdb::WriteBatch batch;
  batch.Put(keys::secret(present_name), wrapped_secret(key_, present_name, seed));
  batch.Delete(keys::secret(next_name));
  batch.Put(keys::secret(former_name), wrapped_secret(key_, former_name, all_former));
  batch.Put(keys::unfinished(), "");
  if (auto written = database_.write(std::move(batch), "replacing the signing key"); !written)
    return written;
  signing_seed_.swap(seed);
  crypto::wipe(seed);
  return finish_destruction(replaced);
}

Result<std::vector<std::string>> RocksVault::former_public_keys() const {
  const Result<std::optional<std::string>> all = secret_if_any(former_name);
  if (!all && all.error().code == Errc::wrong_key)  // Not so: it opened the vault.
    return Error{Errc::tampered, "the vault's " + std::string(former_name) + " key is damaged"};
  if (!all) return all.error();
  std::vector<std::string> keys;
  const std::string bytes = all->value_or("");
  for (std::size_t at = 0; at < bytes.size(); at += crypto::key_size)
    keys.push_back(bytes.substr(at, crypto::key_size));
  return keys;
}

}  // namespace verloop
