#pragma once
// A log cut back to its first events, and the documents to those of them, for a copy that can only
// be read. What comes after is in no file of the databases any more.

#include <filesystem>
#include <string>

#include "events/result.hpp"

namespace verloop {

/// Nobody has the database open, and nothing else may go on as that log: it would sign a second
/// history. The newest checkpoint that covers nothing else, for the size anchor. Cut short, it
/// leaves a database that no longer counts. Fails with `malformed` when the log has not so many
/// events, when they would end within a command, or when no checkpoint has so few.
Result<std::string> cut_log(const std::filesystem::path& folder, std::uint64_t size);

/// Leaves the documents of the first `size` events. Nobody has the database open.
Result<> cut_documents(const std::filesystem::path& folder, std::uint64_t size);

}  // namespace verloop
