#pragma once
// What every log does before it hands out a record: the bytes are hashed first, decoded then.

#include "events/event_log.hpp"

namespace verloop {

/// Fails with `tampered` and names `position` when `bytes` do not have the hash `leaf`, are no
/// record, or are the record of another position.
Result<StoredRecord> checked_record(Position position, std::string bytes, const Digest& leaf);

/// `tampered`: "record at position N <what>".
Error bad_record(Position position, const std::string& what);

}  // namespace verloop
