#include "tools/verloop/output_check.hpp"

#include <algorithm>

namespace verloop {
namespace {

/// Whether a path is the folder or leads into it, whatever links it goes by: a file is replaced
/// where its name stands, a folder is written where it leads.
bool lies_within(const std::filesystem::path& path, const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code ignored;  // What can't be followed is taken as it is written.
  const auto followed = [&ignored](const fs::path& one) {
    const fs::path whole = fs::absolute(one, ignored);
    const fs::path real = fs::weakly_canonical(whole, ignored);
    const fs::path plain = (real.empty() ? whole : real).lexically_normal();
    return plain.has_filename() ? plain : plain.parent_path();
  };
  const fs::path outer = followed(folder);
  const fs::path beside = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const fs::path& inner : {followed(path), followed(beside) / path.filename()}) {
    const auto parts = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    if (parts.first == outer.end()) return true;
  }
  return false;
}

}  // namespace

bool check_output(Console& console, const std::string& option, const std::string& output) {
  if (output.empty()) return true;
  if (lies_within(output, console.folder())) {
    console.fail(
        Exit::wrong_use,
        option + " " + output +
            console.choose(
                " ligt in de gegevensmap, waar alleen het programma zelf schrijft; er is niets "
                "geschreven. Kies een plaats daarbuiten.",
                " lies in the data folder, where nothing but the program's own is written; "
                "nothing was written. Choose a place outside it."));
    return false;
  }
  std::error_code ignored;  // Files that can't be compared are not both there.
  const bool is_key = std::filesystem::equivalent(output, console.key_path(), ignored);
  const bool is_list = std::filesystem::equivalent(output, console.erasures_path(), ignored);
  if (!is_key && !is_list) return true;
  const std::string what =
      is_key ? console.choose(" is de hoofdsleutel", " is the key-encryption key")
             : console.choose(" is de lijst van wat gewist is", " is the list of what was erased");
  console.fail(Exit::wrong_use,
               option + " " + output + what +
                   console.choose(", die hier nooit wordt vervangen; er is niets geschreven. Kies "
                                  "een andere plaats.",
                                  ", which is never replaced here; nothing was written. Choose "
                                  "another place."));
  return false;
}

}  // namespace verloop
