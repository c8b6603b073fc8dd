#include "projections/case_fold.hpp"

#include "engine/evolve.hpp"

namespace verloop {
namespace {

constexpr std::size_t cases_in_memory_max = 20'000;
constexpr std::size_t page_size = 256;

bool is_next(const Record& record, const CaseState& state) {
  return record.version == (state.version ? state.version->next() : Version{});
}

}  // namespace

Result<Applied> CaseFold::apply(const StoredRecord& stored) {
  const Record& record = stored.record;
  if (record.case_id.text.starts_with("@")) return Applied{stored, nullptr, nullptr};
  const Definition* definition = definitions_.find(record.procedure);
  if (definition == nullptr) {
    return Error{Errc::not_found, "position " + std::to_string(record.position.value) +
                                      " was decided under " + record.procedure +
                                      ", which is not deployed in this log"};
  }
  auto known = cases_.find(record.case_id);
  if (known != cases_.end() && !is_next(record, known->second)) {
    cases_.erase(known);
    known = cases_.end();
  }
  if (known == cases_.end()) {
    if (cases_.size() >= cases_in_memory_max) cases_.clear();
    auto before = state_before(record, *definition);
    if (before.has_error()) return before.error();
    known = cases_.emplace(record.case_id, std::move(*before)).first;
  }
  known->second = evolve(std::move(known->second), record, *definition);
  return Applied{stored, &known->second, definition};
}

Result<CaseState> CaseFold::state_before(const Record& record, const Definition& definition) const {
  CaseState state;
  state.id = record.case_id;
  for (Version from; from < record.version;) {
    const auto page = log_.read_stream(record.case_id, from, page_size);
    if (page.has_error()) return page.error();
    if (page->empty())
      return Error{Errc::tampered, "case " + record.case_id.text + " misses versions before " +
                                       std::to_string(record.version.value)};
    for (const StoredRecord& earlier : *page) {
      if (earlier.record.version < record.version)
        state = evolve(std::move(state), earlier.record, definition);
      from = earlier.record.version.next();
    }
  }
  return state;
}

}  // namespace verloop
