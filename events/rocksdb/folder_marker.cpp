#include "events/rocksdb/folder_marker.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/note_lines.hpp"
#include "events/size_anchor.hpp"

namespace verloop {

namespace fs = std::filesystem;

Error cannot_write(const fs::path& folder, int number) {
  const std::string reason = std::generic_category().message(number);
  if (number == EACCES || number == EPERM || number == EROFS) {
    return {Errc::read_only, "no permission to write in " + folder.string() + " (" + reason +
                                 "); run as its owner, or only read it"};
  }
  return {Errc::storage_failed, "writing in " + folder.string() + " failed: " + reason};
}

Error not_a_data_folder(const fs::path& folder, const std::string& why) {
  return {Errc::foreign_folder, folder.string() + " is not a data folder of this program: " + why};
}

bool is_unfinished_folder(const fs::path& folder) {
  std::error_code ignored;  // What can't be examined is met again when it is opened.
  return fs::exists(folder / unfinished_name, ignored) &&
         !fs::exists(folder / marker_name, ignored);
}

namespace {

Result<std::string> read_small(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{Errc::not_found, file.string() + " can't be read"};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

Result<FolderIdentity> read_marker(const fs::path& folder) {
  if (is_unfinished_folder(folder)) {
    return not_a_data_folder(folder,
                             "making it was cut short; do it again with: verloop init --data " +
                                 folder.string() + " (or restore)");
  }
  const Result<std::string> text = read_small(folder / marker_name);
  if (!text && errno == EACCES) {
    return Error{Errc::read_only,
                 "no permission to read " + folder.string() + "; run as its owner"};
  }
  if (!text) return not_a_data_folder(folder, std::string("it has no readable ") + marker_name);
  const Result<boost::json::value> json = parse_json(*text);
  if (!json || !json->is_object()) return not_a_data_folder(folder, "its marker is damaged");
  const boost::json::value* format = json->as_object().if_contains("format");
  const boost::json::value* origin = json->as_object().if_contains("origin");
  if (format == nullptr || !format->is_int64())
    return not_a_data_folder(folder, "its marker has no format");
  if (format->as_int64() < 1)
    return not_a_data_folder(folder, "its marker has no format that there is");
  if (format->as_int64() > continued_folder_format) {
    return Error{Errc::foreign_folder,
                 folder.string() + " has format " + std::to_string(format->as_int64()) +
                     ", made by a newer version of this program; this one knows up to format " +
                     std::to_string(continued_folder_format)};
  }
  if (format->as_int64() < folder_format) {
    return Error{Errc::foreign_folder,
                 folder.string() + " has format " + std::to_string(format->as_int64()) +
                     ", made by an older version of this program, which keeps no access log; read "
                     "it with that version, or make a new folder with: verloop init"};
  }
  if (origin == nullptr || !origin->is_string())
    return not_a_data_folder(folder, "its marker has no origin");
  if (!is_key_name(std::string(origin->as_string())))
    return not_a_data_folder(folder, "its marker has an origin that no log can have");
  FolderIdentity identity{
      std::string(origin->as_string()), {}, format->as_int64() == continued_folder_format};
  const boost::json::value* cut_to = json->as_object().if_contains("cutTo");
  const bool is_cut = format->as_int64() == cut_folder_format || cut_to != nullptr;
  if (format->as_int64() == folder_format || !is_cut) return identity;
  if (cut_to == nullptr || !cut_to->is_int64() || cut_to->as_int64() < 1)
    return not_a_data_folder(folder, "its marker does not say how far its log goes");
  identity.cut_to = static_cast<std::uint64_t>(cut_to->as_int64());
  return identity;
}

Result<> write_marker(const fs::path& folder, const FolderIdentity& identity) {
  boost::json::object marker{{"format", folder_format}, {"origin", identity.origin}};
  if (identity.cut_to) {
    marker["format"] = cut_folder_format;
    marker["cutTo"] = *identity.cut_to;
  }
  if (identity.is_continued) marker["format"] = continued_folder_format;
  if (auto put = replace_file(folder / marker_name, canonical_json(marker) + "\n"); !put)
    return put;
  std::error_code failed;
  fs::remove(folder / unfinished_name, failed);
  if (failed) return cannot_write(folder, failed.value());
  return {};
}

std::vector<Fault> verify_marker(const fs::path& folder, const KeyHistory& keys) {
  const auto identity = read_marker(folder);
  if (!identity || identity->is_continued == keys.is_continued()) return {};
  if (identity->is_continued) {
    return {{std::nullopt,
             "the folder's marker says that the log continues another one, and the "
             "log has no event that says which"}};
  }
  return {{std::nullopt, "the log continues another one, and the folder's marker does not say so"}};
}

}  // namespace verloop
