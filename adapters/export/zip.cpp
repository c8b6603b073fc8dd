#include "adapters/export/zip.hpp"

#include <memory>
#include <zip.h>

namespace verloop {
namespace {

constexpr zip_uint16_t no_time = 0;
constexpr zip_uint16_t first_day = (1U << 5U) | 1U;  // 1 January 1980, with which its years begin.

struct SourceFree {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, SourceFree>;

Error not_packed(zip_error_t& error) {
  Error failed{Errc::too_large,
               std::string("a document could not be packed as ZIP: ") + zip_error_strerror(&error)};
  zip_error_fini(&error);
  return failed;
}

/// What was written to the archive's source.
Result<std::string> read_all(zip_source_t* source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    return not_packed(*zip_source_error(source));
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read < 0 || static_cast<zip_uint64_t>(read) != stat.size)
    return Error{Errc::too_large, "a document could not be packed as ZIP"};
  return bytes;
}

/// Adds the file; the archive has its own hold on `bytes`, which outlive it.
bool add(zip_t* archive, const std::string& name, std::string_view bytes) {
  zip_source_t* content = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (content == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, name.c_str(), content, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(content);
    return false;
  }
  return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), no_time, first_day, 0) ==
         0;
}

}  // namespace

Result<std::string> zipped(const std::string& name, std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  const Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (source == nullptr) return not_packed(error);
  zip_source_keep(source.get());  // Closing the archive gives up its own hold.
  zip_t* archive = zip_open_from_source(source.get(), ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(source.get());
    return not_packed(error);
  }
  if (!add(archive, name, bytes) || zip_close(archive) != 0) {
    const std::string why = zip_strerror(archive);
    zip_discard(archive);
    return Error{Errc::too_large, "a document could not be packed as ZIP: " + why};
  }
  return read_all(source.get());
}

}  // namespace verloop
