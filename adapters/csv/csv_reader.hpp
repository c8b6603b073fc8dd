#pragma once
// A table in CSV (RFC 4180): UTF-8 with or without a byte order mark, comma or semicolon between
// cells (as the first line has more of), CRLF or LF between rows, quoted cells with doubled quotes
// and line breaks. Pure. Empty lines, and lines whose first cell begins with `#`, are left out.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "events/catalogue.hpp"

namespace verloop {

/// A place in a file, as an editor counts: from 1, columns in characters.
struct CsvPlace {
  std::size_t line = 1;
  std::size_t column = 1;
  friend bool operator==(const CsvPlace&, const CsvPlace&) = default;
};

/// What is wrong in a file, and where. No message holds what stands in a cell.
struct CsvFault {
  CsvPlace place;
  Label message;
};

struct CsvCell {
  std::string text;  // Without the spaces around it, unless it is quoted.
  CsvPlace place;
};

using CsvRow = std::vector<CsvCell>;  // Never empty.

constexpr std::size_t csv_size_max = 16 * 1024 * 1024;  // Bytes.
constexpr std::size_t csv_rows_max = 100'000;
constexpr std::size_t csv_cells_max = 256;       // Of a row.
constexpr std::size_t csv_cell_max = 64 * 1024;  // Bytes.

boost::system::result<std::vector<CsvRow>, CsvFault> parse_csv(std::string_view text);

/// A cell as it is written: quoted where it must be.
std::string csv_cell(std::string_view text);

}  // namespace verloop
