#pragma once
// Makes of the logs of a folder that is being restored new ones, which continue them under another
// name (events/continuation.hpp).

#include <filesystem>
#include <functional>
#include <string>

#include "events/event_log.hpp"

namespace verloop {

/// As which log a restored one goes on.
struct NewOrigin {
  std::string origin;
  /// Makes of the fields of `LogContinued` the batch that records it, and it alone, in @log.
  std::function<Result<Batch>(boost::json::object fields)> event;
  Timestamp now;
};

/// Whether a log that signed as `origin` can be continued as that other one: `malformed` when that
/// is no name for a log, or one of the two by which that log and its access log signed.
Result<> check_new_origin(const std::string& origin, const NewOrigin& other);

/// In a folder with the databases and anchors of log, access log and vault, which nobody has open:
/// the vault gets another signing key, and forgets the old one but for its public half; each log
/// gets the event as its next, and a checkpoint of its own that ends with it. Cut short, it leaves
/// a folder that is to be made again from its backups. Fails with `malformed` when one of the logs
/// had that name before, with `tampered` when a log does not hold what its anchor signed.
Result<> continue_logs(const std::filesystem::path& folder, const std::string& key,
                       const NewOrigin& as);

}  // namespace verloop
