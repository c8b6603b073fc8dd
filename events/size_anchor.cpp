#include "events/size_anchor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace verloop {
namespace {

/// A file descriptor that is closed when it goes.
class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  bool sync() const { return ::fsync(descriptor_) == 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

 private:
  int descriptor_;
};

Error failed(const std::filesystem::path& file) {
  const std::string reason = std::generic_category().message(errno);
  return {Errc::storage_failed, "writing " + file.string() + " failed: " + reason +
                                    "; check the disk and its free space"};
}

}  // namespace

Result<> replace_file(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::path fresh = file;
  fresh += ".new";
  {
    const File out(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    if (!out.is_open() || !out.write(bytes) || !out.sync()) return failed(fresh);
  }
  return rename_file(fresh, file);
}

Result<> rename_file(const std::filesystem::path& from, const std::filesystem::path& file) {
  if (::rename(from.c_str(), file.c_str()) != 0) return failed(file);
  const std::filesystem::path parent = file.has_parent_path() ? file.parent_path() : ".";
  const File folder(parent, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || !folder.sync()) return failed(parent);
  return {};
}

Result<> write_anchor(const std::filesystem::path& file, const std::string& note) {
  return replace_file(file, note);
}

Result<std::string> read_anchor_note(const std::filesystem::path& file) {
  std::error_code ignored;  // A file that can't be examined is reported when it is opened.
  if (!std::filesystem::exists(file, ignored)) {
    return Error{Errc::not_found, "the size anchor " + file.string() + " is missing"};
  }
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    return Error{Errc::storage_failed, "the size anchor " + file.string() + " is unreadable"};
  return text.str();
}

Result<SizeAnchor> open_anchor(const std::filesystem::path& file, const KeyHistory& keys) {
  Result<std::string> note = read_anchor_note(file);
  if (!note) {
    if (note.error().code != Errc::not_found) return note.error();
    return Error{Errc::tampered, note.error().detail +
                                     ": whether the log is whole can't be told; put it back from "
                                     "a backup"};
  }
  Result<Checkpoint> checkpoint = keys.open(*note);
  if (!checkpoint) {
    return Error{Errc::tampered,
                 "the size anchor " + file.string() +
                     " is not signed by this log's key: " + checkpoint.error().detail};
  }
  return SizeAnchor{std::move(*note), std::move(*checkpoint)};
}

}  // namespace verloop
