#include "engine/access_log.hpp"

#include <algorithm>
#include <iterator>

#include "engine/deployment.hpp"
#include "events/random.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const std::string catalogue_name = "access";
constexpr std::size_t trace_bytes = 16;       // As in W3C Trace Context.
constexpr std::size_t names_per_entry = 256;  // So that an entry keeps to the size of a record.

/// Takes at most so many texts, from `next` on, and moves `next` on.
template <class Iterator, class Text>
json::array some(Iterator& next, Iterator end, Text text) {
  json::array taken;
  for (; next != end && taken.size() < names_per_entry; ++next)
    taken.push_back(json::string(text(*next)));
  return taken;
}

/// As a record holds it.
std::int64_t number(Position position) {
  return static_cast<std::int64_t>(position.value);
}

/// Of the outcomes from one on up to another.
Result<> first_failure(const std::vector<Result<Receipt>>& outcomes, std::size_t from,
                       std::size_t to) {
  for (; from < to; ++from) {
    if (outcomes[from].has_error()) return outcomes[from].error();
  }
  return {};
}

const char* type_of(AccessLog::Handing how) {
  return how == AccessLog::Handing::shown ? "Read@1" : "Exported@1";
}

Event event_of(const char* type, Timestamp at, json::object data) {
  const Date day = day_in_amsterdam(at);
  Event event;
  event.type = {type};
  event.occurred_on = {day, format(day)};
  event.fields = std::move(data);
  return event;
}

}  // namespace

Result<SystemCatalogue> load_access_catalogue(std::string text) {
  auto types = load_system_catalogue(std::move(text));
  if (types.has_value()) types->reference.replace(0, types->reference.find('@'), catalogue_name);
  return types;
}

CaseId access_stream(Date day) {
  return {"@access/" + format(day)};
}

Actor unknown_actor() {
  return {{"unknown"}, {"unknown"}, {}, {}};
}

void add_sight(std::vector<Sight>& sights, const Actor& by, Looks looks, Position position) {
  auto at = std::find_if(sights.begin(), sights.end(),
                         [&by](const Sight& sight) { return sight.by == by; });
  if (at == sights.end()) {
    sights.push_back({by, std::move(looks), position});
    return;
  }
  at->position = std::max(at->position, position);
  for (auto& [case_id, look] : looks) {
    at->looks[case_id].subjects.merge(look.subjects);
    at->looks[case_id].fields.merge(look.fields);
  }
}

RefusedCommand told_of(const Refusal& refusal, const ActionId& asked, const Definition* definition,
                       std::optional<CaseId> existing) {
  RefusedCommand told{std::string(name_of(refusal.kind)), std::move(existing), {}, refusal.rule};
  const bool is_known =
      definition != nullptr && definition->procedure.action(asked.text) != nullptr;
  if (is_known) told.action = asked;
  for (const TextHit& hit : refusal.hits)
    if (hit.refuses && is_name_value(hit.find)) told.finds.insert(hit.find);
  return told;
}

AccessLog::Entry AccessLog::refusal_entry(const Actor& by, const RefusedCommand& what) {
  json::object data{{"outcome", what.outcome}};
  if (what.case_id) data["case"] = what.case_id->text;
  if (what.action) data["action"] = what.action->text;
  if (!what.rule.text.empty()) data["rule"] = what.rule.text;
  if (!what.finds.empty()) data["finds"] = json::array(what.finds.begin(), what.finds.end());
  return {by, "Refused@1", std::move(data)};
}

Result<> AccessLog::refused(const Actor& by, const RefusedCommand& what, const Occasion& occasion) {
  return enter({refusal_entry(by, what)}, occasion);
}

void AccessLog::refused_later(const Actor& by, const RefusedCommand& what, Occasion occasion,
                              Told told) {
  wait({refusal_entry(by, what)}, std::move(occasion), std::move(told));
}

Result<> AccessLog::emergency_opened(const Actor& by, const EmergencyLook& look,
                                     const Occasion& occasion) {
  std::vector<Entry> entries;
  auto subject = look.subjects.begin();
  do {
    json::object data{
        {"case", look.case_id.text}, {"view", look.view.text}, {"until", format(look.until)}};
    data["subjects"] =
        some(subject, look.subjects.end(), [](const SubjectId& id) { return id.text; });
    entries.push_back({by, "EmergencyOpened@1", std::move(data), {}});
  } while (subject != look.subjects.end());
  return enter(std::move(entries), occasion);
}

Result<> AccessLog::login_failed(const Occasion& occasion) {
  return enter({{unknown_actor(), "LoginFailed@1", {}}}, occasion);
}

Result<> AccessLog::erased(const Actor& by, const SubjectId& subject, ErasureGround ground,
                           const Occasion& occasion) {
  json::object data{{"subject", subject.text}, {"ground", json::string(name_of(ground))}};
  return enter({{by, "Erased@1", std::move(data)}}, occasion);
}

Result<> AccessLog::administered(const Actor& by, const Occasion& occasion) {
  return enter({{by, "Administered@1", {}}}, occasion);
}

Result<> AccessLog::administered(const Actor& by, const ActorId& about, const Occasion& occasion) {
  return enter({{by, "Administered@1", {{"person", about.text}}}}, occasion);
}

Result<> AccessLog::administered(const Actor& by, const SubjectId& about,
                                 const Occasion& occasion) {
  return enter({{by, "Administered@1", {{"subject", about.text}}}}, occasion);
}

Result<> AccessLog::handed(const Actor& by, Position position, const Occasion& occasion,
                           Handing how) {
  return enter({{by, type_of(how), {{"position", number(position)}}}}, occasion);
}

