#include "projections/rocksdb/rocks_views.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "events/rocksdb/database.hpp"
#include "projections/overlay_view.hpp"
#include "projections/view_fingerprint.hpp"

// The grammar of the database. Numbers are big-endian, so that RocksDB's order is that of the keys,
// and a view's position lies right behind its pairs:
//   0x00 "format"                          -> the text below
//   projection 0x00 version(4) 0x00 key    -> value
//   projection 0x00 version(4) 0x01        -> next position to apply(8)

namespace verloop {
namespace {

const std::string format_key("\0format", 7);
constexpr std::string_view format_text = "verloop views 1";
constexpr char pairs_mark = '\0';
constexpr char position_mark = '\1';
constexpr char end_mark = '\2';

std::string view_key(const ViewId& id) {
  ensure(!id.projection.empty() && id.projection.find('\0') == std::string::npos,
         "a projection has a name without zero bytes");
  return id.projection + '\0' + big_endian(id.version).substr(4);
}

std::string position_key(const ViewId& id) {
  return view_key(id) + position_mark;
}

std::string pair_key(const ViewId& id, std::string_view key) {
  return (view_key(id) + pairs_mark).append(key);
}

Result<Position> position_from(std::string_view bytes, const ViewId& id) {
  if (bytes.size() != 8)
    return Error{Errc::tampered,
                 "the position of the view " + id.projection + " is damaged; rebuild it"};
  std::uint64_t number = 0;
  for (const char byte : bytes) number = (number << 8U) | static_cast<unsigned char>(byte);
  return Position{number};
}

/// The part of a key that says whose it is; none when it is not spelled as a view's.
std::optional<std::string> view_of(std::string_view key) {
  const std::size_t end = key.find('\0');
  if (end == 0 || end == std::string_view::npos || key.size() < end + 6) return std::nullopt;
  const char mark = key[end + 5];
  if (mark != pairs_mark && !(mark == position_mark && key.size() == end + 6)) return std::nullopt;
  return std::string(key.substr(0, end + 5));
}

std::uint32_t version_from(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes) number = (number << 8U) | static_cast<unsigned char>(byte);
  return number;
}

/// All that lies here can be made again.
std::string advice(const std::filesystem::path& folder) {
  return "make the projections anew with: verloop rebuild --data " + folder.parent_path().string();
}

/// Notes in a new database what it is, and knows one that is something else.
Result<> check_format(Database& database) {
  const auto format = database.get(format_key);
  if (!format) return format.error();
  if (*format == format_text) return {};
  bool empty = true;
  const auto scanned = database.scan("", "", [&empty](std::string_view, std::string_view) {
    empty = false;
    return false;
  });
  if (!scanned) return scanned;
  if (!empty)
    return Error{Errc::foreign_folder, database.folder().string() +
                                           " does not hold views of this version of verloop; " +
                                           advice(database.folder())};
  rocksdb::WriteBatch batch;
  batch.Put(format_key, rocksdb::Slice(format_text.data(), format_text.size()));
  return database.write(std::move(batch), "preparing " + database.folder().string());
}

OpenMode mode_for(const std::filesystem::path& folder) {
  std::error_code ignored;  // What can't be looked at can't be opened: RocksDB says why.
  std::filesystem::create_directories(folder, ignored);
  return std::filesystem::exists(folder / "CURRENT", ignored) ? OpenMode::read_write
                                                              : OpenMode::create;
}

}  // namespace

RocksViews::RocksViews(Database database)
    : database_(std::make_unique<Database>(std::move(database))) {}

RocksViews::~RocksViews() = default;

Result<std::unique_ptr<RocksViews>> RocksViews::open(const std::filesystem::path& folder,
                                                     ViewAccess access) {
  const OpenMode mode = access == ViewAccess::read_only ? OpenMode::read_only : mode_for(folder);
  auto database = Database::open(folder, mode, advice(folder));
  if (!database) return database.error();
  if (auto checked = check_format(*database); !checked) return checked.error();
  return std::unique_ptr<RocksViews>(new RocksViews(std::move(*database)));
}

