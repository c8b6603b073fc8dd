#include "projections/case_fold.hpp"

#include "engine/case_records.hpp"
#include "engine/evolve.hpp"

namespace verloop {
namespace {

constexpr std::size_t cases_in_memory_max = 20'000;

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
  if (comes_late(known->second, record)) {
    const auto records = read_case(log_, record.case_id, record.version);
    if (records.has_error()) return records.error();
    known->second = fold_case(*records, *definition);
  } else {
    known->second = evolve(std::move(known->second), record, *definition);
  }
  return Applied{stored, &known->second, definition};
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
