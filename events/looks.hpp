#pragma once
// Which sealed values were opened for an answer: of which case, of whom, which fields. Never what
// they say. Made where values are opened (open_values.hpp), for the access log.

#include <map>
#include <set>
#include <string>

#include "events/ids.hpp"

namespace verloop {

struct Look {
  std::set<SubjectId> subjects;
  std::set<std::string> fields;
};

using Looks = std::map<CaseId, Look>;

}  // namespace verloop
