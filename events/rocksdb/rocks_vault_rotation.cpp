// Another key-encryption key for the whole vault.

#include "events/crypto/crypto.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/rocksdb/rocks_vault.hpp"

namespace verloop {

/// What lies at a key of the kind "d/" or "s/", wrapped under the fresh key-encryption key.
Result<std::string> RocksVault::rewrapped(std::string_view key, std::string_view wrapped,
                                          const std::string& fresh) const {
  const std::string name(key.substr(keys::secret("").size()));
  const bool is_secret = key.starts_with(keys::secret(""));
  const std::string context = (is_secret ? "secret/" : "key/") + name;
  std::optional<std::string> plain = crypto::decrypt(key_, wrapped, context);
  if (!plain) {
    return Error{Errc::tampered, "the stored key " + context +
                                     " is damaged; the vault stays as it is, under its old "
                                     "key-encryption key"};
  }
  std::string anew = crypto::encrypt(fresh, *plain, context);
  crypto::wipe(*plain);
  return anew;
}

Result<> RocksVault::rotate(std::string key) {
  if (key.size() != crypto::key_size) {
    return Error{Errc::wrong_key, "the key-encryption key must have 32 bytes"};
  }
  const std::lock_guard lock(writing_);
  rocksdb::WriteBatch batch;
  std::vector<std::string> replaced;
  std::optional<Error> failed;
  for (const std::string& prefix : {keys::secret(""), keys::data_key({""})}) {
    const auto visit = [&](std::string_view at, std::string_view wrapped) {
      const Result<std::string> anew = rewrapped(at, wrapped, key);
      if (!anew) failed = anew.error();
      if (anew) batch.Put(std::string(at), *anew);
      if (at.starts_with(keys::secret(""))) replaced.emplace_back(wrapped);
      return !failed;
    };
    if (auto scanned = database_.scan(prefix, prefix, visit); !scanned) return scanned;
    if (failed) return *failed;
  }
  batch.Put(keys::unfinished(), "");
  if (auto written = database_.write(std::move(batch), "wrapping all keys anew"); !written)
    return written;
  key_.swap(key);
  crypto::wipe(key);
  return finish_destruction(replaced);
}

}  // namespace verloop
