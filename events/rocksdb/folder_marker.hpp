#pragma once
// The marker that says that a folder is a data folder, and whose log lies in it:
//   verloop.json   {"format":3,"origin":"..."}; written last when a folder is made; until then
//                  verloop.json.unfinished lies there, empty. {"cutTo":N,"format":4,"origin":"..."}
//                  for the first N events of a log that went on elsewhere: it is never written to,
//                  nor is its access log. Format 5, with "cutTo" or without: the log continues
//                  another one, under whose name earlier values are sealed

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "events/key_history.hpp"
#include "events/result.hpp"
#include "events/verify_log.hpp"

namespace verloop {

constexpr std::int64_t folder_format = 3;
constexpr std::int64_t cut_folder_format = 4;
constexpr std::int64_t continued_folder_format = 5;

inline const char* const marker_name = "verloop.json";
inline const char* const unfinished_name = "verloop.json.unfinished";

/// Whose log lies in a folder, and how much of it.
struct FolderIdentity {
  std::string origin;
  std::optional<std::uint64_t> cut_to;  // None: it goes on here.
  bool is_continued = false;            // Whether it continues another one.
};

/// What the marker of a folder that is there says. Fails with `foreign_folder`, or `read_only` when
/// it may not be read.
Result<FolderIdentity> read_marker(const std::filesystem::path& folder);

/// Durable when it returns; the folder is finished from then on.
Result<> write_marker(const std::filesystem::path& folder, const FolderIdentity& identity);

/// That the marker and the log with these keys agree on whether it continues another one. What the
/// marker can't say is met by whoever opens the folder.
std::vector<Fault> verify_marker(const std::filesystem::path& folder, const KeyHistory& keys);

/// Whether an attempt to make a data folder was cut short there.
bool is_unfinished_folder(const std::filesystem::path& folder);

/// `foreign_folder`, for this reason.
Error not_a_data_folder(const std::filesystem::path& folder, const std::string& why);

/// `read_only` or `storage_failed`, by the number that the system gave.
Error cannot_write(const std::filesystem::path& folder, int number);

}  // namespace verloop
