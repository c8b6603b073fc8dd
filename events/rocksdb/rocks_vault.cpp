#include "events/rocksdb/rocks_vault.hpp"

#include "events/crypto/crypto.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/vault_names.hpp"

namespace verloop {
namespace {

const char* const check_name = "check";
const char* const signing_name = "signing";
const char* const lookup_name = "lookup";
const char* const authenticate_name = "authenticate";
const char* const check_text = "verloop vault, format 1";

std::string key_context(const SubjectId& subject) {
  return "key/" + subject.text;
}
std::string secret_context(const std::string& name) {
  return "secret/" + name;
}

Error no_key(const SubjectId& subject) {
  return {Errc::not_found, "subject " + subject.text + " has no key: it was erased or never known"};
}

}  // namespace

Result<std::unique_ptr<RocksVault>> RocksVault::open(const std::filesystem::path& folder,
                                                     std::string key, OpenMode mode) {
  if (key.size() != crypto::key_size) {
    return Error{Errc::wrong_key, "the key-encryption key must have 32 bytes"};
  }
  Result<Database> database = Database::open(folder, mode);
  if (!database) return database.error();
  std::unique_ptr<RocksVault> vault(new RocksVault(std::move(*database), std::move(key)));
  if (mode == OpenMode::create) {
    if (auto made = vault->make_secrets(); !made) return made.error();
  }
  if (auto loaded = vault->load_secrets(); !loaded) return loaded.error();
  if (mode == OpenMode::read_write) {
    const auto unfinished = vault->has_unfinished_destruction();
    if (!unfinished) return unfinished.error();
    const Result<> finished = *unfinished ? vault->finish_destruction({}) : Result<>();
    if (!finished) return finished.error();
  }
  return vault;
}

RocksVault::~RocksVault() {
  for (std::string* held : {&key_, &signing_seed_, &lookup_key_, &authenticate_key_}) {
    crypto::wipe(*held);
  }
}

Result<> RocksVault::make_secrets() {
  rocksdb::WriteBatch batch;
  const auto put = [&](const std::string& name, std::string_view plain) {
    batch.Put(keys::secret(name), crypto::encrypt(key_, plain, secret_context(name)));
  };
  put(check_name, check_text);
  for (const char* name : {signing_name, lookup_name, authenticate_name}) {
    std::string fresh = crypto::random_bytes(crypto::key_size);
    put(name, fresh);
    crypto::wipe(fresh);
  }
  return database_.write(std::move(batch), "making the vault's own keys");
}

Result<> RocksVault::load_secrets() {
  const Result<std::string> check = secret(check_name);
  if (!check) return check.error();
  const std::pair<const char*, std::string*> wanted[] = {{signing_name, &signing_seed_},
                                                         {lookup_name, &lookup_key_},
                                                         {authenticate_name, &authenticate_key_}};
  for (const auto& [name, place] : wanted) {
    Result<std::string> plain = secret(name);
    if (!plain)
      return Error{Errc::tampered, "the vault's " + std::string(name) + " key is damaged"};
    *place = std::move(*plain);
  }
  return {};
}

Result<std::string> RocksVault::secret(const std::string& name) const {
  Result<std::optional<std::string>> plain = secret_if_any(name);
  if (!plain) return plain.error();
  if (!*plain) return Error{Errc::tampered, "the vault lacks its " + name + " key"};
  return std::move(**plain);
}

Result<std::optional<std::string>> RocksVault::secret_if_any(const std::string& name) const {
  const Result<std::optional<std::string>> wrapped = database_.get(keys::secret(name));
  if (!wrapped) return wrapped.error();
  if (!*wrapped) return std::optional<std::string>();
  std::optional<std::string> plain = crypto::decrypt(key_, **wrapped, secret_context(name));
  if (!plain) {
    return Error{Errc::wrong_key,
                 "the key-encryption key is not the one that this vault was made "
                 "with; name the right key file"};
  }
  return plain;
}

Result<std::optional<std::string>> RocksVault::data_key(const SubjectId& subject) const {
  const Result<std::optional<std::string>> wrapped = database_.get(keys::data_key(subject));
  if (!wrapped) return wrapped.error();
  if (!*wrapped) return std::optional<std::string>();
  std::optional<std::string> plain = crypto::decrypt(key_, **wrapped, key_context(subject));
  if (!plain) {
    return Error{Errc::tampered, "the stored key of subject " + subject.text + " is damaged"};
  }
  return plain;
}

Result<> RocksVault::add_key(const SubjectId& subject, rocksdb::WriteBatch& batch) const {
  const Result<std::optional<std::string>> gone = database_.get(keys::destroyed(subject));
  if (!gone) return gone.error();
  if (*gone) return no_key(subject);
  const Result<std::optional<std::string>> present = database_.get(keys::data_key(subject));
  if (!present) return present.error();
  if (*present) return {};
  std::string fresh = crypto::random_bytes(crypto::key_size);
  batch.Put(keys::data_key(subject), crypto::encrypt(key_, fresh, key_context(subject)));
  crypto::wipe(fresh);
  return {};
}

Result<> RocksVault::create_keys(const std::vector<SubjectId>& subjects) {
  const std::lock_guard lock(writing_);
  rocksdb::WriteBatch batch;
  for (const SubjectId& subject : subjects) {
    if (auto added = add_key(subject, batch); !added) return added;
  }
  if (batch.Count() == 0) return {};
  return database_.write(std::move(batch), "making keys for subjects");
}

Result<std::string> RocksVault::encrypt(const SubjectId& subject, std::string_view plain,
                                        std::string_view context) {
  Result<std::optional<std::string>> key = data_key(subject);
  if (!key) return key.error();
  if (!*key) return no_key(subject);
  std::string sealed = crypto::encrypt(**key, plain, context);
  crypto::wipe(**key);
  return sealed;
}

/// A key that was destroyed left its mark; one that is merely gone is a fault.
Result<std::optional<ValueOpener>> RocksVault::without_key(const SubjectId& subject) const {
  const auto mark = erased(subject);
  if (!mark) return mark.error();
  if (*mark) return std::optional<ValueOpener>();
  return Error{Errc::tampered, "the vault holds no key of subject " + subject.text +
                                   " and no mark that it was destroyed; restore the vault that "
                                   "belongs to this log"};
}

Result<std::optional<ValueOpener>> RocksVault::opener(const SubjectId& subject) const {
  Result<std::optional<std::string>> key = data_key(subject);
  if (!key) return key.error();
  if (!*key) return without_key(subject);
  std::optional<ValueOpener> opener({subject, **key});
  crypto::wipe(**key);
  return opener;
}

Result<SubjectId> RocksVault::subject_of(std::string_view scope, std::string_view handle) {
  const std::lock_guard lock(writing_);
  const Result<std::optional<SubjectId>> known = find_subject(scope, handle);
  if (!known) return known.error();
  if (*known) return **known;
  SubjectId fresh = random_subject();
  rocksdb::WriteBatch batch;
  batch.Put(keys::handle(handle_digest(lookup_key_, scope, handle)), fresh.text);
  const Result<> written = database_.write(std::move(batch), "naming a subject");
  if (!written) return written.error();
  return fresh;
}

Result<std::optional<SubjectId>> RocksVault::find_subject(std::string_view scope,
                                                          std::string_view handle) const {
  Result<std::optional<std::string>> found =
      database_.get(keys::handle(handle_digest(lookup_key_, scope, handle)));
  if (!found) return found.error();
  if (!*found) return std::optional<SubjectId>();
  return std::optional<SubjectId>(SubjectId{std::move(**found)});
}

Result<std::string> RocksVault::signing_seed() const {
  return signing_seed_;
}

Result<Digest> RocksVault::authenticate(std::string_view message) const {
  return crypto::hmac_sha256(authenticate_key_, message);
}

}  // namespace verloop
