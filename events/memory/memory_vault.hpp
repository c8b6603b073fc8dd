#pragma once
// The vault in memory, for tests and dry runs. Keys lie in the clear; all is gone with the object.

#include <map>
#include <mutex>
#include <string>

#include "events/vault.hpp"

namespace verloop {

class MemoryVault final : public Vault {
 public:
  MemoryVault();

  Result<> create_keys(const std::vector<SubjectId>& subjects) override;
  Result<std::string> encrypt(const SubjectId& subject, std::string_view plain,
                              std::string_view context) override;
  Result<std::optional<ValueOpener>> opener(const SubjectId& subject) const override;
  Result<> destroy_all(const std::vector<Destruction>& subjects) override;
  Result<std::optional<Erased>> erased(const SubjectId& subject) const override;
  Result<bool> has_key(const SubjectId& subject) const override;
  Result<bool> has_unfinished_destruction() const override { return false; }
  Result<SubjectId> subject_of(std::string_view scope, std::string_view handle) override;
  Result<std::optional<SubjectId>> find_subject(std::string_view scope,
                                                std::string_view handle) const override;
  Result<std::string> signing_seed() const override;
  Result<std::vector<std::string>> former_public_keys() const override {
    return std::vector<std::string>();
  }
  Result<> recover() override { return {}; }
  Result<Digest> authenticate(std::string_view message) const override;
  Result<std::vector<std::string>> faults() const override;

 private:
  std::optional<std::string> key_of(const SubjectId& subject) const;

  mutable std::mutex mutex_;
  std::map<SubjectId, std::string> keys_;
  std::map<SubjectId, Erased> destroyed_;
  std::map<Digest, SubjectId> handles_;
  std::string signing_seed_;
  std::string lookup_key_;
  std::string authenticate_key_;
};

}  // namespace verloop
