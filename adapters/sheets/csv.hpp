#pragma once
// Tables as CSV (RFC 4180, UTF-8 with a byte order mark, lines end with CR LF), so that a
// spreadsheet of the reader's language opens them rightly: in Dutch `;` between fields and a
// decimal comma, in English `,` and a point. Days are written 2026-03-10. A text that a spreadsheet
// would take for a formula (it begins with = + - @, tab or carriage return) gets an apostrophe in
// front.

#include <string>

#include "projections/make_sheet.hpp"

namespace verloop {

/// The columns and rows, and nothing else.
std::string csv_of(const SheetTable& table, Language language);

/// All of a sheet, each line beginning with what its part is called; about the sheet first.
std::string csv_of(const SheetPage& page);

}  // namespace verloop
