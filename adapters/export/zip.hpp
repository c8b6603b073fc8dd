#pragma once
// One file as a ZIP archive in memory. The same bytes give the same archive: it bears no time of
// its making.

#include <string>
#include <string_view>

#include "events/result.hpp"

namespace verloop {

Result<std::string> zipped(const std::string& name, std::string_view bytes);

}  // namespace verloop
