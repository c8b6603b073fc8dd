#include "events/replaced_keys.hpp"

#include <algorithm>

#include "events/note_lines.hpp"
#include "events/record.hpp"

namespace verloop {

boost::json::object key_replacement(const std::string& from, const std::string& to) {
  return {{"from", to_base64url(from)}, {"to", to_base64url(to)}};
}

namespace {

/// Which key gives way to which, and where that is said.
struct Replacement {
  boost::json::object keys;
  Position position;
};

Result<std::vector<Replacement>> read_replacements(const LogContents& log) {
  std::vector<Replacement> all;
  for (Version version;; version = version.next()) {
    const auto position = log.stored_entry(log_stream, version);
    if (!position && position.error().code == Errc::storage_failed) return position.error();
    if (!position || !*position) return all;
    const auto bytes = log.stored_bytes(**position);
    if (!bytes && bytes.error().code == Errc::storage_failed) return bytes.error();
    const Result<Record> record = decode_record(bytes ? bytes->value_or("") : "");
    if (record && record->type == signing_key_replaced) all.push_back({record->data, **position});
  }
}

bool is_signed(const LogContents& log, std::uint64_t size, const VerifierKey& key) {
  const auto stored = log.next_checkpoint(size);
  return stored && *stored && (*stored)->size == size && open_checkpoint((*stored)->note, key);
}

/// Whether the log says that its present key gave way to another one, which signed that.
bool has_given_way(const LogContents& log, const VerifierKey& present,
                   const std::vector<Replacement>& replacements) {
  return std::any_of(replacements.begin(), replacements.end(), [&](const Replacement& one) {
    const boost::json::value* to = one.keys.if_contains("to");
    if (to == nullptr || !to->is_string()) return false;
    const auto bytes = from_base64url(to->get_string());
    return bytes && bytes->size() == present.public_key.size() &&
           one.keys == key_replacement(present.public_key, *bytes) &&
           is_signed(log, one.position.value + 1, verifier_key_of(log.origin(), *bytes));
  });
}

}  // namespace

/// Of events that say the same the last one counts: a replacement that was cut short is told again.
Result<KeyHistory> read_key_history(const LogContents& log, VerifierKey present,
                                    const std::vector<std::string>& former) {
  const auto replacements = read_replacements(log);
  if (!replacements) return replacements.error();
  if (has_given_way(log, present, *replacements)) {
    return Error{Errc::tampered,
                 "the log's signing key was replaced, and the vault still has the old one: the "
                 "vault is older than the log; put back the one that belongs to it"};
  }
  std::vector<SigningKey> keys = KeyHistory(std::move(present)).keys();
  for (auto bytes = former.rbegin(); bytes != former.rend(); ++bytes) {
    SigningKey& later = keys.front();
    const auto wanted = key_replacement(*bytes, later.key.public_key);
    const auto last =
        std::find_if(replacements->rbegin(), replacements->rend(),
                     [&wanted](const Replacement& one) { return one.keys == wanted; });
    const std::uint64_t size = last == replacements->rend() ? 0 : last->position.value + 1;
    later.size_min = size;
    SigningKey earlier{verifier_key_of(log.origin(), *bytes), 0, size};
    keys.insert(keys.begin(), std::move(earlier));
  }
  return KeyHistory(std::move(keys));
}

std::vector<Fault> verify_replacements(const LogContents& log) {
  std::vector<Fault> faults;
  const KeyHistory& history = log.signing_keys();
  for (const SigningKey& one : history.keys()) {
    if (one.key == history.present()) continue;
    if (one.size_max == 0) {
      faults.push_back({std::nullopt, "the vault replaced the key " + format(one.key) +
                                          ", of which the log has no event"});
    } else if (!is_signed(log, one.size_max, one.key)) {
      faults.push_back({Position{one.size_max - 1},
                        "the key " + format(one.key) +
                            " was replaced, but no checkpoint that it signed ends with the event "
                            "that says so"});
    }
  }
  return faults;
}

}  // namespace verloop
