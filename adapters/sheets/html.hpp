#pragma once
// A sheet as a page to print or keep beside the screen: one file without scripts, that fetches
// nothing.

#include <string>

#include "projections/make_sheet.hpp"

namespace verloop {

std::string html_of(const SheetPage& page);

}  // namespace verloop
