// What is forgotten on the way: it takes nothing away from any case.

#include "engine/evolve.hpp"
#include "events/case_key.hpp"
#include "events/json/canonical_json.hpp"
#include "tests/simulation/course.hpp"

namespace verloop::test {
namespace {

const Actor& steward() {
  static const Actor actor{{"adm-1"}, {"administrator"}, {"verloop"}, {}};
  return actor;
}

}  // namespace

std::map<CaseId, std::string> Course::all_folded() {
  std::map<CaseId, std::string> folded;
  for (const CaseId& id : cases_) {
    const std::vector<Record> records = records_of(id);
    const CaseState& live = stage_.processor().find(id).value()->state;
    folded[id] = canonical_json(to_json(fold_case(records, definition_of(live))));
  }
  return folded;
}

bool Course::erase_subject_of(const SubjectId& subject) {
  const auto before = all_folded();
  const auto outcome =
      erase_subject(stage_.erasure(), {subject, ErasureGround::request, steward(), 30}, now_);
  if (outcome.has_error()) {
    fault("an erasure fails: " + outcome.error().detail);
    return false;
  }
  const bool is_done = std::holds_alternative<Erased>(*outcome);
  say(std::string("erasure ") + (is_done ? "done" : "refused"));
  if (!is_done) return false;
  ++counts_.erased;
  if (stage_.vault().has_key(subject).value()) fault("an erased subject has a key");
  if (all_folded() != before) fault("a case is another after an erasure");
  return true;
}

/// A person whom payloads name, as an organisation calls it; or all that is sealed under a case.
void Course::erase() {
  if (!cases_.empty() && dice_.chance(20)) {
    const CaseId& id = dice_.one_of(cases_);
    if (erase_subject_of(case_key(id))) erased_cases_.insert(id);
    return;
  }
  const auto subject =
      stage_.vault()
          .find_subject("org-" + std::to_string(1 + dice_.pick(2)), person(dice_.pick(persons)))
          .value();
  if (!subject) return submit_one();
  erase_subject_of(*subject);
}

/// One text of a case.
void Course::redact() {
  std::vector<FieldPlace> places;
  for (const StoredRecord& stored : all_records())
    for (const SealedValue& value : stage_.log().sealed_values(stored.record.position).value())
      if (is_case_key(value.subject)) places.push_back({stored.record.position, value.field});
  if (places.empty()) return submit_one();
  const auto before = all_folded();
  const auto outcome = redact_value(stage_.erasure(), {dice_.one_of(places), steward(), 30}, now_);
  if (outcome.has_error()) return fault("a redaction fails: " + outcome.error().detail);
  say(std::string("redaction ") + (outcome->index() == 0 ? "done" : "refused"));
  ++counts_.erased;
  if (all_folded() != before) fault("a case is another after a redaction");
}

void Course::hold() {
  const auto subject = stage_.vault().find_subject("org-1", person(dice_.pick(persons))).value();
  if (!subject) return submit_one();
  const auto outcome =
      dice_.chance(50) ? hold_subject(stage_.erasure(), *subject, canary("hold"), steward(), now_)
                       : release_subject(stage_.erasure(), *subject, steward(), now_);
  say("hold or release");
  if (outcome.has_error()) fault("a hold fails: " + outcome.error().detail);
}

}  // namespace verloop::test
