#include "events/rocksdb/folder_backup.hpp"

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/rocksdb/cut_log.hpp"
#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const char* const log_name = "log";
const char* const access_name = "access";
const char* const documents_name = "documents";

/// Empty when it is no object of JSON.
json::object members_of(const std::string& text) {
  const auto parsed = parse_json(text);
  return parsed && parsed->is_object() ? parsed->get_object() : json::object();
}

std::string text_in(const json::object& members, const char* name) {
  const json::value* value = members.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

std::uint32_t number_in(const json::object& members, const char* name) {
  const json::value* value = members.if_contains(name);
  const bool is_id = value != nullptr && value->is_int64() && value->get_int64() > 0 &&
                     value->get_int64() <= UINT32_MAX;
  return is_id ? static_cast<std::uint32_t>(value->get_int64()) : 0;
}

/// A folder without backups may become one's own.
Result<> check_owner(const fs::path& folder, const std::string& origin) {
  const auto backups = list_backups(folder);
  if (!backups && backups.error().code == Errc::not_found) return {};
  if (!backups) return backups.error();
  for (const Backup& backup : *backups) {
    if (text_in(members_of(backup.text), "origin") != origin) {
      return Error{Errc::foreign_folder,
                   folder.string() + " holds backups of another log; name another folder"};
    }
  }
  return {};
}

Result<> check_owners(const std::string& origin, const BackupPlaces& to) {
  if (auto own = check_owner(to.log / log_name, origin); !own) return own;
  if (auto own = check_owner(to.log / access_name, access_origin(origin)); !own) return own;
  if (auto own = check_owner(to.log / documents_name, origin); !own) return own;
  if (auto own = check_owner(to.vault, origin); !own) return own;
  // One database's backups don't go beside those of another.
  std::error_code ignored;  // What can't be looked at fails when it is written.
  if (fs::exists(to.log / "meta", ignored) || fs::exists(to.vault / log_name, ignored)) {
    return Error{Errc::foreign_folder,
                 to.log.string() + " and " + to.vault.string() +
                     " hold backups of vault and log the other way round; name other folders"};
  }
  return {};
}

std::string known_ids(const std::vector<Backup>& backups) {
  std::string ids;
  for (const Backup& backup : backups) ids += (ids.empty() ? "" : ", ") + std::to_string(backup.id);
  return ids;
}

/// The backup of that log's vault that is asked for, else the newest.
Result<std::uint32_t> find_vault_backup(const BackupPlaces& from, const std::string& origin) {
  const auto backups = list_backups(from.vault);
  if (!backups) return backups.error();
  if (backups->empty() || text_in(members_of(backups->back().text), "origin") != origin)
    return Error{Errc::foreign_folder, from.vault.string() + " holds no vault of that log"};
  if (!from.vault_id) return backups->back().id;
  const bool is_there = std::any_of(backups->begin(), backups->end(),
                                    [&](const auto& one) { return one.id == *from.vault_id; });
  if (is_there) return *from.vault_id;
  return Error{Errc::not_found, from.vault.string() + " has no backup " +
                                    std::to_string(*from.vault_id) + "; the newest is " +
                                    std::to_string(backups->back().id)};
}

/// Adds a backup of a database that is held.
Result<Backup> back_up_part(const fs::path& held, const fs::path& to, const json::object& text,
                            const std::stop_token& stop) {
  auto database = Database::open(held, OpenMode::held);
  return database ? database->back_up(to, canonical_json(text), stop)
                  : Result<Backup>(database.error());
}

/// The log, or its first events; and its anchor.
Result<> put_log(const fs::path& folder, const LogBackup& backup, const BackupPlaces& from,
                 std::optional<std::uint64_t> cut_to) {
  const fs::path log = folder / "log";
  if (auto put = restore_backup(from.log / log_name, backup.id, log); !put) return put;
  const auto note = cut_to ? cut_log(log, *cut_to) : Result<std::string>(backup.note);
  return note ? write_anchor(folder / "anchor", *note) : Result<>(note.error());
}

/// What is cut to events that another log recorded is that log's, whose keys are told of later.
Result<> check_own(const fs::path& folder, const LogBackup& backup) {
  const auto note = read_anchor_note(folder / "anchor");
  if (!note) return note.error();
  const std::string origin = note->substr(0, note->find('\n'));
  if (origin == backup.origin) return {};
  return Error{Errc::malformed, "so few events were all recorded by " + origin +
                                    ", which this log continues; take more, a backup of that log, "
                                    "or another name with --as-new-origin"};
}

/// None when a version made it that backed none up: an empty store is made then.
Result<> put_documents(const fs::path& folder, const LogBackup& backup, const BackupPlaces& from,
                       std::optional<std::uint64_t> cut_to) {
  if (!backup.documents_id) return {};
  const fs::path to = folder / "documents";
  auto put = restore_backup(from.log / documents_name, *backup.documents_id, to);
  return put && cut_to ? cut_documents(to, *cut_to) : put;
}

Result<> put_parts(const fs::path& folder, const LogBackup& backup, const BackupPlaces& from,
                   std::uint32_t vault_id) {
  if (auto put = restore_backup(from.log / access_name, backup.access_id, folder / "access"); !put)
    return put;
  if (auto put = restore_backup(from.vault, vault_id, folder / "vault"); !put) return put;
  return write_anchor(folder / "access.anchor", backup.access_note);
}

}  // namespace

