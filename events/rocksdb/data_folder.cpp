#include "events/rocksdb/data_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "events/crypto/crypto.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/owed_erasures.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

const char* const marker_name = "verloop.json";
const char* const held_name = "held";
const char* const unfinished_name = "verloop.json.unfinished";
constexpr std::size_t origin_bytes_max = 255;
constexpr mode_t owner_only = 0600;

Error cannot_write(const fs::path& folder, int number) {
  const std::string reason = std::generic_category().message(number);
  if (number == EACCES || number == EPERM || number == EROFS) {
    return {Errc::read_only, "no permission to write in " + folder.string() + " (" + reason +
                                 "); run as its owner, or only read it"};
  }
  return {Errc::storage_failed, "writing in " + folder.string() + " failed: " + reason};
}

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

Error foreign(const fs::path& folder, const std::string& why) {
  return {Errc::foreign_folder, folder.string() + " is not a data folder of this program: " + why};
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

Result<std::string> read_small(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{Errc::not_found, file.string() + " can't be read"};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// What the marker says.
Result<FolderIdentity> read_marker(const fs::path& folder) {
  if (DataFolder::is_unfinished(folder)) {
    return foreign(folder, "making it was cut short; do it again with: verloop init --data " +
                               folder.string() + " (or restore)");
  }
  const Result<std::string> text = read_small(folder / marker_name);
  if (!text && errno == EACCES) {
    return Error{Errc::read_only,
                 "no permission to read " + folder.string() + "; run as its owner"};
  }
  if (!text) return foreign(folder, std::string("it has no readable ") + marker_name);
  const Result<boost::json::value> json = parse_json(*text);
  if (!json || !json->is_object()) return foreign(folder, "its marker is damaged");
  const boost::json::value* format = json->as_object().if_contains("format");
  const boost::json::value* origin = json->as_object().if_contains("origin");
  if (format == nullptr || !format->is_int64()) return foreign(folder, "its marker has no format");
  if (format->as_int64() < 1) return foreign(folder, "its marker has no format that there is");
  if (format->as_int64() > cut_folder_format) {
    return Error{Errc::foreign_folder,
                 folder.string() + " has format " + std::to_string(format->as_int64()) +
                     ", made by a newer version of this program; this one knows up to format " +
                     std::to_string(cut_folder_format)};
  }
  if (format->as_int64() < folder_format) {
    return Error{Errc::foreign_folder,
                 folder.string() + " has format " + std::to_string(format->as_int64()) +
                     ", made by an older version of this program, which keeps no access log; read "
                     "it with that version, or make a new folder with: verloop init"};
  }
  if (origin == nullptr || !origin->is_string()) return foreign(folder, "its marker has no origin");
  FolderIdentity identity{std::string(origin->as_string()), {}};
  if (format->as_int64() == folder_format) return identity;
  const boost::json::value* cut_to = json->as_object().if_contains("cutTo");
  if (cut_to == nullptr || !cut_to->is_int64() || cut_to->as_int64() < 1)
    return foreign(folder, "its marker does not say how far its log goes");
  identity.cut_to = static_cast<std::uint64_t>(cut_to->as_int64());
  return identity;
}

Result<FolderIdentity> identity_of(const fs::path& folder) {
  std::error_code failed;
  const fs::file_status there = fs::status(folder, failed);
  if (fs::is_directory(there)) return read_marker(folder);
  if (fs::exists(there)) return foreign(folder, "it is a file, not a folder");
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
  if (!is_empty) return foreign(folder, "it is not empty; name a new or an empty folder");
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

Result<> write_marker(const fs::path& folder, const FolderIdentity& identity) {
  boost::json::object marker{{"format", folder_format}, {"origin", identity.origin}};
  if (identity.cut_to) {
    marker["format"] = cut_folder_format;
    marker["cutTo"] = *identity.cut_to;
  }
  if (auto put = replace_file(folder / marker_name, canonical_json(marker) + "\n"); !put)
    return put;
  std::error_code failed;
  fs::remove(folder / unfinished_name, failed);
  if (failed) return cannot_write(folder, failed.value());
  return {};
}

Error only_read(const fs::path& folder, std::uint64_t size) {
  return {Errc::read_only, folder.string() + " holds the first " + std::to_string(size) +
                               " events of a log and can only be read, for going on would make a "
                               "second history; work in the log itself, or restore it whole: "
                               "without --position"};
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
  std::error_code ignored;  // What can't be examined is met again when it is opened.
  return fs::exists(folder / unfinished_name, ignored) &&
         !fs::exists(folder / marker_name, ignored);
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
    return foreign(folder, "it is a file; name a new or an empty folder");
  if (is_unfinished(folder)) return {};
  const bool is_empty = fs::is_empty(folder, failed);
  if (failed) return cannot_look(folder, failed.value());
  return is_empty ? Result<>() : foreign(folder, "it is not empty; name a new or an empty folder");
}

Result<> DataFolder::reserve(const fs::path& folder) {
  std::error_code ignored;  // A marker that can't be examined is met again below.
  if (fs::exists(folder / marker_name, ignored)) {
    return foreign(folder, "it is one already, and is never made anew; name another folder");
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
  return write_marker(folder, {origin(), cut_to_});
}

/// The keys last: as long as one is owed, this is done again.
Result<> DataFolder::erase_again(const ErasureList& list) {
  const auto owed = owed_erasures(*log_, *vault_, list);
  if (!owed) return owed.error();
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
      // In a log that is cut nothing comes later that removes documents.
      const Result<> destroyed =
          opened->cut_to_ ? opened->erase_again(*list) : opened->vault_->destroy_all(*owed);
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
