#include "events/rocksdb/rocks_documents.hpp"

#include <system_error>

#include "events/documents.hpp"
#include "events/rocksdb/document_keys.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/size_anchor.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

/// The same error, with where it was met.
Error met_at(Error error, Position position, const std::string& field) {
  error.detail = "the document at position " + std::to_string(position.value) + ", field " + field +
                 ": " + error.detail;
  return error;
}

Error damaged_entry() {
  return {Errc::tampered, "the entry that says what lies there is damaged"};
}

Error only_for_reading() {
  return {Errc::read_only, "the documents were opened for reading only"};
}

/// Under another name first: what bears the right one is a whole database.
Result<> make_database(const fs::path& folder) {
  fs::path fresh = folder;
  fresh += ".new";
  std::error_code ignored;  // What stays is met when the database is made.
  fs::remove_all(fresh, ignored);
  {
    const auto made = Database::open(fresh, OpenMode::create);
    if (!made) return made.error();
  }
  return rename_file(fresh, folder);
}

}  // namespace

Result<std::unique_ptr<RocksDocuments>> RocksDocuments::open(const fs::path& folder,
                                                             OpenMode mode) {
  std::error_code ignored;  // What can't be examined is met when it is opened.
  const bool is_there = fs::exists(fs::symlink_status(folder, ignored));
  if (!is_there && mode == OpenMode::read_only)
    return std::unique_ptr<RocksDocuments>(new RocksDocuments(std::nullopt));
  if (const Result<> made = is_there ? Result<>() : make_database(folder); !made)
    return made.error();
  const OpenMode again = mode == OpenMode::create ? OpenMode::read_write : mode;
  auto database = Database::open(folder, again);
  if (!database) return Error{database.error().code, "documents: " + database.error().detail};
  return std::unique_ptr<RocksDocuments>(new RocksDocuments(std::move(*database)));
}

Result<> RocksDocuments::hold(const fs::path& to) {
  if (!database_) return only_for_reading();
  return database_->hold(to);
}

Result<std::optional<StoredDocument>> RocksDocuments::find(Position position,
                                                           const std::string& field) const {
  if (!database_) return std::optional<StoredDocument>();
  const auto bytes = database_->get(keys::document(position, field));
  if (!bytes) return met_at(bytes.error(), position, field);
  if (!*bytes) return std::optional<StoredDocument>();
  auto stored = values::document_from(**bytes);
  if (!stored) return met_at(damaged_entry(), position, field);
  return stored;
}

Result<std::optional<std::string>> RocksDocuments::part(Position position, const std::string& field,
                                                        std::uint64_t number) const {
  if (!database_) return std::optional<std::string>();
  auto bytes = database_->get(keys::document_part(position, field, number));
  if (!bytes) return met_at(bytes.error(), position, field);
  return bytes;
}

Result<std::vector<SealedPlace>> RocksDocuments::places() const {
  std::vector<SealedPlace> places;
  if (!database_) return places;
  std::optional<keys::PartPlace> damaged;
  const std::string prefix(1, keys::document_kind);
  const auto visit = [&](std::string_view key, std::string_view value) {
    auto place = keys::document_place_of(key);
    auto stored = values::document_from(value);
    if (place && !stored) damaged = place;
    if (place && stored)
      places.push_back({place->position, std::move(place->field), std::move(stored->subject)});
    return !damaged;
  };
  const auto scanned = database_->scan(prefix, prefix, visit);
  if (!scanned) return scanned.error();
  if (damaged) return met_at(damaged_entry(), damaged->position, damaged->field);
  return places;
}

/// Whatever parts lie there, be they too many.
Result<> RocksDocuments::delete_document(const SealedPlace& place,
                                         rocksdb::WriteBatch& batch) const {
  const std::string prefix = std::string(1, keys::part_kind) + values::number(place.position.value);
  batch.Delete(keys::document(place.position, place.field));
  return database_->scan(prefix, prefix, [&](std::string_view key, std::string_view) {
    const auto part = keys::part_place_of(key);
    if (part && part->field == place.field) batch.Delete(std::string(key));
    return true;
  });
}

Result<> RocksDocuments::put(const SealedPlace& place, const std::vector<std::string>& parts) {
  if (failed_)
    return Error{Errc::read_only, "no document is stored since the storage failed; check the disk"};
  if (!database_) return only_for_reading();
  rocksdb::WriteBatch batch;
  for (std::size_t number = 0; number < parts.size(); ++number)
    batch.Put(keys::document_part(place.position, place.field, number), parts[number]);
  // What lies there may be damaged, so it is not looked for.
  for (std::size_t number = parts.size(); number < document_parts_max; ++number)
    batch.Delete(keys::document_part(place.position, place.field, number));
  batch.Put(keys::document(place.position, place.field),
            values::document({place.subject, parts.size()}));
  auto written = database_->write(std::move(batch), "storing a document");
  if (!written && written.error().code == Errc::storage_failed) failed_ = true;
  return written;
}

Result<> RocksDocuments::remove_all(const std::set<SubjectId>& subjects) {
  auto places = this->places();
  if (!places) return places.error();
  std::erase_if(*places, [&](const SealedPlace& one) { return !subjects.contains(one.subject); });
  if (!database_) return {};
  const auto unfinished = database_->get(keys::unfinished_removal());
  if (!unfinished) return unfinished.error();
  if (places->empty() && !*unfinished) return {};
  auto removed = remove_and_rewrite(*places);
  if (!removed && removed.error().code == Errc::storage_failed) failed_ = true;
  return removed;
}

/// It is noted that old bytes may still lie in files; that note goes when they no longer do.
Result<> RocksDocuments::remove_and_rewrite(const std::vector<SealedPlace>& places) {
  rocksdb::WriteBatch batch;
  for (const SealedPlace& place : places) {
    if (auto deleted = delete_document(place, batch); !deleted) return deleted;
  }
  batch.Put(keys::unfinished_removal(), "");
  if (auto written = database_->write(std::move(batch), "removing documents"); !written)
    return written;
  if (auto rewritten = database_->rewrite(); !rewritten) return rewritten;
  rocksdb::WriteBatch done;
  done.Delete(keys::unfinished_removal());
  return database_->write(std::move(done), "noting that documents were removed");
}

Result<> RocksDocuments::recover() {
  if (!database_) return {};
  auto recovered = database_->recover();
  if (recovered) failed_ = false;
  return recovered;
}

Result<std::vector<std::string>> RocksDocuments::faults() const {
  std::vector<std::string> found;
  if (!database_) return found;
  std::optional<Error> failed;
  const auto visit = [&](std::string_view key, std::string_view) {
    if (keys::document_place_of(key) || key == keys::unfinished_removal()) return true;
    const auto part = keys::part_place_of(key);
    if (!part) {
      found.push_back(keys::stranger("documents", key));
      return true;
    }
    const auto stored = find(part->position, part->field);
    if (!stored) failed = stored.error();
    if (stored && (!*stored || part->number >= (*stored)->parts)) {
      found.push_back("a part that is none of any document lies at position " +
                      std::to_string(part->position.value) + ", field " + part->field);
    }
    return !failed;
  };
  const auto scanned = database_->scan("", "", visit);
  if (!scanned) return scanned.error();
  if (failed) return *failed;
  return found;
}

}  // namespace verloop