Result<Position> RocksViews::applied(const ViewId& id) const {
  const auto bytes = database_->get(position_key(id));
  if (!bytes) return bytes.error();
  if (!*bytes) return Position{};
  return position_from(**bytes, id);
}

std::unique_ptr<View> RocksViews::begin(const ViewId& id) {
  return std::make_unique<OverlayView>(*this, id);
}

Result<> RocksViews::commit(std::unique_ptr<View> view, Position next) {
  const OverlayView& overlay = overlay_of(*this, *view);
  const std::lock_guard lock(writing_);
  const auto now = applied(overlay.id());
  if (!now) return now.error();
  if (auto checked = overlay.check(*now, next); !checked) return checked;
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : overlay.changes()) {
    if (value)
      batch.Put(pair_key(overlay.id(), key), *value);
    else
      batch.Delete(pair_key(overlay.id(), key));
  }
  batch.Put(position_key(overlay.id()), big_endian(next.value));
  return database_->write_lazily(std::move(batch),
                                 "committing the view " + overlay.id().projection);
}

Result<std::optional<std::string>> RocksViews::get(const ViewId& id, std::string_view key) const {
  return database_->get(pair_key(id, key));
}

Result<std::vector<KeyValue>> RocksViews::scan(const ViewId& id, std::string_view prefix,
                                               std::string_view after,
                                               std::size_t count_max) const {
  std::vector<KeyValue> found;
  if (count_max == 0) return found;
  // The first key behind `after` is the same with a zero byte at its end.
  const std::string start = after < prefix ? std::string(prefix) : std::string(after) + '\0';
  const std::size_t view_size = pair_key(id, "").size();
  const auto scanned = database_->scan(pair_key(id, prefix), pair_key(id, start),
                                       [&](std::string_view key, std::string_view value) {
                                         found.emplace_back(key.substr(view_size), value);
                                         return found.size() < count_max;
                                       });
  if (!scanned) return scanned.error();
  return found;
}

Result<> RocksViews::drop(const ViewId& id) {
  const std::lock_guard lock(writing_);
  rocksdb::WriteBatch batch;
  batch.DeleteRange(view_key(id) + pairs_mark, view_key(id) + end_mark);
  return database_->write(std::move(batch), "dropping the view " + id.projection);
}

Result<> RocksViews::recover() {
  return database_->recover();
}

Result<Digest> RocksViews::fingerprint(const ViewId& id) const {
  ViewFingerprint fingerprint;
  Result<Position> next = Position{};
  const std::string prefix = view_key(id);
  const std::size_t marked = prefix.size() + 1;
  // Pairs and position in one scan: they belong to the same commit.
  const auto scanned =
      database_->scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
        if (key[prefix.size()] == pairs_mark)
          fingerprint.add(key.substr(marked), value);
        else
          next = position_from(value, id);
        return true;
      });
  if (!scanned) return scanned.error();
  if (!next) return next.error();
  return fingerprint.at(*next);
}

Result<std::vector<std::string>> RocksViews::strangers(const std::vector<ViewId>& known) const {
  std::set<std::string> ours;
  for (const ViewId& id : known) ours.insert(view_key(id));
  std::set<std::string> found;
  const auto scanned = database_->scan("", "", [&](std::string_view key, std::string_view) {
    if (key == format_key) return true;
    const std::optional<std::string> view = view_of(key);
    if (!view) {
      found.insert("a key of " + std::to_string(key.size()) + " bytes that no view has");
    } else if (!ours.contains(*view)) {
      const std::size_t end = view->find('\0');
      found.insert(unknown_view(view->substr(0, end), version_from(view->substr(end + 1))));
    }
    return true;
  });
  if (!scanned) return scanned.error();
  return std::vector<std::string>(found.begin(), found.end());
}

}  // namespace verloop
