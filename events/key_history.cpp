#include "events/key_history.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace verloop {
namespace {

constexpr std::uint64_t any_size = std::numeric_limits<std::uint64_t>::max();

Error out_of_time(bool is_told_of) {
  if (is_told_of) {
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
    failed = out_of_time(one->size_max > 0);
  }
  return failed;
}

Result<Checkpoint> KeyHistory::open(std::string_view note) const {
  const Result<VerifierKey> key = signer_of(note);
  if (!key) return key.error();
  return open_checkpoint(note, *key);
}

}  // namespace verloop
