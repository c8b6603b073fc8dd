// The case from all its records: which of them count, in which order, and as what.

#include <algorithm>

#include "engine/compute_anew.hpp"
#include "engine/evolve.hpp"

namespace verloop {
namespace {

/// In the order in which they count; findings last. Of derived events of one type one that was
/// recorded earlier counts no later than one that was recorded after it.
void put_in_order(std::vector<Counted>& records) {
  struct Placed {
    bool is_finding;
    Date day;
    Counted counted;
  };
  std::vector<Placed> placed;
  std::map<std::string, Date> outdated;  // By type of derived event: the day from which on.
  for (auto at = records.rbegin(); at != records.rend(); ++at) {
    const Record& record = *at->record;
    const bool finds = is_finding(record);
    Date day = record.occurred_on.day;
    if (!finds && record.basis == Basis::derived) {
      const auto [known, is_new] = outdated.emplace(record.type.text, day);
      day = known->second = std::min(known->second, day);
    }
    placed.push_back({finds, finds ? Date() : day, std::move(*at)});
  }
  std::reverse(placed.begin(), placed.end());
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return a.is_finding != b.is_finding ? b.is_finding : a.day < b.day;
  });
  for (std::size_t at = 0; at < placed.size(); ++at) records[at] = std::move(placed[at].counted);
}

void fold_next(CaseState& state, Counted& one, const Payloads& payloads,
               const Definition& definition, const Visit& visit) {
  const auto payload = payloads.find(one.record->command);
  // What was decided under another version stays as that version computed it.
  const bool is_own = one.record->procedure == definition.reference;
  boost::json::object data =
      is_own ? computed_anew(*one.record,
                             payload == payloads.end() ? boost::json::object() : payload->second,
                             state, definition)
             : one.record->data;
  if (data != one.record->data) {
    auto own = std::make_shared<Record>(*one.record);
    own->data = std::move(data);
    one.own = std::move(own);
    one.record = one.own.get();
  }
  if (visit) visit(state, *one.record);
  state = evolve(std::move(state), *one.record, definition, one.moved, one.said_at);
}

/// Those that do not count were recorded all the same: their versions and numbers are taken.
void note_rest(CaseState& state, const std::vector<Record>& records, const Definition& definition) {
  state.made = {};
  state.version = records.back().version;
  state.position = records.back().position;
  const auto told = std::find_if(records.rbegin(), records.rend(), [](const Record& record) {
    return !is_finding(record) && !record.type.text.starts_with("SettingChanged@");
  });
  if (told != records.rend()) state.last_day = told->occurred_on.day;
  for (const Record& record : records) {
    if (is_alteration(record.type.text))
      state.last_seen = std::max(state.last_seen, record.occurred_on.day);
    for (const std::int64_t member : members_named(record, definition))
      state.members = std::max(state.members, member);
  }
}

CaseState fold(const std::vector<Record>& records, const Definition& definition,
               const std::optional<Date>& until, const Visit& visit) {
  CaseState state;
  if (records.empty()) return state;
  state.id = records.front().case_id;
  // Which of them count on a day is told by their dates and positions, not by their place.
  for (const Record& record : records) note_setting(state, record);
  std::vector<Counted> all = counted(records, definition);
  if (until) {
    std::erase_if(all,
                  [&until](const Counted& one) { return one.record->occurred_on.day > *until; });
  }
  const bool alters = std::any_of(records.begin(), records.end(), [](const Record& record) {
    return is_alteration(record.type.text);
  });
  put_in_order(all);
  const Payloads payloads = open_payloads(all, definition);
  for (Counted& one : all) fold_next(state, one, payloads, definition, visit);
  if (alters && !until) note_rest(state, records, definition);
  // Also when the migration itself is left out: the case is folded by the definition that it has.
  if (std::any_of(records.begin(), records.end(), is_migration))
    state.definition = definition.reference;
  return state;
}

}  // namespace

CaseState fold_case(const std::vector<Record>& records, const Definition& definition,
                    const std::optional<Date>& until) {
  return fold(records, definition, until, {});
}

void walk_case(const std::vector<Record>& records, const Definition& definition,
               const Visit& visit) {
  fold(records, definition, {}, visit);
}

CaseFolding::CaseFolding(CaseState state, std::vector<Record> past)
    : state_(std::move(state)), past_(std::move(past)) {
  is_whole_ = past_.size() == (state_.version ? state_.version->value + 1 : 0);
}

void CaseFolding::add(Record record, const Definition& definition) {
  if (!comes_late(state_, record)) {
    state_ = evolve(std::move(state_), record, definition);
    if (is_whole_) past_.push_back(std::move(record));
    return;
  }
  ensure(is_whole_, "a record that comes late is folded with all that came before");
  past_.push_back(std::move(record));
  state_ = fold_case(past_, definition);
}

}  // namespace verloop