HeldFolder::~HeldFolder() {
  std::error_code ignored;  // The next opening for writing removes what stays.
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Result<HeldFolder> HeldFolder::hold(DataFolder& folder) {
  HeldFolder held;
  held.start_ = std::chrono::steady_clock::now();
  held.origin_ = folder.origin();
  Result<std::string> note = folder.log().sign_checkpoint();
  if (!note) return note.error();
  Result<std::string> access_note = folder.access().sign_checkpoint();
  if (!access_note) return access_note.error();
  held.made_.size = folder.contents().tail().size;
  held.made_.note = std::move(*note);
  held.made_.access_note = std::move(*access_note);
  Result<fs::path> place = folder.hold();
  if (!place) return place.error();
  held.folder_ = std::move(*place);
  return held;
}

/// The log last: with it the backup counts.
Result<> HeldFolder::copy(const BackupPlaces& to, const std::stop_token& stop,
                          MadeBackup& made) const {
  const auto vault = back_up_part(folder_ / "vault", to.vault, {{"origin", origin_}}, stop);
  if (!vault) return vault.error();
  const auto access = back_up_part(folder_ / access_name, to.log / access_name,
                                   {{"origin", access_origin(origin_)}}, stop);
  if (!access) return access.error();
  const auto documents =
      back_up_part(folder_ / documents_name, to.log / documents_name, {{"origin", origin_}}, stop);
  if (!documents) return documents.error();
  const json::object text{{"access", access->id},
                          {"accessNote", made.access_note},
                          {"documents", documents->id},
                          {"note", made.note},
                          {"origin", origin_}};
  const auto log = back_up_part(folder_ / log_name, to.log / log_name, text, stop);
  if (!log) return log.error();
  made.log_id = log->id;
  made.vault_id = vault->id;
  made.bytes = vault->bytes + access->bytes + documents->bytes + log->bytes;
  return {};
}

Result<MadeBackup> HeldFolder::back_up(const BackupPlan& plan, std::chrono::sys_seconds now,
                                       const std::stop_token& stop) const {
  const BackupPlaces& to = plan.to;
  if (auto own = check_owners(origin_, to); !own) return own.error();
  MadeBackup made = made_;
  if (auto copied = copy(to, stop, made); !copied) return copied.error();
  const auto deleted = delete_backups_before(to.vault, now - plan.vault_kept);
  if (!deleted) return deleted.error();
  made.deleted_vaults = *deleted;
  for (const fs::path& place : {to.log / log_name, to.log / access_name, to.log / documents_name}) {
    // None is too old, but one that was cut short may have left files.
    if (const auto cleared = delete_backups_before(place, {}); !cleared) return cleared.error();
  }
  made.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start_);
  return made;
}

