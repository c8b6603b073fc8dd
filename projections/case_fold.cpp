#include "projections/case_fold.hpp"

#include "engine/case_records.hpp"
#include "engine/evolve.hpp"

namespace verloop {
namespace {

bool is_next(const Record& record, const CaseState& state) {
  return record.version == (state.version ? state.version->next() : Version{});
}

}  // namespace

Result<Applied> CaseFold::apply(const StoredRecord& stored) {
  const Record& record = stored.record;
  if (last_ != nullptr) std::exchange(last_, nullptr)->made = {};  // Half of its memory.
  if (record.case_id.text.starts_with("@")) return Applied{stored, nullptr, nullptr};
  const Definition* definition = definitions_.find(record.procedure);
  if (definition == nullptr) {
    return Error{Errc::not_found, "position " + std::to_string(record.position.value) +
                                      " was decided under " + record.procedure +
                                      ", which is not deployed in this log"};
  }
  auto state = cases_.take(record.case_id);
  if (!state || !is_next(record, *state)) {
    auto before = state_before(record, *definition);
    if (before.has_error()) return before.error();
    state = std::move(*before);
  }
  if (comes_late(*state, record)) {
    const auto records = read_case(log_, record.case_id, record.version);
    if (records.has_error()) return records.error();
    state = fold_case(*records, *definition);
  } else {
    state = evolve(std::move(*state), record, *definition);
  }
  last_ = cases_.put(record.case_id, std::move(*state));
  return Applied{stored, last_, definition};
}

Result<CaseState> CaseFold::state_before(const Record& record, const Definition& definition) const {
  CaseState state;
  state.id = record.case_id;
  if (record.version == Version{}) return state;
  const auto records = read_case(log_, record.case_id, Version{record.version.value - 1});
  if (records.has_error()) return records.error();
  return fold_case(*records, definition);
}

}  // namespace verloop
