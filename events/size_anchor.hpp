#pragma once
// The size anchor: a small file beside a log's database that holds the newest signed checkpoint
// note. It is what finds a database that silently lost its end, or was put back: a log that is
// shorter than its anchor, or whose root differs, is refused. Written to a temporary file, synced,
// renamed, and the folder synced, so that a crash leaves the old one or the new one.

#include <filesystem>
#include <string>

#include "events/key_history.hpp"
#include "events/result.hpp"

namespace verloop {

struct SizeAnchor {
  std::string note;
  Checkpoint checkpoint;
};

/// Durable when it returns. Fails with `storage_failed`.
Result<> write_anchor(const std::filesystem::path& file, const std::string& note);

/// The note as it lies there. Fails with `not_found` or `storage_failed`.
Result<std::string> read_anchor_note(const std::filesystem::path& file);

/// Fails with `tampered` when the file is missing or signed by none of the keys.
Result<SizeAnchor> open_anchor(const std::filesystem::path& file, const KeyHistory& keys);

/// Replaces `file` by `bytes` so that a crash leaves all of the old or all of the new.
Result<> replace_file(const std::filesystem::path& file, const std::string& bytes);

/// The second half of that: `from` takes the place of `file`, durably.
Result<> rename_file(const std::filesystem::path& from, const std::filesystem::path& file);

}  // namespace verloop
