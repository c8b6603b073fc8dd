#pragma once
// Checks an audit bundle with events/ alone and nothing but a verifier key: the checkpoint's
// signature, every record's path to its root, every disclosure, the versions of the case without a
// gap, the procedure's text, and who had which role. Goes on after a fault and reports every one.

#include <optional>

#include "events/bundle.hpp"
#include "events/checkpoint.hpp"
#include "events/verify_log.hpp"

namespace verloop {

struct BundleReport {
  std::optional<Checkpoint>
      checkpoint;  // None when it can't be read; signed unless a fault says so.
  std::uint64_t disclosure_count = 0;
  std::vector<Fault> faults;  // In no text a value.
};

BundleReport verify_bundle(const Bundle& bundle, const VerifierKey& key);

}  // namespace verloop
