#include "projections/could_see.hpp"

#include <algorithm>

#include "engine/evolve.hpp"
#include "events/json/text_in.hpp"
#include "projections/directory_answers.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;
const CaseId directory_stream{"@directory"};

/// The directory from a moment on, until the next.
struct Snapshot {
  Timestamp from{};
  Directory directory;
};

Timestamp start_of(Date day) {
  return in_amsterdam(day, std::chrono::minutes(0));
}

Timestamp end_of(Date day) {
  return start_of(add_days(day, 1)) - std::chrono::microseconds(1);
}

/// Calls `each` with the records of a stream up to a moment.
template <class Each>
Result<> each_until(const EventLog& log, const CaseId& id, Timestamp until, Each each) {
  for (Version from;;) {
    const auto page = log.read_stream(id, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (stored.record.recorded_at > until) return {};
      auto done = each(stored);
      if (done.has_error()) return done;
      from = stored.record.version.next();
    }
    if (page->size() < page_size) return {};
  }
}

/// As it was when the day began, and after each entry of the day that concerns the actor.
Result<std::vector<Snapshot>> snapshots_of(const EventLog& log, const CouldSee& asked) {
  std::set<Timestamp> moments;
  const Timestamp start = start_of(asked.day);
  auto read = each_until(log, directory_stream, end_of(asked.day),
                         [&](const StoredRecord& stored) -> Result<> {
                           const json::object& data = stored.record.data;
                           const bool concerns = text_in(data, "person") == asked.actor.text ||
                                                 text_in(data, "giver") == asked.actor.text;
                           if (concerns && stored.record.recorded_at >= start)
                             moments.insert(stored.record.recorded_at);
                           return {};
                         });
  if (read.has_error()) return read.error();
  std::vector<Snapshot> all(1);
  all.front().from = start;
  auto loaded = all.front().directory.load(log, start - std::chrono::microseconds(1));
  for (auto moment = moments.begin(); loaded.has_value() && moment != moments.end(); ++moment) {
    all.push_back({*moment, all.back().directory});
    loaded = all.back().directory.load(log, *moment);
  }
  if (loaded.has_error()) return loaded.error();
  return all;
}

/// One way in which the actor reached a case: in a role, or in an emergency.
struct Reach {
  Reader reader;
  const Definition* definition;
  std::size_t records;  // That were there while it did.
};

/// Walks a case through the day.
class Walk {
 public:
  Walk(const Sources& sources, const CouldSee& asked, const std::vector<Snapshot>& snapshots)
      : sources_(sources), asked_(asked), snapshots_(snapshots) {}

  Result<> through(const CaseId& id) {
    loaded_.state.id = id;
    const Timestamp start = start_of(asked_.day);
    auto read = each_until(sources_.log, id, end_of(asked_.day),
                           [&](const StoredRecord& stored) { return take(stored, start); });
    if (read.has_error()) return read;
    look(is_within_ ? last_at_ : start, end_of(asked_.day));
    return {};
  }

  json::array rows() const {
    json::array rows;
    for (const auto& [key, reach] : reaches_) rows.push_back(row_of(reach));
    return rows;
  }

 private:
  /// First what the case was until this record came, if that was on the day.
  Result<> take(const StoredRecord& stored, Timestamp start) {
    const Record& record = stored.record;
    const Definition* definition = sources_.definitions.find(record.procedure);
    if (definition == nullptr)
      return Error{Errc::not_found,
                   "the definition " + record.procedure + " is not deployed in this log"};
    if (record.recorded_at >= start) {
      look(is_within_ ? last_at_ : start, record.recorded_at - std::chrono::microseconds(1));
      is_within_ = true;
      last_at_ = record.recorded_at;
    }
    folding_.add(record, *definition);
    records_.push_back(record);
    return note_members(stored, *definition, sources_.log, loaded_.members);
  }

  /// The case stood like this from one moment to another.
  void look(Timestamp from, Timestamp to) {
    if (records_.empty() || to < from) return;
    loaded_.state = folding_.state();
    for (std::size_t at = 0; at < snapshots_.size(); ++at) {
      const bool is_last = at + 1 == snapshots_.size();
      if (snapshots_[at].from > to || (!is_last && snapshots_[at + 1].from <= from)) continue;
      look_with(snapshots_[at].directory.at(std::max(from, snapshots_[at].from)));
    }
  }

  void look_with(const Rights& rights) {
    const Definition* definition = sources_.definitions.find(loaded_.state.definition);
    if (definition == nullptr) return;
    for (const RoleAt& at : rights.roles_of(asked_.actor)) {
      auto reader = reader_at(asked_.actor, at, loaded_, *definition, rights, Language::en);
      if (reader) keep({std::move(*reader), definition, records_.size()});
    }
    auto looking = emergency_reader(asked_.actor, loaded_, *definition, rights, Language::en);
    if (looking) keep({std::move(*looking), definition, records_.size()});
  }

