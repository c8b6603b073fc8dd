#pragma once
// The keys by which a log signed, from its first on. Each signs up to the event that says it was
// replaced, and the next one from there (events/replaced_keys.hpp). A log that continues another
// one (events/continuation.hpp) has that one's keys too, under that one's name.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/checkpoint.hpp"
#include "events/ids.hpp"

namespace verloop {

/// A key, and of which sizes it may have signed checkpoints.
struct SigningKey {
  VerifierKey key;
  std::uint64_t size_min = 0, size_max = 0;
};

class KeyHistory {
 public:
  /// Of a log that never had another key.
  explicit KeyHistory(VerifierKey present);
  /// In the order in which they signed; at least one.
  explicit KeyHistory(std::vector<SigningKey> keys);

  const VerifierKey& present() const { return keys_.back().key; }
  const std::vector<SigningKey>& keys() const { return keys_; }
  bool has(const VerifierKey& key) const;

  /// The origins of the logs that this one continues, the first of all first, and its own.
  std::vector<std::string> origins() const;
  /// Whether a checkpoint, signed by whomever, names one of those.
  bool is_named_in(std::string_view note) const;
  bool is_continued() const { return keys_.front().key.name != present().name; }
  /// That of the log which recorded the event at a position: what is sealed there is bound to it.
  const std::string& origin_at(Position position) const;

  /// The newest of them that signed the checkpoint, at a size that it may have signed. Fails as
  /// open_checkpoint does, and with `tampered` where a key signed outside its time.
  Result<VerifierKey> signer_of(std::string_view note) const;
  /// The checkpoint that one of them signed.
  Result<Checkpoint> open(std::string_view note) const;

 private:
  std::vector<SigningKey> keys_;
};

}  // namespace verloop
