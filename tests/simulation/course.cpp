#include "tests/simulation/course.hpp"

#include "engine/alteration.hpp"
#include "tests/support/definitions.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

constexpr std::size_t together_max = 5;
constexpr int checked_every = 12;  // Steps, more or less.

Actor migrator() {
  return {{"administrator-0"}, {"administrator"}, {"verloop"}, {}};
}

}  // namespace

Course::Course(const CoursePlan& plan)
    : plan_(plan),
      dice_(plan.seed),
      stage_(plan.kept, plan.seed),
      now_(noon("2026-03-02") + std::chrono::hours(24 * dice_.between(0, 300))) {
  stage_.deploy(plan.definition, now_);
  stage_.log().sign_checkpoint().value();
  stage_.directory()
      .enter({migrator().id, "", {migrator().role, migrator().org}, {}}, stage_.log(),
             stage_.vault(), *system_catalogue(), stage_.seed(), now_)
      .value();
  for (const auto& [id, role] : plan.definition->procedure.roles)
    for (const std::string number : {"1", "2"}) {
      const RoleAt at{{id}, {"org-" + number}};
      const std::string actor = id + "-" + number;
      std::vector<std::string> own;
      if (role.own) own.push_back(person(number == "1" ? 0 : 1));
      const NewActor entered{{actor}, canary("name"), at, own};
      stage_.directory()
          .enter(entered, stage_.log(), stage_.vault(), *system_catalogue(), stage_.seed(), now_)
          .value();
      actors_.emplace_back(actor, at);
    }
}

Faults Course::run() {
  for (int number = 0; number < plan_.steps && faults_.empty(); ++number) {
    step();
    if (faults_.empty() && dice_.chance(100 / checked_every)) look_at_answers();
  }
  if (faults_.empty()) look_at_all();
  if (faults_.empty()) restart();
  if (faults_.empty()) look_at_all();
  return faults_;
}

void Course::step() {
  pass_time();
  const std::size_t which = dice_.pick(100);
  if (which < 3) return deploy_next();
  if (which < 66) return submit_one();
  if (which < 71) return submit_together();
  if (which < 77) return repeat_one();
  if (which < 79) return reuse_an_id();
  if (which < 85) return notice();
  if (which < 88) return restart();
  if (which < 90) return change_setting();
  if (which < 91) return erase();
  if (which < 92) return redact();
  if (which < 93) return hold();
  if (which < 95) return submit_while_storage_fails();
  if (which < 98) return look_at_projections();
  if (which < 99) return look_at_bundle();
  look_at_all();
}

/// Hours, days or weeks; now and then the clock is set back.
void Course::pass_time() {
  const std::size_t which = dice_.pick(100);
  std::int64_t minutes = dice_.between(0, 700);
  if (which >= 60) minutes += 24 * 60 * dice_.between(1, 6);
  if (which >= 92) minutes += 24 * 60 * dice_.between(10, 50);
  if (which >= 98) minutes = -dice_.between(1, 4000);
  now_ += std::chrono::minutes(minutes);
}

void Course::told(const Intended& intended, const Result<Answer>& answer) {
  const Command& command = intended.command;
  if (answer.has_error()) {
    refused_.insert(command.id);
    say(command.case_id.text + " " + command.action.text + " fails");
    const bool is_erased =
        erased_cases_.contains(command.case_id) && answer.error().code == Errc::not_found;
    if (!is_erased) fault(command.action.text + " fails: " + answer.error().detail);
    return;
  }
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    say(command.case_id.text + " " + command.action.text + " by " + command.actor.id.text +
        " refused: " + std::string(name_of(refusal->kind)) + " " + refusal->rule.text +
        refusal->path);
    refused_.insert(command.id);
    ++counts_.refused;
    if (refusal->sentence.en.find(canary_prefix) != std::string::npos)
      fault("a refusal holds a word of the payload: " + refusal->sentence.en);
    return;
  }
  const Receipt& receipt = std::get<Receipt>(*answer);
  say(command.case_id.text + " " + command.action.text + " by " + command.actor.id.text +
      " accepted, " + format(day_in_amsterdam(now_)) + ", for " +
      (command.occurred_on ? command.occurred_on->text : "today") + ", position " +
      std::to_string(receipt.first.value));
  if (!intended.must_fail.empty()) fault("accepted, though " + intended.must_fail);
  accept(command, receipt);
}

