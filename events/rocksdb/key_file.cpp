#include "events/rocksdb/key_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "events/crypto/crypto.hpp"
#include "events/digest.hpp"
#include "events/regular_file.hpp"

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

std::filesystem::path unfinished(const std::filesystem::path& file) {
  return file.string() + ".unfinished";
}

Error never_replaced(const std::filesystem::path& file) {
  return {Errc::wrong_key, file.string() +
                               " exists; a key file is never replaced, since all that it seals "
                               "would be lost"};
}

/// Unlike a rename, a link replaces nothing.
Result<> give_name(const std::filesystem::path& fresh, const std::filesystem::path& file) {
  const bool linked = ::link(fresh.c_str(), file.c_str()) == 0;
  const int number = errno;
  ::unlink(fresh.c_str());
  if (!linked && number == EEXIST) return never_replaced(file);
  if (!linked) {
    return Error{Errc::storage_failed,
                 "making " + file.string() + " failed: " + std::generic_category().message(number)};
  }
  const std::filesystem::path parent = file.has_parent_path() ? file.parent_path() : ".";
  const int folder = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  const std::string reason = errno_text();
  if (folder >= 0) ::close(folder);
  if (!synced)
    return Error{Errc::storage_failed, "syncing " + parent.string() + " failed: " + reason};
  return {};
}

}  // namespace

Result<std::string> resume_key_file(const std::filesystem::path& file) {
  std::error_code ignored;  // What is left there is one more copy of the key, for its owner alone.
  std::filesystem::remove(unfinished(file), ignored);
  return std::filesystem::exists(file, ignored) ? load_key(file) : create_key_file(file);
}

Result<std::string> load_key(const std::filesystem::path& file) {
  Result<std::string> text = read_regular_file(file, key_file_bytes_max);
  if (!text && text.error().code == Errc::malformed) return text;
  if (!text && text.error().code == Errc::not_found) {
    return Error{Errc::wrong_key, "no key-encryption key could be read from " + file.string() +
                                      "; name the key file, or set VERLOOP_KEY"};
  }
  Result<std::string> key = text ? from_base64url(trimmed(*text)) : std::string();
  if (text) crypto::wipe(*text);
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

/// Whole or not at all: written under another name first, which nobody reads.
Result<std::string> create_key_file(const std::filesystem::path& file) {
  std::error_code ignored;  // What can't be examined is met again at the link.
  if (std::filesystem::exists(file, ignored)) return never_replaced(file);
  const std::filesystem::path fresh = unfinished(file);
  std::filesystem::remove(fresh, ignored);
  const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error{Errc::storage_failed, "making " + fresh.string() + " failed: " + errno_text()};
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
    std::filesystem::remove(fresh, ignored);
    return Error{Errc::storage_failed, "writing " + fresh.string() + " failed: " + reason};
  }
  if (auto named = give_name(fresh, file); !named) return named.error();
  return key;
}

}  // namespace verloop
