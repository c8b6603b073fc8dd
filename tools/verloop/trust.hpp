#pragma once
// Whom somebody who checks trusts: a log's key that is named, or a policy of logs and witnesses.

#include <optional>

#include "events/witness_policy.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

/// What --key and --policy say; each empty: not given.
struct TrustOptions {
  std::string key, policy;
};

struct Trust {
  std::optional<VerifierKey> key;
  std::optional<WitnessPolicy> policy;
  bool is_given() const { return key || policy; }
};

/// None after a message: what is named is no key, or no policy.
std::optional<Trust> read_trust(Console& console, const TrustOptions& options);
std::optional<WitnessPolicy> read_policy(Console& console, const std::string& file);

/// The log's key that signed the checkpoint `note`: the one that is named, or one of the policy's
/// logs (of any log, where it names none, `embedded`). Fails with `wrong_key` when it is none of
/// them, or when fewer witnesses cosigned than the policy wants; with `tampered` or `malformed`.
Result<VerifierKey> trusted_key(const Trust& trust, const std::string& note,
                                const std::optional<VerifierKey>& embedded = std::nullopt);

}  // namespace verloop
