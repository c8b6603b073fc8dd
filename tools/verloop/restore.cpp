// verloop restore: a data folder from its backups, which goes on as the same log or under another
// name, or can only be read.
#include "events/owed_erasures.hpp"
#include "events/redaction.hpp"
#include "events/replaced_keys.hpp"
#include "tools/verloop/backup.hpp"
#include "tools/verloop/backup_parts.hpp"
#include "tools/verloop/log_event.hpp"
#include "tools/verloop/verify.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Options {
  std::string log, vault;
  std::optional<std::uint32_t> id, vault_id;
  std::vector<std::string> checkpoints;
  std::optional<std::uint64_t> position;  // How many events; none: all of them.
  std::optional<std::string> new_origin;  // As which log it goes on; none: as the same.
  bool is_cut() const { return position && !new_origin; }
  bool goes_on_as_the_same() const { return !position && !new_origin; }
  BackupPlaces places() const { return {log, vault, vault_id}; }
};

/// What the list beside the key file tells of is erased before the folder counts as made.
Result<> erase_again(DataFolder& folder, const fs::path& list_file) {
  const auto list = ErasureList::load(list_file);
  return list.has_error() ? Result<>(list.error()) : folder.erase_again(*list);
}

/// A folder that was begun and refused is no folder: nothing of it stays.
void discard(const fs::path& folder) {
  std::error_code ignored;  // What stays is an unfinished folder, which nothing opens.
  if (DataFolder::is_unfinished(folder)) fs::remove_all(folder, ignored);
}

/// Each checkpoint against the log that it names. False after a message.
bool check_goes_on(Console& console, DataFolder& folder, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) {
    const auto good = verloop::check_goes_on(folder, note);
    if (good.has_value()) continue;
    const bool failed = good.error().code == Errc::storage_failed;
    console.fail(failed ? Exit::storage_failure : Exit::answer_is_no, good.error());
    return false;
  }
  return true;
}

Result<DataFolder> begin(Console& console, const Options& options, const LogBackup& backup,
                         const std::string& key) {
  const auto folder = console.folder();
  const BackupPlaces from = options.places();
  const auto first = options.position;
  if (!options.new_origin) return begin_restored(folder, backup, from, key, first);
  const auto system = load_system_catalogue(shipped_system_catalogue());
  if (system.has_error()) return system.error();
  const Timestamp now = system_now();
  const auto event = [&system, now](json::object fields) {
    return log_event(*system, log_continued, {"continueLog"}, std::move(fields), now);
  };
  return begin_continued(folder, backup, from, key, first, {*options.new_origin, event, now});
}

/// Whether what failed was met in another's folder: that is not cleared away.
enum class Begun : std::uint8_t { done, failed, not_ours };

/// Anything but done comes after a message.
Begun make_folder(Console& console, const Options& options, const LogBackup& backup,
                  const std::string& key, const std::vector<std::string>& notes) {
  auto folder = begin(console, options, backup, key);
  if (folder.has_error()) {
    console.fail(folder.error());
    return folder.error().code == Errc::locked ? Begun::not_ours : Begun::failed;
  }
  if (!check_goes_on(console, *folder, notes)) return Begun::failed;
  auto done = erase_again(*folder, console.erasures_path());
  if (done.has_value()) done = folder->finish(console.folder());
  if (done.has_error()) console.fail(done.error());
  return done.has_value() ? Begun::done : Begun::failed;
}

/// None after a message: a file that can't be read, or no checkpoint of that log among them.
std::optional<std::vector<std::string>> read_checkpoints(Console& console, const Options& options,
                                                         const std::string& origin) {
  std::vector<std::string> notes;
  if (!options.goes_on_as_the_same()) return notes;
  bool is_asked = false;
  for (const std::string& file : options.checkpoints) {
    auto note = read_checkpoint_file(file);
    if (note.has_error()) {
      console.fail(Exit::wrong_use, note.error());
      return std::nullopt;
    }
    is_asked = is_asked || !note->starts_with(access_origin(origin) + "\n");
    notes.push_back(std::move(*note));
  }
  if (is_asked) return notes;
  console.fail(Exit::wrong_use,
               console.choose("geef met --checkpoint ook een ijkpunt van het logboek zelf, of met "
                              "--position tot waar, om alleen te lezen, of met --as-new-origin een "
                              "andere naam; er is niets teruggezet",
                              "give a checkpoint of the log itself too, with --checkpoint, or with "
                              "--position how far, only to read it, or with --as-new-origin "
                              "another name; nothing was restored"));
  return std::nullopt;
}

/// As which log it goes on, and by which keys that is known.
void print_continued(Console& console, const LogBackup& backup, Instance& instance) {
  const auto told = read_continuations(instance.contents());
  if (told.has_error()) return console.fail(told.error());
  const Continuation& last = told->back();
  const DataFolder& folder = *instance.folder();
  const std::string key = format(folder.contents().verifier_key());
  const std::string access_key = format(folder.access_contents().verifier_key());
  if (console.json) {
    return console.print(json::value(
        json::object{{"accessVerifierKey", access_key},
                     {"continues", json::object{{"origin", last.origin}, {"size", last.size}}},
                     {"data", console.data},
                     {"logBackup", backup.id},
                     {"origin", folder.origin()},
                     {"readOnly", false},
                     {"size", folder.contents().tail().size},
                     {"verifierKey", key}}));
  }
  const std::string size = std::to_string(last.size);
  console.print(console.choose(
      "Teruggezet in " + console.data + ": de eerste " + size + " gebeurtenissen van " +
          last.origin + ", die verdergaan als " + folder.origin(),
      "Restored to " + console.data + ": the first " + size + " events of " + last.origin +
          ", which go on as " + folder.origin()));
  console.print(console.choose("Controlesleutel van het logboek: ", "The log's verifier key: ") +
                key);
  console.print(console.choose("Het inzagelogboek: ", "The access log: ") + access_key);
}

