// Commands on their way into the log: known or new, decided ahead, recorded in groups.

#include <algorithm>

#include "engine/processor.hpp"
#include "events/json/canonical_json.hpp"
#include "events/on_behalf.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr int attempts_max = 3;  // How often a command is decided anew before it is given up.

/// What tells a retry from a reuse of a command's id.
std::string content_of(const Command& command) {
  json::object motivation;
  for (const auto& [rule, words] : command.motivation) motivation[rule] = words;
  json::array content{
      command.case_id.text,
      command.action.text,
      command.actor.id.text,
      command.actor.role.text,
      command.actor.org.text,
      command.data,
      command.occurred_on ? json::value(command.occurred_on->text) : json::value(),
      command.expected_version ? json::value(*command.expected_version) : json::value(),
      motivation,
      command.procedure};
  // Only where there is one: what was sent without it before is known as it was.
  if (!command.actor.on_behalf_of.empty())
    content.push_back(json::string(author_of(command.actor).text));
  return canonical_json(content);
}

Refusal no_uuid() {
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.sentence = {"De opdracht heeft geen geldige UUID.", "The command's id is no UUID."};
  return refusal;
}

Refusal used_before() {
  Refusal refusal;
  refusal.kind = RefusalKind::duplicate;
  refusal.sentence = {
      "Deze opdracht-id is al gebruikt: voor een andere opdracht, of voor een die niet "
      "meer te vergelijken is omdat iemand gewist is.",
      "This command id was used before: for another command, or for one that can't be "
      "compared any more since somebody was erased."};
  return refusal;
}

/// What the log knows of a command; none when nothing.
Result<std::optional<Answer>> known_answer(const EventLog& log, const CommandId& id,
                                           const Digest& content) {
  auto known = log.find_command(id, content);
  if (known.has_error() && known.error().code == Errc::command_reused)
    return std::optional<Answer>(used_before());
  if (known.has_error()) return known.error();
  if (!*known) return std::optional<Answer>();
  return std::optional<Answer>(std::move(**known));
}

/// Of one that is decided.
Result<Answer> answer_or_error(Result<std::optional<Answer>> answer) {
  if (answer.has_error()) return answer.error();
  return std::move(**answer);
}

/// Whether something is not where those who were decided after it expect it.
bool is_amiss(const Result<Receipt>& outcome) {
  return outcome.has_error() || outcome->repeated;
}

}  // namespace

Result<std::optional<Receipt>> Processor::find_answer(const Command& command) const {
  if (!is_uuid(command.id.text)) return std::optional<Receipt>();
  const auto content = vault_.authenticate(content_of(command));
  if (content.has_error()) return content.error();
  auto known = log_.find_command(command.id, *content);
  if (known.has_error() && known.error().code == Errc::command_reused)
    return std::optional<Receipt>();
  return known;
}

Position Processor::next_place() const {
  return {ahead_.empty() ? log_.tail().size : size_ahead_};
}

void Processor::enqueue(Command command, Timestamp now, Told told) {
  WaitingCommand waiting;
  waiting.command = std::move(command);
  waiting.now = now;
  waiting.told = std::move(told);
  admit(std::move(waiting));
}

void Processor::enqueue_notice(const CaseId& id, Timestamp now, Told told) {
  WaitingCommand waiting;
  waiting.command.case_id = id;
  waiting.now = now;
  waiting.told = std::move(told);
  waiting.is_notice = true;
  admit(std::move(waiting));
}

void Processor::admit(WaitingCommand waiting) {
  auto answer = consider(waiting);
  const bool is_decided = answer.has_value() && !*answer;
  const bool is_nothing = waiting.count == 0 && !waiting.is_repeat && !waiting.is_put_off;
  if (is_decided && is_nothing) return;  // A notice of nothing.
  if (answer.has_value() && *answer && ahead_.contains(waiting.command.case_id)) {
    if (auto* refusal = std::get_if<Refusal>(&**answer)) waiting.ready = std::move(*refusal);
  }
  if (is_decided || waiting.ready) return waiting_.commands.push_back(std::move(waiting));
  if (waiting.told) waiting.told(answer_or_error(std::move(answer)));
}

