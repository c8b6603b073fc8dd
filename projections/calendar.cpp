#include "projections/calendar.hpp"

#include <algorithm>
#include <tuple>

#include "engine/appointments.hpp"
#include "engine/case_records.hpp"
#include "engine/evolve.hpp"
#include "projections/seen_deadlines.hpp"

namespace verloop {
namespace {

using Kind = CalendarItem::Kind;
using Status = CalendarItem::Status;
using Key = std::tuple<Kind, std::string, std::string, std::int64_t>;

/// An item as the case has it at one moment.
struct Now {
  CalendarItem item;
  std::optional<Date> from;  // The day on which its clock started.
};

/// One calendar under construction.
class Calendar {
 public:
  Calendar(const Reader& reader, Calendars& calendars) : reader_(reader), calendars_(calendars) {}

  /// Takes over what the case shows now. `moment`: when what made it so was recorded.
  void take(const CaseState& state, const Definition& definition, Timestamp moment) {
    std::map<Key, Now> now;
    add_planned(state, definition, now);
    add_due(state, definition, now);
    for (auto& [key, shown] : now) {
      if (is_over(shown, state)) shown.item.status = Status::off;
      note(key, std::move(shown.item), moment);
    }
    for (auto& [key, item] : items_)
      if (!now.contains(key) && !stays(item, state)) call_off(item, moment);
  }

  std::vector<CalendarItem> items() && {
    std::vector<CalendarItem> all;
    for (auto& [key, item] : items_) all.push_back(std::move(item));
    return all;
  }

 private:
  static CalendarItem item_of(Kind kind, const CaseState& state) {
    CalendarItem item;
    item.kind = kind;
    item.case_id = state.id;
    item.cycle = state.cycle;
    return item;
  }

  static void add(Now now, std::map<Key, Now>& all) {
    const CalendarItem& item = now.item;
    Key key{item.kind, item.name, item.entry, item.cycle};
    all.insert_or_assign(std::move(key), std::move(now));
  }

  void add_planned(const CaseState& state, const Definition& definition, std::map<Key, Now>& all) {
    const auto& calendar = calendars_.outward(definition).calendar;
    for (const Planned& one : planned(calendar, state, definition, state.last_day)) {
      const Appointment& appointment = *one.appointment;
      const Over* over = appointment.over ? &*appointment.over : nullptr;
      if (over != nullptr && !sees_entry(reader_, definition, *over, one.entry)) continue;
      const auto sees = [&](const cel::Program& program) {
        return sees_all_read(reader_, definition, program, over, one.entry);
      };
      if (!sees(*appointment.on)) continue;
      CalendarItem item = item_of(Kind::planned, state);
      item.name = appointment.name;
      item.entry = one.entry;
      item.label = appointment.label.in(reader_.language);
      item.at = one.at;
      const bool is_off =
          std::any_of(one.stopped_by.begin(), one.stopped_by.end(),
                      [&](std::size_t stop) { return sees(appointment.stops[stop]); });
      if (is_off) item.status = Status::off;
      add({std::move(item), {}}, all);
    }
  }

  void add_due(const CaseState& state, const Definition& definition,
               std::map<Key, Now>& all) const {
    for (const JudgedDeadline& judged : judge_deadlines(state, definition, state.last_day)) {
      if (!sees_deadline(reader_, judged.id, definition)) continue;
      const Deadline* described = definition.procedure.deadline(judged.id.text);
      for (const Due& due : seen_part(reader_, judged, definition).dues) {
        if (!due.due) continue;
        CalendarItem item = item_of(Kind::due, state);
        item.name = judged.id.text;
        item.entry = due.entry;
        item.label = described->label.in(reader_.language);
        item.source = described->source;
        item.at = *due.due;
        if (due.done) item.status = Status::done;
        add({std::move(item), due.from}, all);
      }
    }
  }

  /// Of a closed case nothing happens any more but what began with its closing.
  static bool is_over(const Now& now, const CaseState& state) {
    if (!state.closed_on || now.item.status != Status::open) return false;
    if (now.item.kind == Kind::planned) return day_of(now.item.at) > *state.closed_on;
    return !now.from || *now.from < *state.closed_on;
  }

