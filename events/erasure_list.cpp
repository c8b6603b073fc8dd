#include "events/erasure_list.hpp"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "events/size_anchor.hpp"

namespace verloop {
namespace {

Error damaged(const std::filesystem::path& file, std::size_t line) {
  return {Errc::tampered, "line " + std::to_string(line) + " of the list of erasures " +
                              file.string() +
                              " is damaged; restore it from where the key file is kept"};
}

/// Held on the folder of a file while the file is read and replaced; where that can't be had, the
/// file is replaced all the same.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file) {
    if (file.empty()) return;
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ >= 0) ::flock(descriptor_, LOCK_EX);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  int descriptor_ = -1;
};

}  // namespace

Result<ErasureList> ErasureList::load(const std::filesystem::path& file) {
  ErasureList list;
  list.file_ = file;
  std::error_code failed;
  if (file.empty() || (!std::filesystem::exists(file, failed) && !failed)) return list;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{Errc::storage_failed, "can't read the list of erasures " + file.string()};
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    Result<Erasure> erasure = decode_erasure(line);
    if (!erasure || in.eof()) return damaged(file, number);  // Each line ends with a line feed.
    list.all_.push_back(std::move(*erasure));
  }
  return list;
}

Result<> ErasureList::write(const std::filesystem::path& file,
                            const std::vector<Erasure>& all) const {
  if (file.empty()) return {};
  std::string text;
  for (const Erasure& erasure : all) text += encode(erasure) + "\n";
  return replace_file(file, text);
}

Result<> ErasureList::add(Erasure erasure) {
  return take_up({std::move(erasure)});
}

Result<> ErasureList::add_all(const ErasureList& other) {
  return take_up(other.all_);
}

/// What another process has added since the list was loaded stays.
Result<> ErasureList::take_up(const std::vector<Erasure>& more) {
  const FolderLock lock(file_);
  auto present = load(file_);
  if (!present) return present.error();
  std::vector<Erasure> all = std::move(file_.empty() ? all_ : present->all_);
  const std::size_t before = all.size();
  for (const Erasure& one : more) {
    const auto is_same = [&](const Erasure& known) { return encode(known) == encode(one); };
    if (std::none_of(all.begin(), all.end(), is_same)) all.push_back(one);
  }
  if (all.size() > before) {
    if (auto written = write(file_, all); !written) return written;
  }
  all_ = std::move(all);
  return {};
}

std::vector<Erasure> ErasureList::of(const std::vector<std::string>& origins) const {
  std::vector<Erasure> own;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(own), [&](const Erasure& erasure) {
    return std::find(origins.begin(), origins.end(), erasure.origin) != origins.end();
  });
  return own;
}

}  // namespace verloop
