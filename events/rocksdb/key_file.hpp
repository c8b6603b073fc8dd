#pragma once
// The key-encryption key: 32 bytes as base64url text, in a file that only its owner may read, or
// named by the environment variable VERLOOP_KEY. It never lies in the data folder.

#include <filesystem>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace verloop {

/// The key in `file`. Fails with `wrong_key` when there is none, with `malformed` when it is a
/// pipe, a device or a folder.
Result<std::string> load_key(const std::filesystem::path& file);

/// Whether a text is a key itself.
bool is_key(std::string_view text);

/// `text` is a key itself, else the path of a key file: what VERLOOP_KEY holds.
Result<std::string> load_key_or_path(std::string_view text);

/// Where the key that is to replace the one in `file` lies until it does.
std::filesystem::path unfinished_key_file(const std::filesystem::path& file);

/// Makes a new key in a new file, mode 0600, synced, and gives it. Never replaces a file: fails
/// with `wrong_key` when it exists.
Result<std::string> create_key_file(const std::filesystem::path& file);
/// After an attempt that was cut short: the key that it made, or a new one.
Result<std::string> resume_key_file(const std::filesystem::path& file);

}  // namespace verloop
