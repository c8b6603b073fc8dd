#include "tools/verloop/read_file.hpp"

#include <array>

#include "events/regular_file.hpp"

namespace verloop {

Result<std::string> read_stream(std::istream& stream, const std::string& name,
                                std::size_t bytes_max) {
  std::string bytes;
  std::array<char, std::size_t{64} * 1024> chunk{};
  while (bytes.size() <= bytes_max && stream.good()) {
    stream.read(chunk.data(), chunk.size());
    bytes.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
  }
  const bool is_read = !stream.bad() && (stream.good() || stream.eof());
  if (!is_read) return Error{Errc::not_found, "can't read " + name};
  if (bytes.size() > bytes_max) return Error{Errc::too_large, name + " is too large to be one"};
  return bytes;
}

Result<std::string> read_file(const std::string& file, std::size_t bytes_max) {
  return read_regular_file(file, bytes_max);
}

std::optional<std::string> read_text(Console& console, const std::string& file) {
  auto text = read_regular_file(file, text_file_bytes_max);
  if (text.has_value()) return std::move(*text);
  console.fail(Exit::wrong_use, text.error());
  return std::nullopt;
}

}  // namespace verloop
