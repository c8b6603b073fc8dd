#include "events/replaced_keys.hpp"

#include <algorithm>
#include <functional>

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
  std::optional<Continuation> continued;  // None: in the same log.
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
    if (!record) continue;
    if (record->type == signing_key_replaced) all.push_back({record->data, **position, {}});
    if (const auto told = continuation_in(*record))
      all.push_back({key_replacement(told->from, told->to), **position, told});
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
    if (one.continued || to == nullptr || !to->is_string()) return false;
    const auto bytes = from_base64url(to->get_string());
    return bytes && bytes->size() == present.public_key.size() &&
           one.keys == key_replacement(present.public_key, *bytes) &&
           is_signed(log, one.position.value + 1, verifier_key_of(log.origin(), *bytes));
  });
}

/// Of events that say the same the last one counts: a replacement that was cut short is told again.
const Replacement* find_last(const std::vector<Replacement>& replacements,
                             const std::function<bool(const Replacement&)>& is_it) {
  const auto last = std::find_if(replacements.rbegin(), replacements.rend(), is_it);
  return last == replacements.rend() ? nullptr : &*last;
}

/// Puts in front the key that signed before the first of `keys`: `bytes` under that one's name, or
/// under the one that the log had then. Nothing where the log was continued with another key.
void add_earlier(std::vector<SigningKey>& keys, const std::string& bytes,
                 const std::vector<Replacement>& replacements) {
  SigningKey& later = keys.front();
  const std::string& public_key = later.key.public_key;
  const auto* const began = find_last(replacements, [&public_key](const Replacement& one) {
    return one.continued && one.continued->to == public_key;
  });
  if (began != nullptr && began->continued->from != bytes) return;
  const auto* const told =
      find_last(replacements, [wanted = key_replacement(bytes, public_key)](
                                  const Replacement& one) { return one.keys == wanted; });
  const std::uint64_t size = told == nullptr ? 0 : told->position.value + 1;
  later.size_min = size;
  const std::uint64_t size_max = began == nullptr ? size : began->position.value;
  const std::string& origin = began == nullptr ? later.key.name : began->continued->origin;
  keys.insert(keys.begin(), {verifier_key_of(origin, bytes), 0, size_max});
}

}  // namespace

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
  for (auto bytes = former.rbegin(); bytes != former.rend(); ++bytes)
    add_earlier(keys, *bytes, *replacements);
  return KeyHistory(std::move(keys));
}

Result<std::vector<Continuation>> read_continuations(const LogContents& log) {
  const auto replacements = read_replacements(log);
  if (!replacements) return replacements.error();
  std::vector<Continuation> all;
  for (const Replacement& one : *replacements) {
    if (one.continued) all.push_back(*one.continued);
  }
  return all;
}

std::vector<Fault> verify_replacements(const LogContents& log) {
  std::vector<Fault> faults;
  const std::vector<SigningKey>& keys = log.signing_keys().keys();
  for (std::size_t at = 0; at + 1 < keys.size(); ++at) {
    const SigningKey& one = keys[at];
    if (one.size_max == 0) {
      faults.push_back({std::nullopt, "the vault replaced the key " + format(one.key) +
                                          ", of which the log has no event"});
    } else if (one.key.name == keys[at + 1].key.name && !is_signed(log, one.size_max, one.key)) {
      faults.push_back({Position{one.size_max - 1},
                        "the key " + format(one.key) +
                            " was replaced, but no checkpoint that it signed ends with the event "
                            "that says so"});
    }
  }
  return faults;
}

}  // namespace verloop