void Course::accept(const Command& command, const Receipt& receipt) {
  ++counts_.accepted;
  if (is_alteration(stage_.log().read(receipt.first, 1).value().front().record.type.text))
    ++counts_.altered;
  sent_.push_back({command, receipt});
  accepted_[command.id] = receipt;
  if (std::find(cases_.begin(), cases_.end(), command.case_id) == cases_.end())
    cases_.push_back(command.case_id);
  for (const auto& field : command.data)
    for (std::size_t number = 0; number < persons; ++number)
      if (field.value() == boost::json::string(person(number)))
        people_[{command.case_id, command.actor.org}].push_back(person(number));
}

void Course::submit_one() {
  const Intended intended = intend();
  const std::uint64_t before = size();
  const auto answer = stage_.processor().submit(intended.command, now_);
  told(intended, answer);
  const std::size_t accepted = accepted_.count(intended.command.id);
  if (accepted == 0 && size() != before) fault("a command that was refused recorded something");
  if (accepted == 1 && accepted_.at(intended.command.id).first.value != before)
    fault("a command is not recorded where the log ended");
  if (accepted == 0) return;
  look_at(intended.command.case_id);
  if (dice_.chance(20))
    remembered_.push_back(
        {{size() - 1}, stage_.processor().find(intended.command.case_id).value()->state});
}

/// Several commands are on their way at once, some of them enqueued while others are recorded.
void Course::submit_together() {
  std::vector<std::pair<Intended, std::optional<Result<Answer>>>> all(2 +
                                                                      dice_.pick(together_max - 1));
  Processor& processor = stage_.processor();
  const std::size_t late = dice_.pick(all.size());
  for (std::size_t at = 0; at < all.size(); ++at) {
    all[at].first = intend();
    CommandGroup group;
    if (at == late) group = processor.take();
    processor.enqueue(all[at].first.command, now_, [&all, at](Result<Answer> answer) {
      all[at].second.emplace(std::move(answer));
    });
    const auto outcomes = append_group(stage_.log(), group);
    for (const auto& [one, answer] : processor.settle(std::move(group), outcomes)) one(answer);
  }
  while (processor.waiting() > 0) {
    CommandGroup group = processor.take();
    const auto outcomes = append_group(stage_.log(), group);
    for (const auto& [one, answer] : processor.settle(std::move(group), outcomes)) one(answer);
  }
  for (auto& [intended, answer] : all) {
    if (!answer) return fault("a command among others is not answered");
    told({intended.command, ""}, *answer);
  }
  for (const CaseId& id : cases_) look_at(id);
}

void Course::submit_while_storage_fails() {
  MemoryLog* log = stage_.memory_log();
  if (log == nullptr) return restart();
  const Intended intended = intend();
  const std::uint64_t before = size();
  log->fail_next_append();
  const auto answer = stage_.processor().submit(intended.command, now_);
  say(intended.command.action.text + " while the storage fails");
  if (answer.has_value() && std::holds_alternative<Receipt>(*answer))
    fault("accepted, though nothing could be written");
  log->recover().value();
  log->recover().value();
  if (size() != before) fault("a write that failed left something behind");
  for (const CaseId& id : cases_) look_at(id);
}

void Course::repeat_one() {
  if (sent_.empty()) return submit_one();
  const Sent& sent = sent_.at(dice_.pick(sent_.size()));
  const std::uint64_t before = size();
  const auto answer = stage_.processor().submit(sent.command, now_);
  say("repeat of " + sent.command.action.text);
  ++counts_.repeated;
  if (answer.has_error()) return fault("a repeat fails: " + answer.error().detail);
  if (size() != before) fault("a repeat recorded something");
  const auto* refusal = std::get_if<Refusal>(&*answer);
  const bool is_forgotten =
      counts_.erased > 0 && refusal != nullptr && refusal->kind == RefusalKind::duplicate;
  if (!is_forgotten) add(faults_, check_repeat(sent.receipt, *answer), sent.command.action.text);
}

void Course::reuse_an_id() {
  if (sent_.empty()) return submit_one();
  Command other = sent_.at(dice_.pick(sent_.size())).command;
  other.data["noSuchField"] = 1;
  const std::uint64_t before = size();
  const auto answer = stage_.processor().submit(other, now_);
  say("another command under the id of " + other.action.text);
  const auto* refusal = answer.has_value() ? std::get_if<Refusal>(&*answer) : nullptr;
  if (refusal == nullptr || refusal->kind != RefusalKind::duplicate)
    fault("an id that was used is taken for another command");
  if (size() != before) fault("a reused id recorded something");
}

