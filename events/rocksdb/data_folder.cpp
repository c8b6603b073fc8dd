#include "events/rocksdb/data_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "events/crypto/crypto.hpp"
#include "events/owed_erasures.hpp"
#include "events/redaction.hpp"
#include "events/rocksdb/folder_marker.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

const char* const held_name = "held";
constexpr std::size_t origin_bytes_max = 255;
constexpr mode_t owner_only = 0600;

/// A path that can't be followed: as long as that is so nobody can tell what lies there.
Error cannot_look(const fs::path& folder, int number) {
  const std::string reason = std::generic_category().message(number);
  if (number == EACCES || number == EPERM) {
    return {Errc::read_only, "no permission to look at " + folder.string() + " (" + reason +
                                 "); run as its owner, or name another folder"};
  }
  return {Errc::storage_failed,
          "looking at " + folder.string() + " failed: " + reason + "; name another folder"};
}

Result<DataFolder::Lock> lock_folder(const fs::path& folder) {
  const fs::path file = folder / "lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
  if (descriptor < 0) return cannot_write(folder, errno);
  DataFolder::Lock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return Error{Errc::locked, folder.string() +
                                 " is in use by another process; stop it, or speak "
                                 "to it over its socket"};
}

Result<FolderIdentity> identity_of(const fs::path& folder) {
  std::error_code failed;
  const fs::file_status there = fs::status(folder, failed);
  if (fs::is_directory(there)) return read_marker(folder);
  if (fs::exists(there)) return not_a_data_folder(folder, "it is a file, not a folder");
  if (there.type() != fs::file_type::not_found) return cannot_look(folder, failed.value());
  return Error{Errc::not_found, "there is no data folder " + folder.string() +
                                    "; make it with: verloop init --data " + folder.string()};
}

bool is_origin(const std::string& text) {
  const auto is_plain = [](char byte) { return byte > ' ' && byte < 0x7f && byte != '+'; };
  return !text.empty() && text.size() <= origin_bytes_max &&
         std::all_of(text.begin(), text.end(), is_plain);
}

/// Makes the folder, unless it holds what is not ours.
Result<> prepare(const fs::path& folder) {
  std::error_code failed;
  const bool made = fs::create_directories(folder, failed);
  if (failed) return cannot_write(folder, failed.value());
  if (fs::exists(folder / unfinished_name, failed)) return {};
  const bool is_empty = fs::is_empty(folder, failed);
  if (failed) return cannot_write(folder, failed.value());
  if (!is_empty) return not_a_data_folder(folder, "it is not empty; name a new or an empty folder");
  fs::permissions(folder, fs::perms::owner_all, failed);
  // A folder that was there may be somebody else's, who lets us write: it stays as it is.
  if (failed && made) return cannot_write(folder, failed.value());
  return {};
}

/// Removes what an attempt that was cut short left.
Result<> clear_parts(const fs::path& folder) {
  std::error_code failed;
  for (const char* name :
       {"log", "vault", "projections", "anchor", "anchor.new", "access", "access.anchor",
        "access.anchor.new", "documents", "documents.new", "verloop.json.new", held_name}) {
    fs::remove_all(folder / name, failed);
    if (failed) return cannot_write(folder, failed.value());
  }
  return {};
}

/// Removes what a backup that was cut short left.
Result<> clear_held(const fs::path& folder) {
  std::error_code failed;
  fs::remove_all(folder / held_name, failed);
  return failed ? Result<>(cannot_write(folder, failed.value())) : Result<>();
}

Error only_read(const fs::path& folder, std::uint64_t size) {
  return {Errc::read_only, folder.string() + " holds the first " + std::to_string(size) +
                               " events of a log and can only be read, for going on would make a "
                               "second history; work in the log itself, or restore it whole, "
                               "without --position, or with --as-new-origin"};
}

Result<> begin_marker(const fs::path& folder) {
  const fs::path file = folder / unfinished_name;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, owner_only);
  if (descriptor < 0) return cannot_write(folder, errno);
  ::close(descriptor);
  return {};
}

}  // namespace

DataFolder::Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