Result<MadeBackup> back_up(DataFolder& folder, const BackupPlan& plan,
                           std::chrono::sys_seconds now) {
  const auto held = HeldFolder::hold(folder);
  return held ? held->back_up(plan, now) : Result<MadeBackup>(held.error());
}

Result<LogBackup> find_log_backup(const fs::path& place, std::optional<std::uint32_t> id) {
  const auto backups = list_backups(place / log_name);
  if (!backups) return backups.error();
  for (auto at = backups->rbegin(); at != backups->rend(); ++at) {
    if (id && at->id != *id) continue;
    const json::object members = members_of(at->text);
    LogBackup found{at->id,
                    number_in(members, "access"),
                    {},
                    text_in(members, "origin"),
                    text_in(members, "note"),
                    text_in(members, "accessNote")};
    if (members.contains("documents")) found.documents_id = number_in(members, "documents");
    if (found.access_id != 0 && !found.origin.empty()) return found;
    return Error{Errc::foreign_folder, place.string() + " holds no backups of a log"};
  }
  return Error{Errc::not_found,
               place.string() + " holds no such backup; there are: " + known_ids(*backups)};
}

Result<DataFolder> begin_restored(const fs::path& folder, const LogBackup& backup,
                                  const BackupPlaces& from, const std::string& key,
                                  std::optional<std::uint64_t> cut_to) {
  const auto vault_id = find_vault_backup(from, backup.origin);
  if (!vault_id) return vault_id.error();
  return DataFolder::begin_filled(folder, {backup.origin, cut_to}, key, [&] {
    auto put = put_log(folder, backup, from, cut_to);
    if (put) put = check_own(folder, backup);
    if (put) put = put_documents(folder, backup, from, cut_to);
    return put ? put_parts(folder, backup, from, *vault_id) : put;
  });
}

Result<DataFolder> begin_continued(const fs::path& folder, const LogBackup& backup,
                                   const BackupPlaces& from, const std::string& key,
                                   std::optional<std::uint64_t> first, const NewOrigin& as) {
  if (auto good = check_new_origin(backup.origin, as); !good) return good.error();
  const auto vault_id = find_vault_backup(from, backup.origin);
  if (!vault_id) return vault_id.error();
  return DataFolder::begin_filled(folder, {as.origin, {}}, key, [&] {
    auto put = put_log(folder, backup, from, first);
    if (put) put = put_documents(folder, backup, from, first);
    if (put) put = put_parts(folder, backup, from, *vault_id);
    return put ? continue_logs(folder, key, as) : put;
  });
}

Result<> check_goes_on(DataFolder& folder, const std::string& note) {
  const bool is_access = folder.access().signing_keys().is_named_in(note);
  const EventLog& log = is_access ? folder.access() : folder.log();
  const auto kept = log.signing_keys().open(note);
  if (!kept) return kept.error();
  if (kept->origin != log.origin()) {
    return Error{Errc::wrong_key, "the checkpoint is of " + kept->origin +
                                      ", which this log continues: it does not show how far this "
                                      "one went; nothing was restored, give one of the log itself"};
  }
  const LogTail tail = log.tail();
  if (kept->size > tail.size) {
    return Error{Errc::version_conflict,
                 "the checkpoint covers " + std::to_string(kept->size) +
                     " events, the backup holds " + std::to_string(tail.size) +
                     ": going on would make a second history of what came after; nothing was "
                     "restored, take a newer backup"};
  }
  const auto edge = edge_at(tiles_of(log), kept->size);
  if (!edge) return edge.error();
  if (edge->tree().root() == kept->root) return {};
  return Error{Errc::tampered, "the backup does not hold what the checkpoint signed"};
}

}  // namespace verloop
