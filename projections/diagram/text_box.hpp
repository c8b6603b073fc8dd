#pragma once
// How much room a text takes: by a table of widths, the same on every machine, and generous, as the
// fonts of readers differ.

#include <string>
#include <string_view>
#include <vector>

namespace verloop {

/// In pixels, at this size of the letters.
int text_width(std::string_view text, int font_size);

/// Breaks at spaces, and within a word that is wider than a line. At least one line.
std::vector<std::string> wrapped(std::string_view text, int width_max, int font_size);

}  // namespace verloop
