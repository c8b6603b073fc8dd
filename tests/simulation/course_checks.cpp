// What is looked at on the way and at the end.

#include <algorithm>

#include <boost/json/serialize.hpp>

#include "engine/evolve.hpp"
#include "engine/judge.hpp"
#include "events/verify_bundle.hpp"
#include "events/verify_log.hpp"
#include "projections/cases.hpp"
#include "projections/make_bundle.hpp"
#include "tests/simulation/course.hpp"

namespace verloop::test {
namespace {

bool is_bad(Status status) {
  return status == Status::violated || status == Status::not_followed;
}

}  // namespace

std::vector<Record> Course::records_of(const CaseId& id) {
  std::vector<Record> records;
  for (const StoredRecord& stored : stage_.log().read_stream(id, {}, 100'000).value())
    records.push_back(stored.record);
  return records;
}

std::vector<StoredRecord> Course::all_records() {
  return stage_.log().read({}, 1'000'000).value();
}

const Definition& Course::definition_of(const CaseState& state) {
  return *stage_.definitions().find(state.definition);
}

void Course::look_at(const CaseId& id) {
  const CaseState& live = stage_.processor().find(id).value()->state;
  add(faults_, check_replay(live, records_of(id), definition_of(live)), id.text);
}

std::map<CaseId, LoadedCase> Course::all_loaded() {
  std::map<CaseId, LoadedCase> loaded;
  for (const CaseId& id : cases_) loaded[id] = *stage_.processor().find(id).value();
  return loaded;
}

void Course::look_after_restart(const std::map<CaseId, LoadedCase>& before) {
  for (const auto& [id, then] : before) {
    const LoadedCase& read = *stage_.processor().find(id).value();
    add(faults_, check_same(then.state, read.state, "itself after a restart"));
    if (read.members != then.members) fault(id.text + " has other members after a restart");
  }
}

/// After a notice the open findings are those that a judgement of today gives.
void Course::look_at_findings(const CaseId& id) {
  const CaseState& state = stage_.processor().find(id).value()->state;
  const Date today = day_in_amsterdam(now_);
  if (state.closed || today < state.last_seen) return;
  for (const JudgedRule& rule : judge(state, definition_of(state), today).rules) {
    const auto known = state.findings.find(rule.id.text);
    const bool is_open = known != state.findings.end() && known->second.open;
    if (is_open != is_bad(rule.status))
      fault(id.text + ": rule " + rule.id.text + " is " + std::string(name_of(rule.status)) +
            " and its finding is " + (is_open ? "open" : "not open"));
  }
}

std::optional<Reader> Course::some_reader(const LoadedCase& loaded, const Definition& definition) {
  const auto& [actor, at] = dice_.one_of(actors_);
  const Language language = dice_.chance(50) ? Language::nl : Language::en;
  auto reader =
      reader_of({actor}, at.role, loaded, definition, stage_.directory().at(now_), language);
  if (reader.has_error()) {
    fault("no reader: " + reader.error().detail);
    return std::nullopt;
  }
  if (auto* found = std::get_if<Reader>(&*reader)) return std::move(*found);
  return std::nullopt;
}

/// What a reader is told of a case: no answer fails, and none holds what its view does not list.
void Course::look_at_answers() {
  if (cases_.empty()) return;
  const LoadedCase loaded = *stage_.processor().find(dice_.one_of(cases_)).value();
  const Definition& definition = definition_of(loaded.state);
  const auto reader = some_reader(loaded, definition);
  if (!reader) return;
  const Occasion occasion{"ask", Via::local, now_};
  AccessLog& access = stage_.accessed().access();
  const Date on = add_days(day_in_amsterdam(now_), dice_.between(-20, 20));
  const auto answer =
      access.hand_out(case_answer(stage_.sources(), *reader, loaded.state, on), occasion);
  if (answer.has_error()) return fault("case answer: " + answer.error().detail);
  const auto history = access.hand_out(
      history_answer(stage_.sources(), *reader, loaded.state.id, {}, Detail::events_with_changes),
      occasion);
  if (history.has_error()) return fault("history: " + history.error().detail);
  const auto given =
      stage_.processor().circumstances(loaded, definition, reader->actor, nullptr, {}, now_);
  if (given.has_error()) return fault("circumstances: " + given.error().detail);
  const std::string told =
      boost::json::serialize(*answer) + boost::json::serialize(*history) +
      boost::json::serialize(compliance_answer(*reader, loaded.state, definition, on)) +
      boost::json::serialize(actions_answer(*reader, loaded, *given));
  ++counts_.answers;
  add(faults_, check_told(told, *reader->view, definition), loaded.state.id.text);
}

/// A bundle is made for any reader, and verifies.
void Course::look_at_bundle() {
  if (cases_.empty()) return;
  const auto signed_now = stage_.log().sign_checkpoint();
  if (signed_now.has_error()) return fault("signing: " + signed_now.error().detail);
  const LoadedCase loaded = *stage_.processor().find(dice_.one_of(cases_)).value();
  const Definition& definition = definition_of(loaded.state);
  const auto reader = some_reader(loaded, definition);
  if (!reader) return;
  const auto bundle = stage_.accessed().access().hand_out(
      make_bundle(stage_.sources(), *reader, loaded.state), {"bundle", Via::local, now_});
  say("bundle of " + loaded.state.id.text + " for " + reader->actor.id.text);
  if (bundle.has_error()) return fault("bundle: " + bundle.error().detail);
  for (const Fault& found : verify_bundle(*bundle, stage_.log().verifier_key()).faults)
    fault("bundle: " + found.text);
  std::string told;
  for (const BundledEvent& event : bundle->events)
    for (const std::string& disclosure : event.disclosures) told += disclosure;
  add(faults_, check_told(told, *reader->view, definition), "bundle");
}

/// Every view live is the same as rebuilt, and knows each case as it is.
void Course::look_at_projections() {
  say("projections");
  const auto caught_up = stage_.runner().catch_up();
  if (caught_up.has_error()) return fault("projections: " + caught_up.error().detail);
  const auto differences = compare_with_rebuild(stage_.log(), stage_.definitions(), stage_.views(),
                                                stage_.projections());
  if (differences.has_error()) return fault("rebuild: " + differences.error().detail);
  for (const ProjectionDifference& one : *differences)
    fault("projection " + one.name + ": " + one.problem);
  for (const CaseId& id : cases_) {
    const auto stored = stored_case(stage_.views(), id).value();
    add(faults_, check_same(stage_.processor().find(id).value()->state,
                            stored.value_or(CaseState()), "its view"));
  }
  std::vector<ViewId> ids;
  for (const auto& projection : stage_.projections()) ids.push_back(projection->view());
  add(faults_, check_no_canary(stage_.views(), ids), "projections");
}

/// What the log knew at an earlier moment is what was live then.
void Course::look_at_past() {
  for (const Remembered& then : remembered_) {
    const auto state = state_until(stage_.sources(), then.state.id, {then.position, {}});
    if (state.has_error()) return fault("as of: " + state.error().detail);
    add(faults_, check_same(then.state, state->value_or(CaseState()),
                            "what is known as of position " + std::to_string(then.position.value)));
  }
}

void Course::look_at_all() {
  say("all");
  for (const CaseId& id : cases_) {
    look_at(id);
    add(faults_, check_findings(records_of(id)), "findings");
  }
  const std::vector<StoredRecord> records = all_records();
  counts_.records = static_cast<int>(records.size());
  counts_.findings = static_cast<int>(
      std::count_if(records.begin(), records.end(),
                    [](const StoredRecord& stored) { return is_finding(stored.record); }));
  add(faults_, check_sequence(records), "sequence");
  add(faults_, check_answers(accepted_, refused_, records), "answers");
  add(faults_, check_no_canary(records), "records");
  look_at_past();
  look_at_projections();
  if (dice_.chance(70)) stage_.log().sign_checkpoint().value();
  for (const Fault& found : verify_log(stage_.contents(), stage_.vault()).faults)
    fault("verify: " + found.text);
  look_at_bundle();
}

}  // namespace verloop::test
