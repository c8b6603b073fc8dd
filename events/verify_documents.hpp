#pragma once
// The part of a verification that asks whether each stored document belongs to a sealed value of
// the log, opens, and is the one that was recorded. One that was never handed over is no fault, for
// the log does not say that it was; nor is one that was erased.

#include <cstdint>
#include <vector>

#include "events/documents.hpp"
#include "events/verify_log.hpp"

namespace verloop {

struct DocumentsReport {
  std::uint64_t count = 0;    // That lie there.
  std::vector<Fault> faults;  // In no text a value.
};

DocumentsReport verify_documents(const DocumentSources& sources);

}  // namespace verloop
