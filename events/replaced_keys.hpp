#pragma once
// How a log's signing key gives way to another one. An event `SigningKeyReplaced` in @log names
// both; the checkpoint that ends with it is signed by both, so that whoever trusts the old key can
// learn the new one from it. The old key signs no larger tree, the new one no smaller.
// In a log that continues another one `LogContinued` (events/continuation.hpp) does the same, but
// for the signature of the old key: the two logs share no more than the events in front of it.

#include <optional>
#include <string>
#include <vector>

#include "events/continuation.hpp"
#include "events/key_history.hpp"
#include "events/verify_log.hpp"

namespace verloop {

inline const CaseId log_stream{"@log"};
inline const EventTypeId signing_key_replaced{"SigningKeyReplaced@1"};

/// The open fields of the event, of two public keys.
boost::json::object key_replacement(const std::string& from, const std::string& to);

/// The keys of a log whose present one is `present`. `former` are the public keys that the vault
/// vouches for, the first of all first: an event alone is believed by nobody. One of which the log
/// has no event may have signed nothing, and those that another log had behind the one by which it
/// signed what is continued here are no keys of this log. What can't be read of the log is left to
/// its verification. Fails with `storage_failed`, and with `tampered` when the log says that
/// `present` was replaced.
Result<KeyHistory> read_key_history(const LogContents& log, VerifierKey present,
                                    const std::vector<std::string>& former);

/// What the log says of the logs that it continues, the first of all first. Fails with
/// `storage_failed`.
Result<std::vector<Continuation>> read_continuations(const LogContents& log);

/// That each former key of the log, but for the last of one that is continued, signed the
/// checkpoint that ends with the event which replaced it: what the next key is learned from.
std::vector<Fault> verify_replacements(const LogContents& log);

}  // namespace verloop
