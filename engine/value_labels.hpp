#pragma once
// What the values of a case are called, for people: the `labels` of a definition's catalogues. They
// are read from its text when somebody wants to see a case; nothing that is decided needs them.

#include <map>
#include <string>

#include "engine/procedure_load.hpp"

namespace verloop {

/// By path; columns of lists like `members.name`.
using ValueLabels = std::map<std::string, Label, std::less<>>;

ValueLabels value_labels(const Definition& definition);

}  // namespace verloop
