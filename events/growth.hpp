#pragma once
// That a log only grew: a consistency proof up to a signed checkpoint, in the form in which C2SP
// tlog-witness hands it to a witness. As a file it convinces whoever kept an earlier checkpoint.
//   "old " <size, decimal> LF
//   <base64 of a hash> LF            the consistency proof, at most 63 of them
//   LF
//   checkpoint                       a signed note

#include "events/event_log.hpp"
#include "events/merkle.hpp"

namespace verloop {

struct Growth {
  std::uint64_t old_size = 0;
  std::vector<Digest> path;
  std::string checkpoint;  // The signed note.
};

constexpr std::size_t growth_bytes_max = std::size_t{128} * 1024;
constexpr std::size_t growth_nodes_max = 63;

std::string encode(const Growth& growth);
/// Fails with `malformed` unless it is written as above, byte for byte; `too_large` above the
/// limit. The checkpoint is looked at by `check_growth`.
Result<Growth> decode_growth(std::string_view bytes);
/// Whether bytes start as one does.
bool is_growth(std::string_view bytes);

/// Whether `after` holds all of the `before` that the growth starts from. Fails with `malformed`
/// when that can't be its proof, with `tampered` when the roots differ.
Result<> check_growth(const Growth& growth, const Digest& root_before, const Checkpoint& after);

/// From the log's tiles, up to the checkpoint `note` that it signed; checked before it is handed
/// out. Fails with `not_found` when the log, or what was signed of it, is smaller than `old_size`.
Result<Growth> prove_growth(const EventLog& log, std::uint64_t old_size, const std::string& note);

}  // namespace verloop
