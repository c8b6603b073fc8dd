#include "adapters/witness/witness_state.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include <boost/json/object.hpp>

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/size_anchor.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using Notes = std::map<std::string, std::string>;

const char* const file_name = "cosigned.json";
constexpr int state_format = 1;

std::string text_of(const std::string& witness, const Notes& notes) {
  json::object all;
  for (const auto& [origin, note] : notes) all[origin] = note;
  return canonical_json(json::object{
             {"format", state_format}, {"notes", std::move(all)}, {"witness", witness}}) +
         "\n";
}

Error failed(const fs::path& path) {
  return {Errc::storage_failed,
          "writing in " + path.string() + " failed: " + std::generic_category().message(errno)};
}

/// Only what `text_of` writes is in its form.
std::optional<Notes> notes_in(const std::string& text, std::string& witness) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  const json::value* known = parsed->get_object().if_contains("notes");
  const json::value* whose = parsed->get_object().if_contains("witness");
  if (known == nullptr || !known->is_object() || whose == nullptr || !whose->is_string())
    return std::nullopt;
  Notes notes;
  for (const auto& [origin, note] : known->get_object()) {
    if (!note.is_string()) return std::nullopt;
    notes[origin] = note.get_string();
  }
  witness = whose->get_string();
  return text == text_of(witness, notes) ? std::optional(std::move(notes)) : std::nullopt;
}

}  // namespace

bool WitnessState::exists(const fs::path& folder) {
  std::error_code ignored;  // What can't be examined is met again when it is opened.
  return fs::exists(folder / file_name, ignored);
}

Result<> WitnessState::create(const fs::path& folder, const std::string& witness) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure)
    return Error{Errc::storage_failed, "making " + folder.string() + ": " + failure.message()};
  const bool is_empty = fs::is_empty(folder, failure);
  if (failure || !is_empty)
    return Error{Errc::foreign_folder, folder.string() + " is not empty; name another folder"};
  return replace_file(folder / file_name, text_of(witness, {}));
}

Result<WitnessState::Lock> WitnessState::lock_folder(const fs::path& folder) {
  const int descriptor = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed(folder);
  Lock lock(nullptr, [descriptor](void*) { ::close(descriptor); });
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return Error{Errc::locked, folder.string() + " is in use by another process; stop it first"};
}

Result<WitnessState> WitnessState::open(const fs::path& folder, const std::string& witness) {
  if (!exists(folder))
    return Error{Errc::not_found, "there is no witness's folder " + folder.string()};
  auto lock = lock_folder(folder);
  if (!lock) return lock.error();
  WitnessState state(folder / file_name, witness, std::move(*lock));
  std::ifstream in(state.file_, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  std::string owner;
  auto notes = in ? notes_in(text, owner) : std::nullopt;
  if (!notes) {
    return Error{Errc::tampered, state.file_.string() +
                                     " is damaged: what was cosigned can't be told. Go on with a "
                                     "new key only"};
  }
  if (owner != witness)
    return Error{Errc::wrong_key, folder.string() + " is that of the witness " + owner};
  state.notes_ = std::move(*notes);
  return state;
}

std::optional<std::string> WitnessState::note(const std::string& origin) const {
  const auto known = notes_.find(origin);
  return known == notes_.end() ? std::nullopt : std::optional(known->second);
}

Result<> WitnessState::keep(const std::string& origin, const std::string& note) {
  Notes fresh = notes_;
  fresh[origin] = note;
  if (auto written = replace_file(file_, text_of(witness_, fresh)); !written) return written;
  notes_ = std::move(fresh);
  return {};
}

}  // namespace verloop
