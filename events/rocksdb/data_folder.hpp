#pragma once
// A data folder: log, access log, documents and vault of one origin, and the marker that says so.
//   verloop.json   events/rocksdb/folder_marker.hpp
//   lock           held (flock) by the one process that writes
//   log/  anchor   the log's database and its size anchor
//   access/  access.anchor   the same of the access log: a log of its own origin, signed with the
//                  same key
//   documents/     the bytes of documents, encrypted; made when the folder is first opened for
//                  writing
//   vault/         the keys
//   held/          only while a backup is made of it: what its databases were when it was asked
//                  for. Left by a crash, the next opening for writing clears it away
// The key-encryption key never lies here.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "events/erasure_list.hpp"
#include "events/rocksdb/folder_marker.hpp"
#include "events/rocksdb/rocks_documents.hpp"
#include "events/rocksdb/rocks_log.hpp"
#include "events/rocksdb/rocks_vault.hpp"

namespace verloop {

class DataFolder {
 public:
  /// Whether an origin can be a key's name: `malformed` when not.
  static Result<> check_origin(const std::string& origin);
  /// Whether a data folder can be made here, as far as looking tells: there is nothing, or an empty
  /// folder, or an unfinished attempt. Fails as `reserve` does.
  static Result<> check_vacant(const std::filesystem::path& folder);

  /// Makes the folder (for its owner alone) or takes an empty one, and marks it as unfinished.
  /// Refuses a folder that holds anything but an unfinished attempt with `foreign_folder`.
  static Result<> reserve(const std::filesystem::path& folder);
  /// Whether an attempt to make a data folder was cut short there.
  static bool is_unfinished(const std::filesystem::path& folder);

  /// Makes a data folder where there is none, or where an earlier attempt was cut short, of which
  /// nothing is kept. It counts as made when `finish` returns; until then nobody can open it.
  /// Refuses as `reserve` does, and an origin that can't be a key's name with `malformed`.
  static Result<DataFolder> begin(const std::filesystem::path& folder, const std::string& origin,
                                  const std::string& key);
  Result<> finish(const std::filesystem::path& folder) const;
  /// In a folder that came from backups, before anything is read of it: destroys again the keys of
  /// everybody whose erasure the log or the list tells of (of a redaction when what stays was
  /// moved), and removes the documents of everybody who ever was erased. Cut short, it is to be
  /// done again.
  Result<> erase_again(const ErasureList& list);
  /// `begin` with databases and anchors that `fill` puts there: a folder that is restored.
  static Result<DataFolder> begin_filled(const std::filesystem::path& folder,
                                         const FolderIdentity& identity, const std::string& key,
                                         const std::function<Result<>()>& fill);
  /// Begun and finished.
  static Result<DataFolder> create(const std::filesystem::path& folder, const std::string& origin,
                                   const std::string& key);

  /// Fails with `not_found`, `foreign_folder` (also when a version with another format made it),
  /// `locked`, `read_only` (no permission to write, or a log that was cut), `wrong_key`,
  /// `tampered`. `read_only` writes
  /// nothing and takes no lock, with one exception: a vault that still holds a key which was erased
  /// (it came back from a backup, or a crash came in between) is never opened before that key is
  /// destroyed again. `erasures` is the list of erasures beside the key file; empty: there is none.
  static Result<DataFolder> open(const std::filesystem::path& folder, const std::string& key,
                                 OpenMode mode, const std::filesystem::path& erasures = {});

  /// Whether there is a data folder to open, before a key is looked for: `not_found` or
  /// `foreign_folder` when not.
  static Result<> examine(const std::filesystem::path& folder);
  /// Whether this key-encryption key opens the vault there: `wrong_key` when not. Looks at nothing
  /// else, takes no lock and writes nothing. Fails as `examine` does too.
  static Result<> check_key(const std::filesystem::path& folder, const std::string& key);

  /// The vault is from then on opened by this key-encryption key alone.
  Result<> rotate_key(const std::string& key) { return vault_->rotate(key); }
  /// As RocksVault's: the key by which both logs sign. After the second one nothing more is to be
  /// done with this object.
  Result<std::string> next_public_key() { return vault_->next_public_key(); }
  Result<> replace_signing_seed() { return vault_->replace_signing_seed(); }
  /// Whether this opening finished a replacement of that key.
  bool took_over() const { return log_->took_over() || access_->took_over(); }

  /// Holds what its databases are now, all of one moment, in `held`: that folder, with `log`,
  /// `access`, `documents` and `vault` in it (Database::hold). Whoever has it removes it; until
  /// then what is erased lies in it. Nobody may write meanwhile.
  Result<std::filesystem::path> hold();

  const std::string& origin() const { return log_->origin(); }
  /// How many events were left of a log that was cut; none: it is whole.
  const std::optional<std::uint64_t>& cut_to() const { return cut_to_; }
  Vault& vault() { return *vault_; }
  EventLog& log() { return *log_; }
  const LogContents& contents() const { return *log_; }
  EventLog& access() { return *access_; }
  const LogContents& access_contents() const { return *access_; }
  DocumentStore& documents() { return *documents_; }

  /// A folder's lock, held while the object lives.
  class Lock {
   public:
    explicit Lock(int descriptor) : descriptor_(descriptor) {}
    Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Lock& operator=(Lock&&) = delete;
    ~Lock();

   private:
    int descriptor_;
  };

 private:
  DataFolder(std::filesystem::path folder, std::optional<std::uint64_t> cut_to, Lock lock,
             std::unique_ptr<RocksVault> vault, std::unique_ptr<RocksLog> log,
             std::unique_ptr<RocksLog> access, std::unique_ptr<RocksDocuments> documents)
      : folder_(std::move(folder)),
        cut_to_(cut_to),
        lock_(std::move(lock)),
        vault_(std::move(vault)),
        log_(std::move(log)),
        access_(std::move(access)),
        documents_(std::move(documents)) {}
  static Result<DataFolder> open_forgetful(const std::filesystem::path& folder,
                                           const std::string& key, OpenMode mode,
                                           const std::filesystem::path& erasures);
  static Result<DataFolder> open_as_it_lies(const std::filesystem::path& folder,
                                            const std::string& key, OpenMode mode);
  static Result<DataFolder> open_parts(const std::filesystem::path& folder,
                                       const FolderIdentity& identity, const std::string& key,
                                       OpenMode mode, Lock lock);

  std::filesystem::path folder_;
  std::optional<std::uint64_t> cut_to_;
  Lock lock_;  // Released last.
  std::unique_ptr<RocksVault> vault_;
  std::unique_ptr<RocksLog> log_;
  std::unique_ptr<RocksLog> access_;
  std::unique_ptr<RocksDocuments> documents_;
};

/// The origin of the access log of a log.
std::string access_origin(const std::string& origin);

/// `verloop.invalid/<16 random hex digits>`
std::string random_origin();

}  // namespace verloop
