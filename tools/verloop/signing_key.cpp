// The new key is made in the vault; each log tells of it in an event, which the old key signs; then
// the new one takes its place in the vault, and signs the same checkpoints beside it. Cut short
// anywhere, the same command again goes on where it stopped.
#include "tools/verloop/signing_key.hpp"

#include "events/note_lines.hpp"
#include "events/replaced_keys.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "tools/verloop/log_event.hpp"

namespace verloop {
namespace {

/// Whether the log ends with the event that tells of this replacement.
Result<bool> ends_with(const EventLog& log, const boost::json::object& keys) {
  const std::uint64_t size = log.tail().size;
  if (size == 0) return false;
  const auto last = log.read({size - 1}, 1);
  if (last.has_error()) return last.error();
  const Record& record = last->front().record;
  return record.type == signing_key_replaced && record.data == keys;
}

Result<> record(EventLog& log, const SystemCatalogue& system, boost::json::object keys,
                Timestamp now) {
  auto batch = log_event(system, signing_key_replaced, {"replaceSigningKey"}, std::move(keys), now);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log, std::move(*batch), now);
  return receipt.has_error() ? Result<>(receipt.error()) : Result<>();
}

/// Afterwards the log ends with the event, and the old key signed that.
Result<> tell(EventLog& log, const SystemCatalogue& system, const std::string& next,
              Timestamp now) {
  const auto keys = key_replacement(log.verifier_key().public_key, next);
  const auto is_told = ends_with(log, keys);
  if (is_told.has_error()) return is_told.error();
  if (!*is_told) {
    if (auto told = record(log, system, keys, now); told.has_error()) return told;
  }
  const auto note = log.sign_checkpoint();
  return note.has_error() ? Result<>(note.error()) : Result<>();
}

/// With a folder that the old key signs; the new one is in charge when it is opened anew.
Result<> replace_key(DataFolder& folder, Timestamp now) {
  const auto system = load_system_catalogue(shipped_system_catalogue());
  if (system.has_error()) return system.error();
  const auto next = folder.next_public_key();
  if (next.has_error()) return next.error();
  for (EventLog* log : {&folder.log(), &folder.access()}) {
    if (auto told = tell(*log, *system, *next, now); told.has_error()) return told;
  }
  return folder.replace_signing_seed();
}

/// All of it, or what was left of one that was cut short.
Result<> begin_or_finish(const Console& console, const std::string& key) {
  auto folder =
      DataFolder::open(console.folder(), key, OpenMode::read_write, console.erasures_path());
  if (folder.has_error()) return folder.error();
  return folder->took_over() ? Result<>() : replace_key(*folder, system_now());
}

void print_replaced(const Console& console, const EventLog& log, const EventLog& access) {
  const auto& keys = log.signing_keys().keys();
  const SigningKey& former = keys[keys.size() - 2];
  const std::uint64_t size = former.size_max;
  if (console.json) {
    return console.print(
        boost::json::value(boost::json::object{{"verifierKey", format(keys.back().key)},
                                               {"formerKey", format(former.key)},
                                               {"accessVerifierKey", format(access.verifier_key())},
                                               {"position", size - 1}}));
  }
  console.print(console.choose("Het logboek ondertekent nu met: ", "The log now signs by: ") +
                format(keys.back().key));
  console.print(console.choose("Het inzagelogboek: ", "The access log: ") +
                format(access.verifier_key()));
  const std::string prove = "verloop prove " + std::to_string(size - 1) + " --to " +
                            std::to_string(size) + " --data " + console.data;
  console.print(console.choose(
      "Wie de oude sleutel vertrouwt leert de nieuwe uit een gebeurtenis die beide "
      "ondertekenden: " +
          prove,
      "Whoever trusts the old key learns the new one from an event that both signed: " + prove));
  console.print(console.choose(
      "Maak nu een reservekopie: met een oudere kan de nieuwe kluis niet verder.",
      "Make a backup now: the new vault does not go with an older one of the logs."));
}

}  // namespace

void rotate_signing_key(Console& console) {
  if (const auto examined = DataFolder::examine(console.folder()); examined.has_error())
    return console.fail(examined.error());
  const auto key = console.load_key();
  if (key.has_error()) return console.fail(key.error());
  if (const auto done = begin_or_finish(console, *key); done.has_error())
    return console.fail(done.error());
  const auto instance = console.open(Access::read_write);  // Here the new key signs as well.
  if (instance == nullptr) return;
  console.warn_if_failed(instance->access().administered(acting_administrator(),
                                                         Instance::local("key rotate --signing")));
  console.sign_access(*instance);
  print_replaced(console, instance->log(), instance->access().log());
}

}  // namespace verloop
