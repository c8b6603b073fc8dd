// What lies in a vault, entry by entry, as verify sees it.

#include <algorithm>
#include <array>

#include "events/crypto/crypto.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/rocksdb/rocks_vault.hpp"
#include "events/vault_names.hpp"

namespace verloop {
namespace {

constexpr std::array<std::string_view, 6> secret_names{"check",         "signing", "signing-next",
                                                       "signed-before", "lookup",  "authenticate"};

}  // namespace

/// `handles` counts the names of each subject.
void RocksVault::check_entry(std::string_view key, std::string_view value,
                             std::map<std::string, int>& handles,
                             std::vector<std::string>& found) const {
  const std::string folder = database_.folder().string();
  if (!keys::is_vault_key(key)) return found.push_back(keys::stranger(folder, key));
  if (key == keys::unfinished()) return;
  const std::string name(key.substr(2));
  const SubjectId subject{name};
  switch (key.front()) {
    case 'd': {
      const auto opened = data_key(subject);
      if (!opened) found.push_back(opened.error().detail);
      const auto mark = database_.get(keys::destroyed(subject));
      if (!mark || *mark) {
        found.push_back(folder + " holds a key of subject " + name +
                        " beside the mark that it was destroyed");
      }
      return;
    }
    case 'e': {
      const auto mark = erased(subject);
      if (!mark || !*mark)
        found.push_back(folder + " has a damaged mark that the key of subject " + name +
                        " was destroyed");
      return;
    }
    case 'h': {
      const std::string meant(value);
      if (!is_random_subject(meant)) {
        found.push_back(folder + " has a name of a person that leads to no subject");
      } else if (++handles[meant] == 2) {
        found.push_back(folder + " has more than one name of a person that leads to subject " +
                        meant);
      }
      return;
    }
    default:
      if (std::find(secret_names.begin(), secret_names.end(), name) == secret_names.end())
        return found.push_back(keys::stranger(folder, key));
      if (!secret(name)) found.push_back("the vault's " + name + " key is damaged");
  }
}

Result<std::vector<std::string>> RocksVault::faults() const {
  std::vector<std::string> found;
  std::map<std::string, int> handles;
  const auto scanned = database_.scan("", "", [&](std::string_view key, std::string_view value) {
    check_entry(key, value, handles, found);
    return true;
  });
  if (!scanned) return scanned.error();
  return found;
}

}  // namespace verloop
