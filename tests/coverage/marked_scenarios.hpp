#pragma once
// Which differences between the documents a scenario is marked to show: comments such as
// `# G-25: within six weeks`, above the steps that show it, up to a blank line or the next comment.

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace verloop::coverage {

struct Mark {
  std::string id;
  std::size_t line = 0;
  bool expects = false;  // A step below it, or on its line, says what must come of it.
};

struct MarkedScenario {
  std::string procedure;  // Its name, as the scenario gives it.
  std::vector<Mark> marks;
};

/// By the reference that leads to it: `scenario.differences/ot-carrier`.
using MarkedScenarios = std::map<std::string, MarkedScenario>;

MarkedScenario read_marks(std::string_view scenario);

/// What lies below `folder`.
MarkedScenarios load_marks(const std::filesystem::path& folder);

}  // namespace verloop::coverage
