#include "events/rocksdb/key_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

#include "events/crypto/crypto.hpp"
#include "events/digest.hpp"

namespace verloop {
namespace {

constexpr std::size_t key_file_bytes_max = 256;

std::string errno_text() {
  return std::generic_category().message(errno);
}

bool is_space(char byte) {
  return byte == '\n' || byte == '\r' || byte == ' ' || byte == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

}  // namespace

Result<std::string> load_key(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Error{Errc::wrong_key, "no key-encryption key could be read from " + file.string() +
                                      "; name the key file, or set VERLOOP_KEY"};
  }
  std::string text(key_file_bytes_max, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  Result<std::string> key = from_base64url(trimmed(text));
  crypto::wipe(text);
  if (!key || key->size() != crypto::key_size) {
    return Error{Errc::wrong_key, file.string() +
                                      " holds no key-encryption key: 32 bytes as 43 "
                                      "characters of base64url are expected"};
  }
  return key;
}

bool is_key(std::string_view text) {
  const Result<std::string> key = from_base64url(trimmed(text));
  return key && key->size() == crypto::key_size;
}

Result<std::string> load_key_or_path(std::string_view text) {
  Result<std::string> key = from_base64url(trimmed(text));
  if (key && key->size() == crypto::key_size) return key;
  return load_key(std::filesystem::path(std::string(text)));
}

std::filesystem::path unfinished_key_file(const std::filesystem::path& file) {
  return file.string() + ".new";
}

Result<std::string> create_key_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno == EEXIST) {
    return Error{Errc::wrong_key, file.string() +
                                      " exists; a key file is never replaced, since "
                                      "all that it seals would be lost"};
  }
  if (descriptor < 0) {
    return Error{Errc::storage_failed, "making " + file.string() + " failed: " + errno_text()};
  }
  std::string key = crypto::random_bytes(crypto::key_size);
  std::string text = to_base64url(key) + "\n";
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  const std::string reason = errno_text();
  crypto::wipe(text);
  ::close(descriptor);
  if (!written) {
    return Error{Errc::storage_failed, "writing " + file.string() + " failed: " + reason};
  }
  return key;
}

}  // namespace verloop