/// More than one for a case only where there is more of it than an entry holds.
void AccessLog::add_entries(const Sight& sight, const char* type, std::vector<Entry>& entries) {
  for (const auto& [case_id, look] : sight.looks) {
    auto subject = look.subjects.begin();
    auto field = look.fields.begin();
    do {
      json::object data{{"position", number(sight.position)},
                        {"case", case_id.text},
                        {"view", sight.view.empty() ? sight.by.role.text : sight.view}};
      data["subjects"] =
          some(subject, look.subjects.end(), [](const SubjectId& id) { return id.text; });
      data["fields"] = some(field, look.fields.end(), [](const std::string& name) { return name; });
      entries.push_back({sight.by, type, std::move(data), sight.purpose});
    } while (subject != look.subjects.end() || field != look.fields.end());
  }
}

std::vector<AccessLog::Entry> AccessLog::entries_of(const std::vector<Sight>& sights, Handing how) {
  std::vector<Entry> entries;
  for (const Sight& sight : sights) add_entries(sight, type_of(how), entries);
  return entries;
}

Error AccessLog::withheld(Error error) {
  error.detail =
      "nothing is shown, because who sees sealed values is recorded first, and that "
      "failed: " +
      error.detail;
  return error;
}

Result<> AccessLog::enter_sights(const std::vector<Sight>& sights, const Occasion& occasion,
                                 Handing how) {
  const auto entered = enter(entries_of(sights, how), occasion);
  return entered.has_error() ? Result<>(withheld(entered.error())) : entered;
}

Result<Batch> AccessLog::batch_of(Entry entry, const Occasion& occasion,
                                  const std::string& trace) const {
  // The day on which it is recorded, also when the clock was set back.
  const Timestamp at = std::max(occasion.at, log_.tail().recorded_at);
  entry.data["via"] = occasion.via == Via::local ? "local" : "socket";
  entry.data["trace"] = trace;
  SystemCommand command{access_stream(day_in_amsterdam(at)),
                        {occasion.asked},
                        {random_uuid()},
                        std::move(entry.by),
                        {event_of(entry.type, at, std::move(entry.data))}};
  auto batch = system_batch(std::move(command), types_->types, types_->reference, seed_);
  if (batch.has_value()) batch->purpose = entry.purpose.empty() ? occasion.purpose : entry.purpose;
  return batch;
}

/// All of them of one trace.
Result<std::vector<Batch>> AccessLog::batches_of(std::vector<Entry> entries,
                                                 const Occasion& occasion) const {
  const std::string trace = to_hex(random_bytes(trace_bytes));
  std::vector<Batch> batches;
  for (Entry& entry : entries) {
    auto batch = batch_of(std::move(entry), occasion, trace);
    if (batch.has_error()) return batch.error();
    batches.push_back(std::move(*batch));
  }
  return batches;
}

Result<> AccessLog::enter(std::vector<Entry> entries, const Occasion& occasion) {
  if (entries.empty()) return {};
  if (closed_) return *closed_;
  auto batches = batches_of(std::move(entries), occasion);
  if (batches.has_error()) return batches.error();
  const auto outcomes = log_.append(std::move(*batches), occasion.at);
  if (outcomes.has_error()) return outcomes.error();
  is_signed_ = false;
  return first_failure(*outcomes, 0, outcomes->size());
}

void AccessLog::wait(std::vector<Entry> entries, Occasion occasion, Told told) {
  if (entries.empty()) return told({});
  if (closed_) return told(*closed_);
  waiting_entries_ += entries.size();
  waiting_.push_back({std::move(entries), std::move(occasion), std::move(told)});
}

void AccessLog::write_waiting() {
  // What is told may lead to more that waits: that is for the next time.
  std::vector<Waiting> all = std::exchange(waiting_, {});
  waiting_entries_ = 0;
  Timestamp now{};
  for (const Waiting& one : all) now = std::max(now, one.occasion.at);
  std::vector<Batch> batches;
  std::vector<Result<std::size_t>> counts;  // Of their batches.
  for (Waiting& one : all) {
    one.occasion.at = now;
    auto made = batches_of(std::move(one.entries), one.occasion);
    counts.push_back(made.has_error() ? Result<std::size_t>(made.error()) : made->size());
    if (made.has_error()) continue;
    std::move(made->begin(), made->end(), std::back_inserter(batches));
  }
  if (all.empty()) return;
  const auto outcomes = log_.append(std::move(batches), now);
  is_signed_ = is_signed_ && outcomes.has_error();
  std::size_t next = 0;
  for (std::size_t at = 0; at < all.size(); ++at) {
    Result<> entered;
    if (counts[at].has_error()) {
      entered = counts[at].error();
    } else if (outcomes.has_error()) {
      entered = outcomes.error();
    } else {
      entered = first_failure(*outcomes, next, next + *counts[at]);
      next += *counts[at];
    }
    all[at].told(entered);
  }
}

Result<> AccessLog::explain(const SystemCatalogue& system, Timestamp now) {
  const std::string own = "system";
  const std::vector<SourceFile> files{{"system.yaml", system.text}};
  auto recorded = record_deployment({own, 1, files}, system, log_, seed_, now);
  if (recorded.has_error()) return recorded;
  const std::vector<SourceFile> entries{{"access.yaml", types_->text}};
  return record_deployment({catalogue_name, 1, entries}, system, log_, seed_, now);
}

Result<> AccessLog::sign() {
  if (is_signed_) return {};
  const auto note = log_.sign_checkpoint();
  if (note.has_error()) return note.error();
  is_signed_ = true;
  return {};
}

}  // namespace verloop
