#pragma once
// docs/coverage.md, as it is written from docs/coverage.yaml.

#include <string>

#include "tests/coverage/coverage.hpp"

namespace verloop::coverage {

std::string render(const Coverage& coverage);

}  // namespace verloop::coverage
