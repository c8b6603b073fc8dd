#include "tools/verloop/output_check.hpp"

#include "tools/verloop/lies_within.hpp"

namespace verloop {

bool check_output(Console& console, const std::string& option, const std::string& output,
                  Output what) {
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
  std::error_code ignored;  // What can't be told is no folder.
  if (what == Output::file && std::filesystem::is_directory(output, ignored)) {
    console.fail(Exit::wrong_use,
                 option + " " + output +
                     console.choose(" is een map; er is niets geschreven. Noem een bestand, "
                                    "bijvoorbeeld in die map.",
                                    " is a folder; nothing was written. Name a file, for example "
                                    "in that folder."));
    return false;
  }
  // Files that can't be compared are not both there.
  const bool is_key = std::filesystem::equivalent(output, console.key_path(), ignored);
  const bool is_list = std::filesystem::equivalent(output, console.erasures_path(), ignored);
  if (!is_key && !is_list) return true;
  const std::string named =
      is_key ? console.choose(" is de hoofdsleutel", " is the key-encryption key")
             : console.choose(" is de lijst van wat gewist is", " is the list of what was erased");
  console.fail(Exit::wrong_use,
               option + " " + output + named +
                   console.choose(", die hier nooit wordt vervangen; er is niets geschreven. Kies "
                                  "een andere plaats.",
                                  ", which is never replaced here; nothing was written. Choose "
                                  "another place."));
  return false;
}

}  // namespace verloop