  /// The last time counts: of more records, under the definition of then.
  void keep(Reach reach) {
    const std::string key = reach.reader.actor.role.text + " " + reach.reader.actor.org.text +
                            (reach.reader.is_in_emergency ? " !" : "");
    reaches_.insert_or_assign(key, std::move(reach));
  }

  json::object row_of(const Reach& reach) const {
    std::map<std::string, std::pair<std::int64_t, std::set<std::string>>> types;
    for (std::size_t at = 0; at < reach.records; ++at) {
      const Definition& definition = *sources_.definitions.find(records_[at].procedure);
      if (!sees_event(reach.reader, records_[at], definition)) continue;
      auto& [count, fields] = types[records_[at].type.text];
      ++count;
      fields.merge(seen_fields(reach.reader, records_[at], definition));
    }
    json::array events;
    for (const auto& [type, seen] : types)
      events.push_back(
          json::object{{"type", type},
                       {"count", seen.first},
                       {"fields", json::array(seen.second.begin(), seen.second.end())}});
    json::object row{
        {"case", loaded_.state.id.text},        {"definition", reach.definition->reference},
        {"role", reach.reader.actor.role.text}, {"organisation", reach.reader.actor.org.text},
        {"view", reach.reader.view->role.text}, {"events", std::move(events)}};
    if (reach.reader.is_in_emergency) row["emergency"] = true;
    return row;
  }

  const Sources& sources_;
  const CouldSee& asked_;
  const std::vector<Snapshot>& snapshots_;
  LoadedCase loaded_;
  CaseFolding folding_{CaseState()};
  std::vector<Record> records_;
  std::map<std::string, Reach> reaches_;
  bool is_within_ = false;  // The day has begun,
  Timestamp last_at_{};     // and this was recorded last in it.
};

Result<std::vector<CaseId>> cases_asked(const Sources& sources, const CouldSee& asked) {
  if (asked.case_id) return std::vector{*asked.case_id};
  auto streams = sources.log.streams();
  if (streams.has_error()) return streams.error();
  std::erase_if(*streams, [](const CaseId& id) { return is_system_stream(id.text); });
  return streams;
}

/// What some snapshot of the day has; of two the later, which knows of an end.
void add_held(json::object& answer, const std::vector<Snapshot>& snapshots, const CouldSee& asked) {
  std::map<std::uint64_t, json::object> roles, links, mandates;
  for (const Snapshot& snapshot : snapshots) {
    const Directory& directory = snapshot.directory;
    const Timestamp moment = snapshot.from;
    const auto held = [&](const Entered& entered, const Days& days) {
      const bool was_there = !entered.ended || *entered.ended >= start_of(asked.day);
      return was_there && days.include(day_in_amsterdam(moment));
    };
    for (const RoleGiven& one : directory.roles_given(asked.actor))
      if (held(one.entered, one.days)) roles[one.entered.position.value] = to_json(one);
    for (const SubjectLink& one : directory.links_of(asked.actor))
      if (held(one.entered, {})) links[one.entered.position.value] = to_json(one);
    for (const Mandate& one : directory.mandates()) {
      const bool concerns = one.giver == asked.actor || one.holder == asked.actor;
      if (concerns && held(one.entered, one.days))
        mandates[one.entered.position.value] = to_json(one);
    }
  }
  const auto listed = [](std::map<std::uint64_t, json::object>& all) {
    json::array rows;
    for (auto& [position, row] : all) rows.push_back(std::move(row));
    return rows;
  };
  answer["roles"] = listed(roles);
  answer["links"] = listed(links);
  answer["mandates"] = listed(mandates);
}

}  // namespace

Result<json::object> could_see_answer(const Sources& sources, const CouldSee& asked) {
  const auto snapshots = snapshots_of(sources.log, asked);
  if (snapshots.has_error()) return snapshots.error();
  const auto cases = cases_asked(sources, asked);
  if (cases.has_error()) return cases.error();
  json::object answer{{"actor", asked.actor.text}, {"day", format(asked.day)}};
  add_held(answer, *snapshots, asked);
  json::array rows;
  for (const CaseId& id : *cases) {
    Walk walk(sources, asked, *snapshots);
    auto walked = walk.through(id);
    if (walked.has_error()) return walked.error();
    for (json::value& row : walk.rows()) rows.push_back(std::move(row));
  }
  answer["cases"] = std::move(rows);
  return answer;
}

}  // namespace verloop
