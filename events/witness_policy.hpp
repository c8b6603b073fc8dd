#pragma once
// Which checkpoints are good enough (C2SP tlog-policy): signed by one of these logs, and cosigned
// by enough of these witnesses. A text of lines, fields apart by spaces and tabs:
//   log <verifier key> [<url>]
//   witness <name> <verifier key> [<url>]
//   group <name> all|any|<count> <member>...
//   quorum <name>|none
// Empty lines, and those that start with #, say nothing. A group or quorum names only what stands
// above it, a member is in one group only, and there is exactly one quorum.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "events/cosignature.hpp"

namespace verloop {

struct PolicyLog {
  VerifierKey key;
  std::string url;  // Empty: none.
};

struct PolicyWitness {
  std::string name;  // In the policy alone.
  WitnessKey key;
  std::string url;
};

struct PolicyGroup {
  std::string name;
  std::size_t wanted = 0;  // How many of the members.
  std::vector<std::string> members;
};

struct WitnessPolicy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;  // Each after those that it names.
  std::string quorum;               // Empty: none is wanted.
};

constexpr std::size_t policy_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t policy_lines_max = 256;  // That say something.

/// Fails with `malformed` and the number of the line.
Result<WitnessPolicy> parse_policy(std::string_view text);

struct Cosigned {
  std::vector<std::string> witnesses;  // By their names in the policy.
  bool is_enough = false;
};

/// Who cosigned the note, and whether that is the quorum. Fails with `malformed`; with `tampered`
/// when a line of a witness is wrong. Whether the log signed is another question.
Result<Cosigned> judge_cosigned(const WitnessPolicy& policy, std::string_view note);

/// The log's key in the policy whose name is the origin of the note, and that signed it. Fails with
/// `wrong_key` when there is none, or as `open_note`.
Result<VerifierKey> log_key_for(const WitnessPolicy& policy, std::string_view note);

std::vector<WitnessKey> witness_keys(const WitnessPolicy& policy);

}  // namespace verloop