void print_restored(const Console& console, const LogBackup& backup, const DataFolder& folder) {
  const std::uint64_t size = folder.contents().tail().size;
  const bool is_cut = folder.cut_to().has_value();
  if (console.json) {
    return console.print(json::value(json::object{
        {"data", console.data}, {"logBackup", backup.id}, {"readOnly", is_cut}, {"size", size}}));
  }
  console.print(console.choose("Teruggezet in ", "Restored to ") + console.data + ": " +
                std::to_string(size) + console.choose(" gebeurtenissen", " events") +
                (is_cut ? console.choose(", alleen te lezen", ", to be read only") : ""));
}

/// The projections of a log that can only be read. False after a message.
bool project(Console& console) {
  const auto instance = console.open(Access::rebuild);
  if (instance == nullptr) return false;
  const auto current = instance->runner().catch_up();
  if (current.has_error()) console.fail(current.error());
  return current.has_value();
}

/// A log from before a redaction with a vault from after it.
void warn_of_lost_values(Console& console, DataFolder& folder) {
  const auto list = ErasureList::load(console.erasures_path());
  if (list.has_error()) return console.warn(list.error().detail);
  const auto orders = orders_for(folder.log(), folder.vault(), *list);
  if (orders.has_error()) return console.warn(orders.error().detail);
  std::vector<Destruction> all;
  for (const Erasure& order : *orders) all.push_back(order.destruction());
  const auto lost = lost_to_redactions(folder.log(), folder.vault(), all);
  if (lost.has_error()) return console.warn(lost.error().detail);
  if (*lost == 0) return;
  const std::string count = std::to_string(*lost);
  console.warn(console.choose(
      count + " waarden kunnen niet worden gelezen: dit logboek is van voor het wissen van een "
              "tekst van hun zaak en de kluis van erna; zet met --vault-backup de kluis van "
              "dezelfde tijd terug, dan wordt die tekst opnieuw gewist",
      count + " values can't be read: this log is from before a redaction of their case, and the "
              "vault from after it; restore the vault of the same time with --vault-backup, and "
              "the redaction is done again"));
}

/// What makes the folder of use. False after a message.
bool take_up(Console& console, const Options& options) {
  if (options.is_cut()) return project(console);
  // Makes the projections, and records the erasures that the list knew and this log did not.
  return enter_administered(console, "restore");
}

void restore(Console& console, const Options& options) {
  if (const auto vacant = DataFolder::check_vacant(console.folder()); vacant.has_error())
    return console.fail(vacant.error());
  if (!check_outside(console, options.places())) return;
  const auto key = console.load_key();
  if (key.has_error()) return console.fail(key.error());
  const auto backup = find_log_backup(options.log, options.id);
  if (backup.has_error()) return console.fail(backup.error());
  const auto notes = read_checkpoints(console, options, backup->origin);
  if (!notes) return;
  const Begun begun = make_folder(console, options, *backup, *key, *notes);
  if (begun == Begun::failed) discard(console.folder());
  if (begun != Begun::done) return;
  if (!take_up(console, options)) return;
  const auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  warn_of_lost_values(console, *instance->folder());
  if (options.new_origin) return print_continued(console, *backup, *instance);
  print_restored(console, *backup, *instance->folder());
}

}  // namespace

void add_restore(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "restore", "Make a data folder from its backups, and go on",
                     "verloop restore --data school --from /backup/log --vault-from /safe/vault "
                     "--key-file school.key --checkpoint newest.note\n"
                     "  verloop restore --data anew --from /backup/log --vault-from /safe/vault "
                     "--key-file school.key --position 1200 --as-new-origin example.org/log-2");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The folder to make")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--from", options->log, "Folder with the backups of the logs")->required();
  command->add_option("--vault-from", options->vault, "Folder with those of the vault")->required();
  CLI::Option* checkpoint =
      command
          ->add_option("--checkpoint", options->checkpoints,
                       "The newest checkpoint of the log that anybody has, and of the access log "
                       "if there is one: the backup must hold it")
          ->check(CLI::ExistingFile);
  command
      ->add_option("--position", options->position,
                   "Only what lies in front of this position, which is the first so many events, "
                   "as a folder that can only be read, or as a new log with --as-new-origin")
      ->check(whole_number(1))
      ->excludes(checkpoint);
  command
      ->add_option("--as-new-origin", options->new_origin,
                   "Go on under this name, as a new log with a key of its own that begins with "
                   "the events of the old one")
      ->excludes(checkpoint);
  command->add_option("--vault-backup", options->vault_id,
                      "Which backup of the vault, for a log from before a redaction (default: the "
                      "newest)");
  command->add_option("--backup", options->id, "Which backup of the log (default: the newest)");
  command->callback([&console, options] { restore(console, *options); });
}

}  // namespace verloop
