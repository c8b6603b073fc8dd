#pragma once
// The log as a static folder (C2SP tlog-tiles), for a web server, witnesses and monitors:
//   checkpoint                      the newest signed one
//   tile/<L>/<N>[.p/<W>]            hashes
//   tile/entries/<N>[.p/<W>]        records, each as length(2, big-endian) and bytes; for auditors
// All but `checkpoint` never changes. Exporting again into the same folder adds what is new and
// leaves the partial tiles of earlier checkpoints.

#include <filesystem>

#include "events/checkpoint.hpp"
#include "events/event_log.hpp"

namespace verloop {

enum class EntryBundles : std::uint8_t { left_out, included };

/// What was exported: the checkpoint, written last. Fails with `not_found` when nothing was signed
/// yet, `foreign_folder` when the folder holds anything but an export of this log, `tampered` when
/// the log is not what its checkpoint or the exported one signed, `storage_failed`.
Result<Checkpoint> export_tiles(const EventLog& log, const std::filesystem::path& folder,
                                EntryBundles bundles);

}  // namespace verloop