/// Whether what is on its way must be in the log first.
bool Processor::is_put_off(const Command& command, Timestamp now) const {
  const auto ahead = ahead_.find(command.case_id);
  if (ahead == ahead_.end()) return false;
  const CaseState& state = ahead->second.loaded.state;
  const Definition* definition = definitions_.find(state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  return asks_for_the_past(state, command, *definition, day_in_amsterdam(now));
}

/// None: it waits, or nothing is due.
Result<std::optional<Answer>> Processor::consider(WaitingCommand& waiting) {
  if (!waiting.is_notice) return consider_command(waiting);
  auto noticed = consider_notice(waiting);
  if (noticed.has_error()) return noticed.error();
  return std::optional<Answer>();
}

Result<std::optional<Answer>> Processor::consider_command(WaitingCommand& waiting) {
  const Command& command = waiting.command;
  if (!is_uuid(command.id.text)) return std::optional<Answer>(no_uuid());
  const auto content = vault_.authenticate(content_of(command));
  if (content.has_error()) return content.error();
  waiting.content = *content;
  waiting.is_repeat = on_their_way_.contains(command.id);
  if (waiting.is_repeat) return std::optional<Answer>();
  auto known = known_answer(log_, command.id, *content);
  if (known.has_error() || *known) return known;
  waiting.is_put_off = is_put_off(command, waiting.now);
  if (waiting.is_put_off) return std::optional<Answer>();
  auto prepared = prepare(command, waiting.now, find_ahead(command.case_id), Asking::to_record);
  if (prepared.has_error()) return prepared.error();
  if (auto* refusal = std::get_if<Refusal>(&prepared->decision))
    return std::optional<Answer>(std::move(*refusal));
  return record(std::move(*prepared), waiting);
}

Result<> Processor::consider_notice(WaitingCommand& waiting) {
  const auto found = find_ahead(waiting.command.case_id);
  if (found.has_error()) return found.error();
  const CaseState& state = (*found)->state;
  const Definition* definition = definitions_.find(state.definition);
  if (definition == nullptr || state.closed) return {};
  const Date today = day_in_amsterdam(waiting.now);
  if ((*found)->judged == LoadedCase::judged_as(state, *definition, today)) return {};
  LoadedCase after = **found;
  std::vector<Batch> batches;
  const auto count = add_findings(batches, after, *definition, waiting.now, next_place());
  if (count.has_error()) return count.error();
  if (*count > 0) set_out(waiting, std::move(batches), std::move(after));
  return {};
}

void Processor::set_out(WaitingCommand& waiting, std::vector<Batch> batches, LoadedCase after) {
  size_ahead_ = next_place().value;
  for (const Batch& batch : batches) size_ahead_ += batch.events.size();
  waiting.first = waiting_.batches.size();
  waiting.count = batches.size();
  std::move(batches.begin(), batches.end(), std::back_inserter(waiting_.batches));
  Ahead& ahead = ahead_[waiting.command.case_id];
  ahead.loaded = std::move(after);
  ++ahead.commands;
  if (!waiting.is_notice) on_their_way_.insert(waiting.command.id);
}

CommandGroup Processor::take() {
  return std::exchange(waiting_, {});
}

Settled Processor::settle(CommandGroup group, const Result<Outcomes>& outcomes) {
  Settled settled;
  std::vector<WaitingCommand> again;
  std::set<CaseId> cases;
  bool is_shifted = false;
  for (WaitingCommand& waiting : group.commands) {
    Result<std::optional<Answer>> answer =
        outcomes.has_error() ? outcomes.error() : outcome_of(waiting, *outcomes, is_shifted);
    for (std::size_t at = 0; outcomes.has_value() && at < waiting.count; ++at)
      is_shifted = is_shifted || is_amiss(outcomes->at(waiting.first + at));
    if (waiting.count > 0) {
      on_their_way_.erase(waiting.command.id);
      --ahead_.at(waiting.command.case_id).commands;
      cases.insert(waiting.command.case_id);
    }
    if (answer.has_value() && !*answer) {
      again.push_back(std::move(waiting));
    } else if (waiting.told) {
      settled.emplace_back(std::move(waiting.told), answer_or_error(std::move(answer)));
    }
  }
  for (const CaseId& id : cases) land(id, outcomes.has_value());
  if (outcomes.has_error() || is_shifted || !again.empty()) reconsider(std::move(again));
  return settled;
}

/// None: it is to be decided anew.
Result<std::optional<Answer>> Processor::outcome_of(const WaitingCommand& waiting,
                                                    const Outcomes& outcomes,
                                                    bool is_shifted) const {
  if (waiting.is_put_off) return std::optional<Answer>();
  if (waiting.is_repeat) return known_answer(log_, waiting.command.id, waiting.content);
  if (waiting.ready) {
    return is_shifted ? std::optional<Answer>() : std::optional<Answer>(*waiting.ready);
  }
  const Result<Receipt>& outcome = outcomes.at(waiting.first);
  if (outcome.has_value()) return std::optional<Answer>(*outcome);
  const bool is_conflict = outcome.error().code == Errc::version_conflict;
  if (is_conflict && waiting.attempts < attempts_max) return std::optional<Answer>();
  auto answer = too_large_or(outcome.error());
  if (answer.has_error()) return answer.error();
  return std::optional<Answer>(std::move(*answer));
}

/// Brings a case to what was recorded of it.
void Processor::land(const CaseId& id, bool is_recorded) {
  if (is_recorded) {
    keep_up(id);
  } else {
    cases_.erase(id);
  }
  const auto at = ahead_.find(id);
  if (at->second.commands > 0) return;
  if (LoadedCase* known = cases_.find(id)) known->judged = at->second.loaded.judged;
  ahead_.erase(at);
}

/// What was decided on what did not come about is decided on what did.
void Processor::reconsider(std::vector<WaitingCommand> again) {
  CommandGroup rest = take();
  ahead_.clear();
  on_their_way_.clear();
  for (WaitingCommand& waiting : again) ++waiting.attempts;
  std::move(rest.commands.begin(), rest.commands.end(), std::back_inserter(again));
  for (WaitingCommand& waiting : again) {
    waiting.is_repeat = waiting.is_put_off = false;
    waiting.ready.reset();
    waiting.first = waiting.count = 0;
    admit(std::move(waiting));
  }
}

void Processor::record_waiting() {
  while (waiting() > 0) {
    CommandGroup group = take();
    const auto outcomes = append_group(log_, group);
    for (const auto& [told, answer] : settle(std::move(group), outcomes)) told(answer);
  }
}

Result<Answer> Processor::submit(const Command& command, Timestamp now) {
  std::optional<Result<Answer>> answer;
  enqueue(command, now, [&answer](Result<Answer> came) { answer.emplace(std::move(came)); });
  record_waiting();
  ensure(answer.has_value(), "a command that was enqueued is answered");
  return std::move(*answer);
}

Result<std::size_t> Processor::notice(const CaseId& id, Timestamp now) {
  std::optional<Error> failed;
  enqueue_notice(id, now, [&failed](Result<Answer> came) {
    if (came.has_error()) failed = came.error();
  });
  const std::size_t count = waiting_.batches.size();
  record_waiting();
  if (failed) return *failed;
  return count;
}

}  // namespace verloop
