#pragma once
// The vault on RocksDB, in a database of its own. Every key in it is wrapped with AES-256-GCM under
// the key-encryption key, which is in memory only. Every write is synced. A destroyed key is in no
// file of the folder when `destroy` returns.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "events/rocksdb/database.hpp"
#include "events/vault.hpp"

namespace verloop {

class RocksVault final : public Vault {
 public:
  /// `key` is the key-encryption key. `create` makes the vault's own secrets. Fails with
  /// `wrong_key` when `key` is not the one the vault was made with.
  static Result<std::unique_ptr<RocksVault>> open(const std::filesystem::path& folder,
                                                  std::string key, OpenMode mode);
  ~RocksVault() override;

  /// Wraps every key anew under another key-encryption key, in one write: until it is done the old
  /// one opens the vault, then the new one alone. Completes when what the old one opens is in no
  /// file of the vault; a crash before that is made good at the next opening. Nobody else may be in
  /// the vault meanwhile.
  Result<> rotate(std::string key);

  /// The public key of the seed that signs next; made at the first call, and kept until it takes
  /// the place of the present one.
  Result<std::string> next_public_key();
  /// The next seed signs from here on, and the present one's public key is the last of the former
  /// ones, in one write. Completes when the old seed is in no file of the vault; a crash before
  /// that is made good at the next opening. Logs that are open don't follow: open them anew. Fails
  /// with `not_found` when there is no next seed.
  Result<> replace_signing_seed();
  /// The same with a seed that no other vault has, not even a copy of this one: for a log that goes
  /// on under another name. A next seed that was made before is forgotten.
  Result<> begin_signing_anew();

  /// As Database::hold.
  Result<> hold(const std::filesystem::path& to) { return database_.hold(to); }

  Result<> create_keys(const std::vector<SubjectId>& subjects) override;
  Result<std::string> encrypt(const SubjectId& subject, std::string_view plain,
                              std::string_view context) override;
  Result<std::optional<ValueOpener>> opener(const SubjectId& subject) const override;
  Result<> destroy_all(const std::vector<Destruction>& subjects) override;
  Result<std::optional<Erased>> erased(const SubjectId& subject) const override;
  Result<bool> has_key(const SubjectId& subject) const override;
  Result<bool> has_unfinished_destruction() const override;
  Result<SubjectId> subject_of(std::string_view scope, std::string_view handle) override;
  Result<std::optional<SubjectId>> find_subject(std::string_view scope,
                                                std::string_view handle) const override;
  Result<std::string> signing_seed() const override;
  Result<std::vector<std::string>> former_public_keys() const override;
  Result<> recover() override { return database_.recover(); }
  Result<Digest> authenticate(std::string_view message) const override;
  Result<std::vector<std::string>> faults() const override;

 private:
  Result<std::optional<ValueOpener>> without_key(const SubjectId& subject) const;
  RocksVault(Database database, std::string key)
      : database_(std::move(database)), key_(std::move(key)) {}
  void check_entry(std::string_view key, std::string_view value,
                   std::map<std::string, int>& handles, std::vector<std::string>& found) const;
  Result<> make_secrets();
  Result<> load_secrets();
  Result<std::string> secret(const std::string& name) const;
  Result<std::optional<std::string>> secret_if_any(const std::string& name) const;
  Result<std::optional<std::string>> data_key(const SubjectId& subject) const;
  Result<> add_key(const SubjectId& subject, rocksdb::WriteBatch& batch) const;
  Result<std::string> rewrapped(std::string_view key, std::string_view wrapped,
                                const std::string& fresh) const;
  Result<> forget_handles(const std::vector<Destruction>& subjects,
                          rocksdb::WriteBatch& batch) const;
  Result<> take_signing_seed(std::string seed);
  Result<> finish_destruction(const std::vector<std::string>& wrapped);

  Database database_;
  std::string key_;
  std::string signing_seed_;
  std::string lookup_key_;
  std::string authenticate_key_;
  std::mutex writing_;  // One writer at a time: what is made was looked for before.
};

}  // namespace verloop
