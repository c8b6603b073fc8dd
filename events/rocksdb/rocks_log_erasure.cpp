// What an erasure does in the log: the ciphertexts of a subject go, and what its commands were.

#include <algorithm>

#include "events/rocksdb/rocks_log.hpp"

namespace verloop {

Result<std::vector<SealedPlace>> RocksLog::places_of(const std::set<SubjectId>& subjects) const {
  std::vector<SealedPlace> places;
  bool damaged = false;
  const std::string prefix(1, keys::sealed_kind);
  const auto visit = [&](std::string_view key, std::string_view value) {
    const auto position = keys::number_of(key);
    const auto field = keys::field_of(key);
    auto sealed = values::sealed_from(field.value_or(""), value);
    damaged = damaged || !position || !field || !sealed;
    if (!damaged && subjects.contains(sealed->subject))
      places.push_back({Position{*position}, *field, std::move(sealed->subject)});
    return !damaged;
  };
  const auto scanned = database_.scan(prefix, prefix, visit);
  if (!scanned) return scanned.error();
  if (damaged) return Error{Errc::tampered, "a sealed value of the log is damaged; verify it"};
  return places;
}

/// A log that was cut is opened for reading only, so that nothing is appended to it; its values are
/// replaced all the same, and are to be read when it is opened anew. Its folder's lock is held.
Result<> RocksLog::replace_values(const std::vector<PlacedValue>& all) {
  rocksdb::WriteBatch batch;
  for (const PlacedValue& placed : all)
    batch.Put(keys::sealed(placed.position, placed.value.field), values::sealed(placed.value));
  constexpr const char* what = "replacing sealed values";
  if (database_.is_read_only()) {
    auto writing = Database::open(database_.folder(), OpenMode::read_write);
    return writing ? writing->write(std::move(batch), what) : Result<>(writing.error());
  }
  if (auto writable = check_writable(); !writable) return writable;
  auto written = database_.write(std::move(batch), what);
  if (!written && written.error().code == Errc::storage_failed) failed_ = true;
  return written;
}

Result<> RocksLog::remove_values(const Removal& removal) {
  if (auto writable = check_writable(); !writable) return writable;
  auto removed = remove_and_rewrite(removal);
  if (!removed && removed.error().code == Errc::storage_failed) failed_ = true;
  return removed;
}

/// The count comes last: what a crash cuts short is done again from its beginning.
Result<> RocksLog::remove_and_rewrite(const Removal& removal) {
  rocksdb::WriteBatch batch;
  for (const SealedPlace& place : removal.places) {
    batch.Put(keys::sealed(place.position, place.field),
              values::sealed({place.field, place.subject, {}}));
  }
  for (const CommandId& command : removal.commands) {
    auto known = stored_command(command);
    if (!known) return known.error();
    if (!*known) continue;
    (*known)->content = {};
    batch.Put(keys::command(command), values::command(**known));
  }
  if (auto written = database_.write(std::move(batch), "removing erased values"); !written)
    return written;
  if (!removal.places.empty()) {
    const auto [first, last] = std::minmax_element(
        removal.places.begin(), removal.places.end(),
        [](const SealedPlace& a, const SealedPlace& b) { return a.position < b.position; });
    auto rewritten = database_.rewrite(keys::sealed_prefix(first->position),
                                       keys::sealed_prefix(last->position.next()));
    if (!rewritten) return rewritten;
  }
  if (!removal.commands.empty()) {
    const auto [first, last] =
        std::minmax_element(removal.commands.begin(), removal.commands.end());
    auto rewritten = database_.rewrite(keys::command(*first), keys::command(*last));
    if (!rewritten) return rewritten;
  }
  rocksdb::WriteBatch done;
  done.Put(keys::erasures(), values::number(removal.erasures));
  return database_.write(std::move(done), "noting that erased values were removed");
}

Result<std::uint64_t> RocksLog::erasures_done() const {
  const auto bytes = database_.get(keys::erasures());
  if (!bytes) return bytes.error();
  if (!*bytes) return std::uint64_t{0};
  const auto number = values::number_from(**bytes);
  if (!number) return Error{Errc::tampered, "the log's count of erasures is damaged"};
  return *number;
}

}  // namespace verloop
