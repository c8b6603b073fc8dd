#include "adapters/export/tiles.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "events/size_anchor.hpp"
#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Error cannot_write(const fs::path& file) {
  return {Errc::storage_failed, "writing " + file.string() + " failed"};
}

/// A file that is there already with these bytes is left alone.
Result<> write_file(const fs::path& file, const std::string& bytes) {
  if (read_file(file) == bytes) return {};
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed) return cannot_write(file);
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << bytes;
  stream.close();
  if (!stream) return cannot_write(file);
  return {};
}

Result<> check_root(const TileSource& source, const Checkpoint& checkpoint, const char* whose) {
  const Result<TileEdge> edge = edge_at(source, checkpoint.size);
  if (!edge) return edge.error();
  if (edge->tree().root() == checkpoint.root) return {};
  return Error{Errc::tampered, std::string("the log's tiles do not give the root of ") + whose +
                                   ", of size " + std::to_string(checkpoint.size)};
}

/// The folder is empty, or holds an earlier export of the same log.
Result<> check_folder(const EventLog& log, const fs::path& folder, const Checkpoint& now) {
  const Error foreign{Errc::foreign_folder,
                      folder.string() + " is neither empty nor an export of this log"};
  std::error_code failed;
  const bool is_new = !fs::exists(folder, failed) || fs::is_empty(folder, failed);
  if (failed) return foreign;
  if (is_new) return {};
  const std::optional<std::string> note = read_file(folder / "checkpoint");
  if (!note) return foreign;
  const Result<Checkpoint> before = log.signing_keys().open(*note);
  if (!before || before->origin != now.origin) return foreign;
  if (before->size > now.size) {
    return Error{Errc::tampered, "the exported checkpoint names " + std::to_string(before->size) +
                                     " events, the log's own " + std::to_string(now.size)};
  }
  return check_root(tiles_of(log), *before, "the checkpoint in the folder");
}

Result<> export_hashes(const EventLog& log, const fs::path& folder, std::uint64_t size) {
  for (unsigned level = 0; hash_count(level, size) > 0; ++level) {
    for (TileId id{level, 0}; tile_width(id, size) > 0; ++id.index) {
      const std::size_t width = tile_width(id, size);
      const auto hashes = log.tile(id, width);
      if (!hashes) return hashes.error();
      const auto written = write_file(folder / tile_path(id, width), tile_bytes(*hashes));
      if (!written) return written;
    }
  }
  return {};
}

Result<> export_entries(const EventLog& log, const fs::path& folder, std::uint64_t size) {
  for (TileId id; tile_width(id, size) > 0; ++id.index) {
    const std::size_t width = tile_width(id, size);
    const auto records = log.read(first_position(id), width);
    if (!records) return records.error();
    ensure(records->size() == width, "a log has the records that it signed");
    std::string bundle;
    for (const StoredRecord& record : *records) {
      const std::size_t length = record.bytes.size();
      bundle.push_back(static_cast<char>(length >> 8));
      bundle.push_back(static_cast<char>(length & 0xff));
      bundle.append(record.bytes);
    }
    const auto written = write_file(folder / bundle_path(id.index, width), bundle);
    if (!written) return written;
  }
  return {};
}

}  // namespace

Result<Checkpoint> export_tiles(const EventLog& log, const fs::path& folder, EntryBundles bundles) {
  const auto note = log.newest_checkpoint();
  if (!note) return note.error();
  if (!*note)
    return Error{Errc::not_found, "nothing was signed yet; sign with: verloop checkpoint"};
  Result<Checkpoint> now = log.signing_keys().open(**note);
  if (!now) return now;
  if (auto good = check_root(tiles_of(log), *now, "its checkpoint"); !good) return good.error();
  if (auto good = check_folder(log, folder, *now); !good) return good.error();
  if (auto made = export_hashes(log, folder, now->size); !made) return made.error();
  if (bundles == EntryBundles::included) {
    if (auto made = export_entries(log, folder, now->size); !made) return made.error();
  }
  std::error_code ignored;  // Where it matters, writing the checkpoint fails.
  fs::create_directories(folder, ignored);
  if (auto made = replace_file(folder / "checkpoint", **note); !made) return made.error();
  return now;
}

}  // namespace verloop
