#include "engine/retention.hpp"

#include <algorithm>

#include "events/case_key.hpp"

namespace verloop {
namespace {

const char* const period = "retentionDays";
constexpr std::size_t page_size = 256;
constexpr std::int64_t days_max = 36'525;  // A century: what is to be kept longer is never due.

/// From which day on what is sealed in the case is not to be kept; none when that can't be said.
std::optional<Date> due_of(const CaseState& state, const Definition& definition) {
  if (!state.closed || !state.closed_on) return std::nullopt;
  const auto& settings = definition.procedure.settings;
  const auto setting = settings.find(period);
  if (setting == settings.end()) return std::nullopt;
  const SettingInForce in_force =
      setting_in_force(setting->second, state, definition, {*state.closed_on, std::nullopt});
  const auto* days = in_force.value.get_if<std::int64_t>();
  if (days == nullptr || *days < 0 || *days > days_max) return std::nullopt;
  return add_days(*state.closed_on, *days);
}

bool is_staff(const SubjectId& subject) {
  return subject.text.starts_with("actor/");
}

Result<std::set<SubjectId>> subjects_in(const EventLog& log, const CaseId& id) {
  std::set<SubjectId> subjects;
  for (Version from;;) {
    const auto page = log.read_stream(id, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      from = stored.record.version.next();
      if (stored.record.sealed.empty()) continue;
      const auto sealed = log.sealed_values(stored.record.position);
      if (sealed.has_error()) return sealed.error();
      for (const SealedValue& value : *sealed)
        if (!is_staff(value.subject)) subjects.insert(as_ordered(value.subject));
    }
    if (page->size() < page_size) return subjects;
  }
}

/// What one more case says of a subject: the last day counts, and none when one can't be said.
void add_case(Kept& kept, const CaseId& id, const std::optional<Date>& due) {
  const bool is_first = kept.cases.empty();
  kept.cases.insert(id);
  if (is_first) {
    kept.due = due;
  } else {
    kept.due = kept.due && due ? std::optional<Date>(std::max(*kept.due, *due)) : std::nullopt;
  }
}

/// What is sealed under a case may be about a person in it: who is held holds the case.
void hold_with_persons(std::vector<Kept>& all) {
  for (Kept& kept : all) {
    if (!is_case_key(kept.subject)) continue;
    for (const Kept& other : all) {
      const bool shares = std::any_of(kept.cases.begin(), kept.cases.end(),
                                      [&](const CaseId& id) { return other.cases.contains(id); });
      if (shares && other.held && !kept.held) kept.held = other.held;
    }
  }
}

}  // namespace

Result<std::vector<Kept>> kept_subjects(const EventLog& log, const Vault& vault,
                                        Processor& processor, const Definitions& definitions) {
  const auto streams = log.streams();
  if (streams.has_error()) return streams.error();
  std::map<SubjectId, Kept> found;
  for (const CaseId& id : *streams) {
    if (!is_case_id(id.text)) continue;
    const auto loaded = processor.find(id);
    if (loaded.has_error()) return loaded.error();
    const CaseState& state = (*loaded)->state;
    const std::optional<Date> due = due_of(state, *definitions.find(state.definition));
    const auto subjects = subjects_in(log, id);
    if (subjects.has_error()) return subjects.error();
    for (const SubjectId& subject : *subjects) add_case(found[subject], id, due);
  }
  const auto holds = Subjects::read(log);
  if (holds.has_error()) return holds.error();
  std::vector<Kept> all;
  for (auto& [subject, kept] : found) {
    const auto present = present_key(vault, subject);
    if (present.has_error()) return present.error();
    const auto key = vault.has_key(*present);
    if (key.has_error()) return key.error();
    if (!*key) continue;
    kept.subject = subject;
    kept.held = holds->hold_on(subject);
    all.push_back(std::move(kept));
  }
  hold_with_persons(all);
  return all;
}

}  // namespace verloop
