#pragma once
// Changes behind a log's back, through RocksDB itself or in its files.

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "events/rocksdb/database.hpp"
#include "events/rocksdb/keys.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/stored_bytes.hpp"

namespace verloop::test {

/// What lies at a key of a database that nobody has open.
inline std::string value_at(const std::filesystem::path& folder, const std::string& key) {
  return Database::open(folder, OpenMode::read_only)->get(key).value().value();
}

inline void put_value(const std::filesystem::path& folder, const std::string& key,
                      const std::string& value) {
  rocksdb::WriteBatch batch;
  batch.Put(key, value);
  Database::open(folder, OpenMode::read_write)->write(std::move(batch), "tampering").value();
}

inline void remove_key(const std::filesystem::path& folder, const std::string& key) {
  rocksdb::WriteBatch batch;
  batch.Delete(key);
  Database::open(folder, OpenMode::read_write)->write(std::move(batch), "tampering").value();
}

inline void flip_byte(const std::filesystem::path& folder, const std::string& key,
                      std::size_t index) {
  std::string value = value_at(folder, key);
  value[index] = static_cast<char>(value[index] ^ 1);
  put_value(folder, key, value);
}

/// Where in a file's bytes a piece of text lies, or the compressed part that holds it.
inline std::optional<std::size_t> place_of(const std::string& text, const std::string& content) {
  const std::size_t at = content.find(text);
  if (at != std::string::npos) return at;
  for (const ZstdFrame& frame : zstd_frames_in(content)) {
    if (frame.content.find(text) != std::string::npos) return frame.at + frame.size / 2;
  }
  return std::nullopt;
}

/// Flips the first byte of `bytes` in the files of a folder that end in `extension`, or one of the
/// compressed part that holds them; whether they were found.
inline bool flip_in_files(const std::filesystem::path& folder, const std::string& extension,
                          const std::string& bytes) {
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != extension) continue;
    std::string content = read_file(file.path());
    const auto at = place_of(bytes, content);
    if (!at) continue;
    content[*at] = static_cast<char>(content[*at] ^ 1);
    std::ofstream(file.path(), std::ios::binary) << content;
    return true;
  }
  return false;
}

/// Whether `bytes` lie in any file below a folder, compressed or not.
inline bool lies_in(const std::filesystem::path& folder, const std::string& bytes) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.is_regular_file() &&
        with_uncompressed(read_file(file.path())).find(bytes) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace verloop::test
