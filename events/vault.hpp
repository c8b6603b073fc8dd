#pragma once
// The port to the keys. Every subject (a child, a parent, a member of staff, a case) has a data
// key, wrapped under a key-encryption key that never lies in the data folder. The log's signing key
// lies here too, wrapped alike. Durability: a key is on disk before create_keys returns. Safe to
// call from any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/digest.hpp"
#include "events/erasure.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"
#include "events/value_opener.hpp"

namespace verloop {

class Vault {
 public:
  virtual ~Vault() = default;

  /// Makes a key for each subject that has none, in one synced write. A subject whose key was
  /// destroyed gets none: fails with `not_found`.
  virtual Result<> create_keys(const std::vector<SubjectId>& subjects) = 0;

  /// Fails with `not_found` when the subject has no key.
  virtual Result<std::string> encrypt(const SubjectId& subject, std::string_view plain,
                                      std::string_view context) = 0;

  /// None when the subject's key was destroyed. Fails with `tampered` when the bytes do not open,
  /// or when there is no key and no mark that it was destroyed.
  Result<std::optional<std::string>> decrypt(const SubjectId& subject, std::string_view sealed,
                                             std::string_view context) const;
  /// The same for many values of one subject. Nobody destroys its key while it is held.
  virtual Result<std::optional<ValueOpener>> opener(const SubjectId& subject) const = 0;

  /// Completes when the keys are gone from every file of the vault, and the handles that led to the
  /// subjects with them; a mark that says when and why stays for each. Destroying twice is not an
  /// error; the first mark that says something stays.
  virtual Result<> destroy_all(const std::vector<Destruction>& subjects) = 0;
  /// The same for one of whom nothing is to be said.
  Result<> destroy(const SubjectId& subject) { return destroy_all({{subject, {}}}); }

  /// What is to be said of a subject whose key was destroyed; none when it was not.
  virtual Result<std::optional<Erased>> erased(const SubjectId& subject) const = 0;
  virtual Result<bool> has_key(const SubjectId& subject) const = 0;
  /// Whether a destruction was cut short: the key can't be reached any more, its bytes may still
  /// lie in a file. Opening for writing finishes it.
  virtual Result<bool> has_unfinished_destruction() const = 0;

  /// The random subject that a client's own name for a person (`handle`, unique within `scope`)
  /// stands for; makes it on first use, anew when the earlier one was destroyed. The handle itself
  /// is stored only as an HMAC.
  virtual Result<SubjectId> subject_of(std::string_view scope, std::string_view handle) = 0;
  /// The same without making it.
  virtual Result<std::optional<SubjectId>> find_subject(std::string_view scope,
                                                        std::string_view handle) const = 0;

  /// The seed of the log's Ed25519 signing key.
  virtual Result<std::string> signing_seed() const = 0;
  /// The public keys of the seeds that it replaced, 32 bytes each, the first of all first.
  virtual Result<std::vector<std::string>> former_public_keys() const = 0;

  /// Writes again after `storage_failed`, if writing works again. Nobody else may be in the vault
  /// meanwhile.
  virtual Result<> recover() = 0;

  /// HMAC-SHA-256 under a key of the vault's own: tells a command's retry from a reuse of its id.
  virtual Result<Digest> authenticate(std::string_view message) const = 0;

  /// A sentence on each entry that is wrong in itself: of no kind that a vault has, a key that does
  /// not open, a key beside the mark that it was destroyed, two names for one subject.
  virtual Result<std::vector<std::string>> faults() const = 0;
};

}  // namespace verloop
