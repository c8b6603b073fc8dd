#pragma once
// What lies in the files of a database, the parts that RocksDB compressed included.

#include <optional>
#include <string>
#include <vector>
#include <zstd.h>

namespace verloop::test {

/// A compressed part (RFC 8878) of a file's bytes.
struct ZstdFrame {
  std::size_t at = 0;
  std::size_t size = 0;  // Compressed.
  std::string content;
};

inline std::vector<ZstdFrame> zstd_frames_in(const std::string& bytes) {
  static const std::string magic = "\x28\xB5\x2F\xFD";
  constexpr unsigned long long content_max = 64 << 20;
  std::vector<ZstdFrame> frames;
  for (std::size_t at = 0; (at = bytes.find(magic, at)) != std::string::npos; ++at) {
    const char* const start = bytes.data() + at;
    const std::size_t size = ZSTD_findFrameCompressedSize(start, bytes.size() - at);
    const unsigned long long length = ZSTD_getFrameContentSize(start, bytes.size() - at);
    if (ZSTD_isError(size) != 0 || length > content_max) continue;
    std::string content(static_cast<std::size_t>(length), '\0');
    const std::size_t got = ZSTD_decompress(content.data(), content.size(), start, size);
    if (ZSTD_isError(got) != 0) continue;
    frames.push_back({at, size, std::move(content)});
  }
  return frames;
}

/// The bytes of a file, then what is compressed in them.
inline std::string with_uncompressed(std::string bytes) {
  for (const ZstdFrame& frame : zstd_frames_in(bytes)) bytes += frame.content;
  return bytes;
}

}  // namespace verloop::test
