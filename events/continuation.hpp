#pragma once
// A log that continues another one under its own name. It holds the first events of that one as
// they were, and the first event that it recorded itself, `LogContinued` in @log, says which log
// that was, how many events it took over, and what their root is. It signs by a key of its own from
// there on; what the other log signed of those events still holds. So nobody signs a second
// history.

#include <cstdint>
#include <optional>
#include <string>

#include "events/digest.hpp"
#include "events/key_history.hpp"
#include "events/record.hpp"

namespace verloop {

inline const EventTypeId log_continued{"LogContinued@1"};

struct Continuation {
  std::string origin;      // Of the log that is continued.
  std::uint64_t size = 0;  // How many of its events were taken over: the event's own position.
  Digest root;             // Of the tree of those.
  std::string from, to;  // The public keys, 32 bytes each, by which that one signed and this does.
  friend bool operator==(const Continuation&, const Continuation&) = default;
};

/// The open fields of the event.
boost::json::object to_json(const Continuation& continuation);

/// None when the record is no event of this type, or does not say all of that.
std::optional<Continuation> continuation_in(const Record& record);

/// What is wrong with a `LogContinued` in a log that has these keys, `root` being that of the
/// events in front of it; none when nothing is.
std::optional<std::string> wrong_with(const Record& record, const Digest& root,
                                      const KeyHistory& keys);

}  // namespace verloop
