#pragma once
// A sheet on a terminal.

#include <string>

#include "projections/make_sheet.hpp"

namespace verloop {

std::string sheet_text(const SheetPage& page);

}  // namespace verloop