  void note(const Key& key, CalendarItem item, Timestamp moment) {
    const auto known = items_.find(key);
    if (known == items_.end()) {
      item.changed_at = moment;
      // What was never on is not called off.
      if (item.status != Status::off) items_.emplace(key, std::move(item));
      return;
    }
    const CalendarItem& before = known->second;
    const bool is_moved = before.at != item.at;
    const bool is_turned = (before.status == Status::off) != (item.status == Status::off);
    item.sequence = before.sequence + (is_moved || is_turned ? 1 : 0);
    const bool is_changed = is_moved || before.status != item.status;
    item.changed_at = is_changed ? moment : before.changed_at;
    known->second = std::move(item);
  }

  /// What belongs to a former cycle is what it was, as far as it was over then.
  static bool stays(const CalendarItem& item, const CaseState& state) {
    if (item.status != Status::open) return item.status == Status::off || item.cycle != state.cycle;
    return item.kind == Kind::planned && item.cycle != state.cycle && state.cycle_since &&
           day_of(item.at) < *state.cycle_since;
  }

  static void call_off(CalendarItem& item, Timestamp moment) {
    item.status = Status::off;
    item.changed_at = moment;
    ++item.sequence;
  }

  const Reader& reader_;
  Calendars& calendars_;
  std::map<Key, CalendarItem> items_;
};

/// The records of a case, taken over one command after another, with the changes of its
/// procedure's settings between them.
class Walk {
 public:
  Walk(const Definitions& definitions, const std::optional<Date>& on, Calendar& calendar)
      : definitions_(definitions), on_(on), calendar_(calendar) {}

  Result<> run(const std::vector<Record>& records) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      const Record& record = records[i];
      definition_ = definitions_.find(record.procedure);
      if (definition_ == nullptr)
        return Error{Errc::not_found,
                     "the definition " + record.procedure + " is not deployed in this log"};
      folding_.add(record, *definition_);
      const bool is_last = i + 1 == records.size();
      if (!is_last && records[i + 1].command == record.command) continue;
      take(record.position, record.recorded_at);
      take_settings(record.position,
                    is_last ? std::nullopt : std::optional(records[i + 1].position));
    }
    return {};
  }

 private:
  void take(Position known, Timestamp moment) {
    CaseState state = on_ ? fold_case(folding_.past(), *definition_, on_) : folding_.state();
    if (!state.version) return;
    state.known_until.position = known.next();
    calendar_.take(state, *definition_, moment);
  }

  void take_settings(Position after, const std::optional<Position>& before) {
    if (definition_->changes == nullptr) return;
    for (const SettingChange& change : *definition_->changes)
      if (change.position > after && (!before || change.position < *before))
        take(change.position, change.recorded_at);
  }

  const Definitions& definitions_;
  const std::optional<Date>& on_;
  Calendar& calendar_;
  CaseFolding folding_{CaseState()};
  const Definition* definition_ = nullptr;  // Of the record that was added last.
};

}  // namespace

Result<std::vector<CalendarItem>> Calendars::of(const Reader& reader, const CaseId& id,
                                                const std::optional<Date>& on) {
  const auto state = state_until(sources_, id, {}, on);
  if (state.has_error()) return state.error();
  if (!*state) return std::vector<CalendarItem>();
  const auto last = sources_.log.last_version(id);
  if (last.has_error()) return last.error();
  ensure(last->has_value(), "a case that was folded has records");
  const auto records = read_case(sources_.log, id, **last);
  if (records.has_error()) return records.error();
  Calendar calendar(reader, *this);
  auto walked = Walk(sources_.definitions, on, calendar).run(*records);
  if (walked.has_error()) return walked.error();
  return std::move(calendar).items();
}

const Outward& Calendars::outward(const Definition& definition) {
  const auto known = outward_.find(definition.reference);
  if (known != outward_.end()) return known->second;
  return outward_.emplace(definition.reference, outward_of(definition)).first->second;
}

}  // namespace verloop
