#include "events/key_history.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace verloop {
namespace {

constexpr std::uint64_t any_size = std::numeric_limits<std::uint64_t>::max();

/// The origin that a note names, whoever signed it.
std::string_view name_in(std::string_view note) {
  return note.substr(0, note.find('\n'));
}

Error signed_by_none(std::string_view origin) {
  return {Errc::wrong_key, "the checkpoint is of " + std::string(origin) +
                               ", which this log continues, and none of the keys by which that one "
                               "signed up to there signed it"};
}

Error out_of_time(const SigningKey& signer, const std::string& present, std::uint64_t size) {
  if (signer.key.name != present && signer.size_max > 0) {
    return {Errc::tampered, "the checkpoint is of " + signer.key.name + ", of size " +
                                std::to_string(size) + ", and " + present +
                                " took over its first " + std::to_string(signer.size_max) +
                                " events only"};
  }
  if (signer.size_max > 0) {
    return {Errc::tampered,
            "the checkpoint is signed by a key that the log did not use at that size"};
  }
  return {Errc::tampered,
          "the checkpoint is signed by a key that was replaced, and the log does not tell when: it "
          "is older than its vault"};
}

}  // namespace

KeyHistory::KeyHistory(VerifierKey present) : keys_{{std::move(present), 0, any_size}} {}

KeyHistory::KeyHistory(std::vector<SigningKey> keys) : keys_(std::move(keys)) {
  ensure(!keys_.empty(), "a log has a key");
}

bool KeyHistory::has(const VerifierKey& key) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&key](const SigningKey& one) { return one.key == key; });
}

std::vector<std::string> KeyHistory::origins() const {
  std::vector<std::string> all;
  for (const SigningKey& one : keys_) {
    if (all.empty() || all.back() != one.key.name) all.push_back(one.key.name);
  }
  return all;
}

bool KeyHistory::is_named_in(std::string_view note) const {
  const std::string_view name = name_in(note);
  return std::any_of(keys_.begin(), keys_.end(),
                     [name](const SigningKey& one) { return one.key.name == name; });
}

const std::string& KeyHistory::origin_at(Position position) const {
  const auto recording = std::find_if(keys_.begin(), keys_.end(), [&](const SigningKey& one) {
    return position.value < one.size_max;
  });
  return (recording == keys_.end() ? keys_.back() : *recording).key.name;
}

Result<VerifierKey> KeyHistory::signer_of(std::string_view note) const {
  Error failed{Errc::wrong_key, {}};
  for (auto one = keys_.rbegin(); one != keys_.rend(); ++one) {
    const Result<Checkpoint> checkpoint = open_checkpoint(note, one->key);
    if (!checkpoint && checkpoint.error().code != Errc::wrong_key) return checkpoint.error();
    if (!checkpoint) {
      if (failed.detail.empty()) failed = checkpoint.error();
      continue;
    }
    if (checkpoint->size >= one->size_min && checkpoint->size <= one->size_max) return one->key;
    failed = out_of_time(*one, present().name, checkpoint->size);
  }
  const std::string_view name = name_in(note);
  const bool is_of_earlier = name != present().name && is_named_in(note);
  return is_of_earlier && failed.code == Errc::wrong_key ? signed_by_none(name) : failed;
}

Result<Checkpoint> KeyHistory::open(std::string_view note) const {
  const Result<VerifierKey> key = signer_of(note);
  if (!key) return key.error();
  return open_checkpoint(note, *key);
}

}  // namespace verloop
