#include "events/regular_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace verloop {
namespace {

/// An open file, closed at the end.
class Descriptor {
 public:
  /// Without waiting for whoever is at the other end of a pipe.
  explicit Descriptor(const std::filesystem::path& file)
      : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Error unreadable(const std::filesystem::path& file) {
  const std::string reason = std::generic_category().message(errno);
  return {Errc::not_found, "can't read " + file.string() + ": " + reason};
}

std::string kind_of(const struct stat& status) {
  if (S_ISDIR(status.st_mode)) return "a folder";
  if (S_ISFIFO(status.st_mode)) return "a pipe";
  return "a device";  // A socket can't be opened.
}

}  // namespace

Result<std::string> read_regular_file(const std::filesystem::path& file, std::size_t bytes_max) {
  const Descriptor opened(file);
  struct stat status {};
  if (opened.number() < 0 || ::fstat(opened.number(), &status) != 0) return unreadable(file);
  if (!S_ISREG(status.st_mode)) {
    return Error{Errc::malformed,
                 file.string() + " is " + kind_of(status) + "; expected a regular file"};
  }
  std::string bytes;
  std::array<char, std::size_t{64} * 1024> chunk{};
  while (bytes.size() <= bytes_max) {
    const ssize_t count = ::read(opened.number(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(file);
    if (count == 0) return bytes;
    bytes.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return Error{Errc::too_large, file.string() + " is too large to be one"};
}

}  // namespace verloop