/// Time alone turns something into findings, once.
void Course::notice() {
  for (const CaseId& id : cases_) {
    const bool is_due = stage_.processor().is_due(stage_.processor().find(id).value()->state, now_);
    const auto count = stage_.processor().notice(id, now_);
    if (count.has_error()) return fault("notice fails: " + count.error().detail);
    say("notice of " + id.text + ": " + std::to_string(*count) + ", " +
        format(day_in_amsterdam(now_)));
    if (is_due != (*count > 0)) fault("what is due and what is noticed differ, " + id.text);
    if (stage_.processor().notice(id, now_).value() != 0) fault("noticed twice, " + id.text);
    look_at(id);
    look_at_findings(id);
  }
}

void Course::restart() {
  const auto before = all_loaded();
  stage_.restart(dice_.chance(25) ? Reading::all : Reading::all_but_definitions);
  say("restart");
  ++counts_.restarts;
  look_after_restart(before);
}

void Course::change_setting() {
  if (cases_.empty()) return submit_one();
  const CaseId& id = dice_.one_of(cases_);
  const Definition& definition = definition_of(stage_.processor().find(id).value()->state);
  std::vector<std::string> names;
  for (const auto& [name, setting] : definition.procedure.settings) names.push_back(name);
  if (names.empty()) return submit_one();
  const std::string& name = dice_.one_of(names);
  const bool is_boolean = definition.procedure.settings.at(name).value.kind() == cel::Kind::boolean;
  const cel::Value value =
      is_boolean ? cel::Value::of(dice_.chance(50)) : cel::Value::of(dice_.between(1, 50));
  NewSetting setting{name, value, {}, {}};
  const Date today = day_in_amsterdam(now_);
  if (dice_.chance(70)) setting.from = add_days(today, dice_.between(-60, 30));
  if (dice_.chance(50)) setting.reason = canary("reason");
  const bool is_of_all = dice_.chance(50);
  const auto changed =
      is_of_all
          ? stage_.definitions().change_setting(definition.procedure.name, setting, engine_actor(),
                                                stage_.log(), stage_.seed(), now_)
          : stage_.processor().change_setting(id, setting, engine_actor(), now_);
  say("setting " + name + " of " + (is_of_all ? "all" : id.text) + " from " +
      (setting.from ? format(*setting.from) : "the beginning"));
  const bool is_erased = !is_of_all && erased_cases_.contains(id) && !setting.reason.empty();
  if (changed.has_error() != is_erased)
    fault(is_erased ? "a reason is sealed for a case that was erased"
                    : "a setting can't be changed: " + changed.error().detail);
  for (const CaseId& one : cases_) look_at(one);
}

void Course::deploy_next() {
  if (plan_.next == nullptr) return submit_one();
  if (next_is_deployed_) return migrate_one();
  next_is_deployed_ = true;
  stage_.deploy(plan_.next, now_);
  say("the next version is deployed");
}

/// A running case goes on under the newest version, unless it would be stuck there.
void Course::migrate_one() {
  if (cases_.empty()) return submit_one();
  const CaseId& id = dice_.one_of(cases_);
  const Definition& to = *stage_.definitions().newest(plan_.definition->procedure.name);
  const std::uint64_t before = size();
  const auto rehearsed = stage_.processor().rehearse_migration(id, to, now_);
  if (rehearsed.has_error()) return fault("a rehearsal fails: " + rehearsed.error().detail);
  const auto* one = std::get_if<RehearsedCase>(&*rehearsed);
  if (one == nullptr) return say(id.text + " can't be migrated");
  if (size() != before) fault("a rehearsal recorded something");
  const std::string reason = erased_cases_.contains(id) ? "" : canary("reason");
  const auto refused = stage_.processor().migrate(*one, reason, migrator(), now_);
  say("migration of " + id.text + (one->is_stuck ? ", stuck" : ""));
  if (refused.has_error()) return fault("a migration fails: " + refused.error().detail);
  if (refused->has_value() != one->is_stuck) fault("what is stuck and what is refused differ");
  if (*refused) return;
  ++counts_.migrated;
  const CaseState after = stage_.processor().find(id).value()->state;
  if (after.definition != to.reference) fault("a migrated case follows another version");
  for (const Difference& track : one->tracks)
    if (after.tracks.at(track.what) != track.after) fault("a track is not where it was rehearsed");
  look_at(id);
}

}  // namespace verloop::test
