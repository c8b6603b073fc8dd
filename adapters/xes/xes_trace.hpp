#pragma once
// A case as a trace of XES, as far as a reader may see it: open values and ids only, nothing
// sealed. A procedure with an `import` says it in the words of that log, its activities and nothing
// else; any other one by the labels of the events.

#include <vector>

#include "adapters/xes/xes.hpp"
#include "engine/reader.hpp"

namespace verloop {

/// `records`: those of the case, in order. `definition`: the one that the case is on.
XesTrace trace_of(const std::vector<Record>& records, const Reader& reader,
                  const Definition& definition);

}  // namespace verloop
