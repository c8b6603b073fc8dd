#pragma once
// Has the witnesses of a policy cosign a checkpoint: asks all of them at once, each with a proof
// from what it cosigned last.

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "adapters/http_client.hpp"
#include "events/growth.hpp"
#include "events/witness_policy.hpp"

namespace verloop {

struct WitnessAsked {
  std::string witness;   // Its name in the policy.
  std::string problem;   // Empty: it cosigned.
  bool answered = true;  // False: it could not be reached.
};

struct Collected {
  std::string note;  // With the cosignatures that hold.
  std::vector<WitnessAsked> asked;
  bool is_enough = false;  // The policy's quorum.
};

class CosignatureCollector {
 public:
  static constexpr std::chrono::milliseconds time_max_default = std::chrono::seconds(10);

  /// `log` outlives the collector. Every URL in the policy must be one: `check_urls`.
  CosignatureCollector(const EventLog& log, WitnessPolicy policy,
                       std::chrono::milliseconds time_max = time_max_default)
      : log_(log), policy_(std::move(policy)), time_max_(time_max) {}

  /// Fails with `malformed` when a witness has a URL that can't be asked.
  static Result<> check_urls(const WitnessPolicy& policy);

  /// The checkpoint `note` that the log signed; a line of a witness that is there stays. Fails when
  /// nothing can be proved of it. One at a time; the collector outlives it. The log is read on the
  /// executor that this runs on.
  boost::asio::awaitable<Result<Collected>> collect(std::string note);

  const WitnessPolicy& policy() const { return policy_; }

 private:
  struct Answer {
    WitnessAsked asked;
    std::string lines;
  };
  boost::asio::awaitable<Answer> ask(PolicyWitness witness, std::string note);
  boost::asio::awaitable<Answer> ask_from(PolicyWitness witness, std::string note,
                                          std::uint64_t old_size);
  Result<Collected> joined(const std::string& note, std::vector<Answer> answers) const;

  const EventLog& log_;
  WitnessPolicy policy_;
  std::chrono::milliseconds time_max_;
  std::map<std::string, std::uint64_t> last_sizes_;  // By witness: as far as is known.
};

}  // namespace verloop
