#include "projections/case_fold.hpp"

#include "engine/case_records.hpp"
#include "engine/evolve.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

bool is_next(const Record& record, const CaseState& state) {
  return record.version == (state.version ? state.version->next() : Version{});
}

}  // namespace

bool changes_procedure(const Record& record) {
  return record.type == setting_changed && record.data.contains("procedure");
}

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
  // What is projected says nothing of what was recorded after the record.
  state->known_until.position = record.position;
  last_ = cases_.put(record.case_id, std::move(*state));
  return Applied{stored, last_, definition};
}

Result<std::vector<Record>> CaseFold::records_until(const CaseId& id, Position last) const {
  constexpr std::size_t page_size = 256;
  std::vector<Record> records;
  for (;;) {
    auto page = log_.read_stream(id, Version{records.size()}, page_size);
    if (page.has_error()) return page.error();
    for (StoredRecord& stored : *page) {
      if (stored.record.position > last) return records;
      records.push_back(std::move(stored.record));
    }
    if (page->size() < page_size) return records;
  }
}

Result<> CaseFold::apply_to_cases(const StoredRecord& stored, const Each& each) const {
  const std::string procedure = text_in(stored.record.data, "procedure");
  const auto streams = log_.streams();
  if (streams.has_error()) return streams.error();
  for (const CaseId& id : *streams) {
    if (id.text.starts_with("@")) continue;
    const auto records = records_until(id, stored.record.position);
    if (records.has_error()) return records.error();
    if (records->empty()) continue;
    const Definition* definition = definitions_.find(records->back().procedure);
    if (definition == nullptr || definition->procedure.name != procedure) continue;
    CaseState state = fold_case(*records, *definition);
    state.known_until.position = stored.record.position.next();
    auto applied = each({stored, &state, definition});
    if (applied.has_error()) return applied;
  }
  return {};
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