/// In the vault of a log that was cut keys are still destroyed, and documents removed.
Result<DataFolder> DataFolder::open_parts(const fs::path& folder, const FolderIdentity& identity,
                                          const std::string& key, OpenMode mode, Lock lock) {
  const std::string& origin = identity.origin;
  auto vault = RocksVault::open(folder / "vault", key, mode);
  if (!vault) return vault.error();
  const OpenMode log_mode = identity.cut_to ? OpenMode::read_only : mode;
  auto log = RocksLog::open({folder / "log", folder / "anchor", origin}, **vault, log_mode);
  if (!log) return log.error();
  auto access = RocksLog::open({folder / "access", folder / "access.anchor", access_origin(origin)},
                               **vault, log_mode);
  if (!access) return Error{access.error().code, "access log: " + access.error().detail};
  auto documents = RocksDocuments::open(folder / "documents", mode);
  if (!documents) return documents.error();
  return DataFolder(folder, identity.cut_to, std::move(lock), std::move(*vault), std::move(*log),
                    std::move(*access), std::move(*documents));
}

bool DataFolder::is_unfinished(const fs::path& folder) {
  return is_unfinished_folder(folder);
}

Result<> DataFolder::check_origin(const std::string& origin) {
  if (is_origin(origin)) return {};
  return Error{Errc::malformed, "an origin is 1 to 255 visible ASCII characters without '+'"};
}

Result<> DataFolder::check_vacant(const fs::path& folder) {
  std::error_code failed;
  const fs::file_status there = fs::status(folder, failed);
  if (there.type() == fs::file_type::not_found) return {};
  if (failed) return cannot_look(folder, failed.value());
  if (!fs::is_directory(there))
    return not_a_data_folder(folder, "it is a file; name a new or an empty folder");
  if (is_unfinished(folder)) return {};
  const bool is_empty = fs::is_empty(folder, failed);
  if (failed) return cannot_look(folder, failed.value());
  return is_empty ? Result<>()
                  : not_a_data_folder(folder, "it is not empty; name a new or an empty folder");
}

Result<> DataFolder::reserve(const fs::path& folder) {
  std::error_code ignored;  // A marker that can't be examined is met again below.
  if (fs::exists(folder / marker_name, ignored)) {
    return not_a_data_folder(folder,
                             "it is one already, and is never made anew; name another folder");
  }
  if (auto prepared = prepare(folder); !prepared) return prepared.error();
  return begin_marker(folder);
}

Result<DataFolder> DataFolder::begin(const fs::path& folder, const std::string& origin,
                                     const std::string& key) {
  if (auto good = check_origin(origin); !good) return good.error();
  if (auto reserved = reserve(folder); !reserved) return reserved.error();
  Result<Lock> lock = lock_folder(folder);
  if (!lock) return lock.error();
  if (auto cleared = clear_parts(folder); !cleared) return cleared.error();
  return open_parts(folder, {origin, {}}, key, OpenMode::create, std::move(*lock));
}

Result<DataFolder> DataFolder::begin_filled(const fs::path& folder, const FolderIdentity& identity,
                                            const std::string& key,
                                            const std::function<Result<>()>& fill) {
  if (auto good = check_origin(identity.origin); !good) return good.error();
  if (auto reserved = reserve(folder); !reserved) return reserved.error();
  Result<Lock> lock = lock_folder(folder);
  if (!lock) return lock.error();
  if (auto cleared = clear_parts(folder); !cleared) return cleared.error();
  if (auto filled = fill(); !filled) return filled.error();
  return open_parts(folder, identity, key, OpenMode::read_write, std::move(*lock));
}

Result<> DataFolder::finish(const fs::path& folder) const {
  return write_marker(folder, {origin(), cut_to_, log_->signing_keys().is_continued()});
}

/// The keys last: as long as one is owed, this is done again.
Result<> DataFolder::erase_again(const ErasureList& list) {
  const auto owed = owed_erasures(*log_, *vault_, list);
  if (!owed) return owed.error();
  if (auto moved = move_what_stays(*log_, *vault_, *documents_, *owed); !moved) return moved;
  std::set<SubjectId> erased;
  for (const Destruction& one : *owed) erased.insert(one.subject);
  const auto places = documents_->places();
  if (!places) return places.error();
  for (const SealedPlace& place : *places) {
    const auto mark = vault_->erased(place.subject);
    if (!mark) return mark.error();
    if (*mark) erased.insert(place.subject);
  }
  const auto removed = documents_->remove_all(erased);
  return removed ? vault_->destroy_all(*owed) : removed;
}

