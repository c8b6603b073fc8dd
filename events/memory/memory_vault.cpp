#include "events/memory/memory_vault.hpp"

#include "events/crypto/crypto.hpp"
#include "events/vault_names.hpp"

namespace verloop {
namespace {

Error no_key(const SubjectId& subject) {
  return {Errc::not_found, "subject " + subject.text + " has no key: it was erased or never known"};
}

}  // namespace

MemoryVault::MemoryVault()
    : signing_seed_(crypto::random_bytes(crypto::key_size)),
      lookup_key_(crypto::random_bytes(crypto::key_size)),
      authenticate_key_(crypto::random_bytes(crypto::key_size)) {}

Result<> MemoryVault::create_keys(const std::vector<SubjectId>& subjects) {
  const std::lock_guard lock(mutex_);
  for (const SubjectId& subject : subjects) {
    if (destroyed_.contains(subject)) return no_key(subject);
  }
  for (const SubjectId& subject : subjects) {
    if (!keys_.contains(subject)) keys_[subject] = crypto::random_bytes(crypto::key_size);
  }
  return {};
}

std::optional<std::string> MemoryVault::key_of(const SubjectId& subject) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(subject);
  if (found == keys_.end()) return std::nullopt;
  return found->second;
}

Result<std::string> MemoryVault::encrypt(const SubjectId& subject, std::string_view plain,
                                         std::string_view context) {
  const std::optional<std::string> key = key_of(subject);
  if (!key) return no_key(subject);
  return crypto::encrypt(*key, plain, context);
}

Result<std::optional<ValueOpener>> MemoryVault::opener(const SubjectId& subject) const {
  if (const auto key = key_of(subject)) return std::optional<ValueOpener>({subject, *key});
  const std::lock_guard lock(mutex_);
  if (destroyed_.contains(subject)) return std::optional<ValueOpener>();
  return Error{Errc::tampered, "the vault holds no key of subject " + subject.text};
}

Result<> MemoryVault::destroy_all(const std::vector<Destruction>& subjects) {
  const std::lock_guard lock(mutex_);
  for (const auto& [subject, erased, redacted] : subjects) {
    if (const auto found = keys_.find(subject); found != keys_.end()) {
      crypto::wipe(found->second);
      keys_.erase(found);
    }
    Erased& mark = destroyed_[subject];
    if (!mark.on) mark = erased;
    std::erase_if(handles_,
                  [&gone = subject](const auto& handle) { return handle.second == gone; });
  }
  return {};
}

Result<std::optional<Erased>> MemoryVault::erased(const SubjectId& subject) const {
  const std::lock_guard lock(mutex_);
  const auto found = destroyed_.find(subject);
  if (found == destroyed_.end()) return std::optional<Erased>();
  return std::optional<Erased>(found->second);
}

Result<bool> MemoryVault::has_key(const SubjectId& subject) const {
  return key_of(subject).has_value();
}

Result<SubjectId> MemoryVault::subject_of(std::string_view scope, std::string_view handle) {
  const std::lock_guard lock(mutex_);
  const auto [place, fresh] = handles_.try_emplace(handle_digest(lookup_key_, scope, handle));
  if (fresh) place->second = random_subject();
  return place->second;
}

Result<std::optional<SubjectId>> MemoryVault::find_subject(std::string_view scope,
                                                           std::string_view handle) const {
  const std::lock_guard lock(mutex_);
  const auto found = handles_.find(handle_digest(lookup_key_, scope, handle));
  if (found == handles_.end()) return std::optional<SubjectId>();
  return std::optional<SubjectId>(found->second);
}

Result<std::string> MemoryVault::signing_seed() const {
  return signing_seed_;
}

Result<Digest> MemoryVault::authenticate(std::string_view message) const {
  return crypto::hmac_sha256(authenticate_key_, message);
}

/// Nothing but this class writes here.
Result<std::vector<std::string>> MemoryVault::faults() const {
  return std::vector<std::string>();
}

}  // namespace verloop
