#pragma once
// A sheet as a spreadsheet (Office Open XML, ECMA-376), one worksheet for its parts and one for
// what it was made from. Texts are written as texts, so that none is taken for a formula; amounts
// and days as numbers with a format. The same page gives the same bytes. What the library puts
// aside while it writes lies in memory (/dev/shm), never on a disk.

#include <string>

#include "projections/make_sheet.hpp"

namespace verloop {

/// Fails with `storage_failed` where there is no room in memory for files.
Result<std::string> xlsx_of(const SheetPage& page);

}  // namespace verloop