Result<DataFolder> DataFolder::create(const fs::path& folder, const std::string& origin,
                                      const std::string& key) {
  auto made = begin(folder, origin, key);
  if (!made) return made;
  if (auto finished = made->finish(folder); !finished) return finished.error();
  return made;
}

Result<> DataFolder::examine(const fs::path& folder) {
  const auto identity = identity_of(folder);
  return identity.has_error() ? Result<>(identity.error()) : Result<>();
}

Result<> DataFolder::check_key(const fs::path& folder, const std::string& key) {
  if (auto examined = examine(folder); !examined) return examined;
  const auto vault = RocksVault::open(folder / "vault", key, OpenMode::read_only);
  return vault ? Result<>() : Result<>(vault.error());
}

/// Whatever the vault owes.
Result<DataFolder> DataFolder::open_as_it_lies(const fs::path& folder, const std::string& key,
                                               OpenMode mode) {
  ensure(mode != OpenMode::create, "an existing folder is opened, a new one created");
  const auto identity = identity_of(folder);
  if (!identity) return identity.error();
  if (mode == OpenMode::read_only) return open_parts(folder, *identity, key, mode, Lock(-1));
  Result<Lock> lock = lock_folder(folder);
  if (!lock) return lock.error();
  // Opening for writing changes files of the database: with a wrong key nothing may change.
  const auto vault = RocksVault::open(folder / "vault", key, OpenMode::read_only);
  if (vault.has_error() && vault.error().code == Errc::wrong_key) return vault.error();
  if (auto cleared = clear_held(folder); !cleared) return cleared.error();
  return open_parts(folder, *identity, key, mode, std::move(*lock));
}

Result<DataFolder> DataFolder::open(const fs::path& folder, const std::string& key, OpenMode mode,
                                    const fs::path& erasures) {
  const auto identity = identity_of(folder);
  if (!identity) return identity.error();
  if (identity->cut_to && mode == OpenMode::read_write) return only_read(folder, *identity->cut_to);
  return open_forgetful(folder, key, mode, erasures);
}

/// Nothing is opened before what was erased is erased again.
Result<DataFolder> DataFolder::open_forgetful(const fs::path& folder, const std::string& key,
                                              OpenMode mode, const fs::path& erasures) {
  const Result<ErasureList> list = ErasureList::load(erasures);
  if (!list) return list.error();
  {
    Result<DataFolder> opened = open_as_it_lies(folder, key, mode);
    if (!opened) return opened;
    const auto owed = owed_erasures(*opened->log_, *opened->vault_, *list);
    if (!owed) return owed.error();
    const auto unfinished = opened->vault_->has_unfinished_destruction();
    if (!unfinished) return unfinished.error();
    if (owed->empty() && !*unfinished) return opened;
    if (mode == OpenMode::read_write) {
      // In a log that is cut nothing comes later that removes documents; in one that continues
      // another it would come later than this log can tell of the erasure.
      const bool is_told_of = !opened->cut_to_ && !opened->log_->signing_keys().is_continued();
      const Result<> destroyed =
          is_told_of ? destroy_keys(*opened->log_, *opened->vault_, *opened->documents_, *owed)
                     : opened->erase_again(*list);
      return destroyed ? std::move(opened) : Result<DataFolder>(destroyed.error());
    }
  }
  {
    const Result<DataFolder> written = open_forgetful(folder, key, OpenMode::read_write, erasures);
    if (!written) {
      Error error = written.error();
      error.detail +=
          "; its vault still holds keys of people who were erased, and is not read "
          "before they are destroyed again";
      return error;
    }
  }
  return open_as_it_lies(folder, key, mode);
}

Result<fs::path> DataFolder::hold() {
  const fs::path held = folder_ / held_name;
  if (auto cleared = clear_held(folder_); !cleared) return cleared.error();
  std::error_code failed;
  fs::create_directory(held, failed);
  if (failed) return cannot_write(folder_, failed.value());
  Result<> done = vault_->hold(held / "vault");
  if (done) done = documents_->hold(held / "documents");
  if (done) done = access_->hold(held / "access");
  if (done) done = log_->hold(held / "log");
  if (done) return held;
  fs::remove_all(held, failed);  // What stays goes at the next opening.
  return done.error();
}

std::string access_origin(const std::string& origin) {
  return origin + "/access";
}

std::string random_origin() {
  return "verloop.invalid/" + to_hex(crypto::random_bytes(8));
}

}  // namespace verloop
