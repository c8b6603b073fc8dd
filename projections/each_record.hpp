#pragma once
// The records of a case in the order of the log, each with the definition under which it was
// decided.

#include "projections/case_answers.hpp"

namespace verloop {

/// Calls `each(record, definition)` with the records of a case, in order, as long as `until`
/// includes them. Fails with `not_found` when a definition is not deployed in the log; stops at the
/// first failure of `each`.
template <class Each>
Result<> each_record(const Sources& sources, const CaseId& id, const Until& until, Each each) {
  constexpr std::size_t page_size = 256;
  for (Version from;;) {
    const auto page = sources.log.read_stream(id, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (!until.includes(stored.record)) return {};
      const Definition* definition = sources.definitions.find(stored.record.procedure);
      if (definition == nullptr) {
        return Error{Errc::not_found,
                     "the definition " + stored.record.procedure + " is not deployed in this log"};
      }
      auto done = each(stored.record, *definition);
      if (done.has_error()) return done;
      from = stored.record.version.next();
    }
    if (page->size() < page_size) return {};
  }
}

}  // namespace verloop
