// Destroying keys, so that no byte of them is left in any file.

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include "events/rocksdb/keys.hpp"
#include "events/rocksdb/rocks_vault.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

bool file_holds(const fs::path& file, const std::vector<std::string>& wanted) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const std::string bytes = text.str();
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& one) { return bytes.find(one) != std::string::npos; });
}

/// Archived and obsolete files too, whoever left them there.
bool folder_holds(const fs::path& folder, const std::vector<std::string>& wanted) {
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    if (at->is_regular_file(failed) && file_holds(at->path(), wanted)) return true;
  }
  return static_cast<bool>(failed);  // What can't be searched may hold it.
}

}  // namespace

Result<> RocksVault::forget_handles(const std::vector<Destruction>& subjects,
                                    rocksdb::WriteBatch& batch) const {
  std::set<std::string, std::less<>> gone;
  for (const Destruction& one : subjects) gone.insert(one.subject.text);
  const std::string prefix = keys::handle_prefix();
  return database_.scan(prefix, prefix, [&](std::string_view key, std::string_view subject) {
    if (gone.contains(subject)) batch.Delete(std::string(key));
    return true;
  });
}

/// In one write the keys go, the marks come, and it is noted that old bytes may still lie in files;
/// that note goes when they no longer do. A crash in between is made good at the next opening.
Result<> RocksVault::destroy_all(const std::vector<Destruction>& subjects) {
  if (subjects.empty()) return {};
  const std::lock_guard lock(writing_);
  rocksdb::WriteBatch batch;
  std::vector<std::string> wrapped;
  for (const auto& [subject, mark, redacted] : subjects) {
    auto key = database_.get(keys::data_key(subject));
    if (!key) return key.error();
    if (*key) wrapped.push_back(std::move(**key));
    const auto earlier = erased(subject);
    if (!earlier) return earlier.error();
    batch.Delete(keys::data_key(subject));
    if (!*earlier || !(*earlier)->on) batch.Put(keys::destroyed(subject), encode(mark));
  }
  if (auto forgotten = forget_handles(subjects, batch); !forgotten) return forgotten;
  batch.Put(keys::unfinished(), "");
  if (auto written = database_.write(std::move(batch), "destroying a key"); !written) {
    return written;
  }
  return finish_destruction(wrapped);
}

/// With `wrapped` known, every file is searched for it.
Result<> RocksVault::finish_destruction(const std::vector<std::string>& wrapped) {
  rocksdb::WriteBatch note;
  note.Put(keys::unfinished(), "");
  if (auto written = database_.write(std::move(note), "finishing the destruction of a key");
      !written) {
    return written;
  }
  if (auto rewritten = database_.rewrite(); !rewritten) return rewritten;
  if (!wrapped.empty() && folder_holds(database_.folder(), wrapped)) {
    return Error{Errc::storage_failed, "a destroyed key still lies in a file of " +
                                           database_.folder().string() +
                                           "; take away what is not the vault's own and open it "
                                           "again"};
  }
  rocksdb::WriteBatch batch;
  batch.Delete(keys::unfinished());
  return database_.write(std::move(batch), "finishing the destruction of a key");
}

Result<std::optional<Erased>> RocksVault::erased(const SubjectId& subject) const {
  const auto mark = database_.get(keys::destroyed(subject));
  if (!mark) return mark.error();
  if (!*mark) return std::optional<Erased>();
  const auto erased = decode_erased(**mark);
  if (erased) return std::optional<Erased>(*erased);
  return Error{Errc::tampered,
               "the mark that the key of subject " + subject.text + " was destroyed is damaged"};
}

Result<bool> RocksVault::has_key(const SubjectId& subject) const {
  const auto key = database_.get(keys::data_key(subject));
  if (!key) return key.error();
  return key->has_value();
}

Result<bool> RocksVault::has_unfinished_destruction() const {
  const auto note = database_.get(keys::unfinished());
  if (!note) return note.error();
  return note->has_value();
}

}  // namespace verloop
