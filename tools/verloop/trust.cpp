#include "tools/verloop/trust.hpp"

#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"

namespace verloop {
namespace {

Result<VerifierKey> key_by_policy(const WitnessPolicy& policy, const std::string& note,
                                  const std::optional<VerifierKey>& embedded) {
  if (!policy.logs.empty()) return log_key_for(policy, note);
  if (embedded) return *embedded;
  return Error{Errc::wrong_key, "the policy names no log, and no other key was given"};
}

}  // namespace

std::optional<WitnessPolicy> read_policy(Console& console, const std::string& file) {
  const auto text = read_file(file, policy_bytes_max);
  auto policy = text.has_value() ? parse_policy(*text) : Result<WitnessPolicy>(text.error());
  if (policy.has_value()) return std::move(*policy);
  console.fail(Exit::wrong_use,
               "--policy " + file + ": " + said(policy.error().detail, console.language()));
  return std::nullopt;
}

std::optional<Trust> read_trust(Console& console, const TrustOptions& options) {
  Trust trust;
  if (!options.key.empty()) {
    const auto key = parse_verifier_key(options.key);
    if (key.has_error()) {
      console.fail(Exit::wrong_use, "--key: " + said(key.error().detail, console.language()));
      return std::nullopt;
    }
    trust.key = *key;
  }
  if (options.policy.empty()) return trust;
  trust.policy = read_policy(console, options.policy);
  return trust.policy ? std::optional(std::move(trust)) : std::nullopt;
}

Result<VerifierKey> trusted_key(const Trust& trust, const std::string& note,
                                const std::optional<VerifierKey>& embedded) {
  Result<VerifierKey> key = Error{Errc::wrong_key, "no key of a log was given"};
  if (trust.key) {
    key = *trust.key;
  } else if (trust.policy) {
    key = key_by_policy(*trust.policy, note, embedded);
  } else if (embedded) {
    key = *embedded;
  }
  if (!key || !trust.policy) return key;
  const auto cosigned = judge_cosigned(*trust.policy, note);
  if (!cosigned) return cosigned.error();
  if (cosigned->is_enough) return key;
  return Error{Errc::wrong_key, "fewer witnesses cosigned the checkpoint than the policy wants"};
}

}  // namespace verloop
