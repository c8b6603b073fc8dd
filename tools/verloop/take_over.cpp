// Commands of a takeover, submitted: to a log in memory, or to the one that is open.

#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "tools/verloop/import_cases.hpp"

namespace verloop {
namespace {

constexpr std::chrono::milliseconds signing_interval{500};  // No event is unsigned for long.

/// The field of the payload by which it is refused; empty when it is none in particular.
std::string field_of(const Refusal& refusal) {
  std::string path = refusal.path;
  for (const TextHit& hit : refusal.hits)
    if (path.empty() && hit.refuses) path = hit.path;
  return path.substr(0, path.find_first_of(".["));
}

/// At the cell of the field by which it is refused, with the column's heading; else at the row.
CsvFault refused_at(const TakeoverCommand& at, const Refusal& refusal, const Procedure& procedure) {
  const Action* action = procedure.action(at.command.action.text);
  const Label what = action == nullptr ? Label{"", ""} : action->label;
  const std::string rule = refusal.rule.text.empty() ? "" : " (" + refusal.rule.text + ')';
  const Label message{what.nl + ": " + refusal.sentence.nl + rule,
                      what.en + ": " + refusal.sentence.en + rule};
  const auto cell = at.cells.find(field_of(refusal));
  if (cell == at.cells.end()) return {at.place, message};
  const Label& column = cell->second.column;
  return {cell->second.place,
          {"kolom \"" + column.nl + "\": " + message.nl,
           "column \"" + column.en + "\": " + message.en}};
}

/// What is not known of the case any more, or not yet; and which rules were not kept by what is.
Result<> count_rules(const CaseId& id, Processor& processor, const Definitions& definitions,
                     TakenOverCases& counted) {
  const auto found = processor.find(id);
  if (found.has_error()) return found.error();
  const CaseState& state = (*found)->state;
  const Definition* definition = definitions.find(state.definition);
  if (definition == nullptr) return {};
  const Date today = day_in_amsterdam(system_now());
  for (const JudgedRule& rule : judge(state, *definition, today).rules) {
    if (rule.status == Status::unknown) ++counted.unknown[rule.id.text];
    if (rule.status == Status::violated || rule.status == Status::not_followed)
      counted.broken[id].insert(rule.id.text);
  }
  return {};
}

}  // namespace

Result<TakenOverCases> rehearse_takeover(const TakeoverTable& table, Instance& instance,
                                         Timestamp now, Rehearsal what) {
  MemoryVault vault;
  auto log = MemoryLog::create(instance.log().origin(), vault);
  if (log.has_error()) return log.error();
  Processor processor(**log, vault, instance.definitions(), instance.directory(), instance.seed());
  KnownNames own(**log, vault), recorded(instance.log(), instance.vault());
  bool is_known = false;  // Recorded by an earlier run, so compared with the names of then.
  processor.take_names_from([&](const CaseId& id, const std::string& org, const TextFind& find,
                                bool all) -> Result<NamePhrases> {
    if (is_known) return NamePhrases{};
    auto names = own.of(id, org, find);
    if (names.has_error() || (what == Rehearsal::to_try && !all)) return names;
    auto more = recorded.of(id, org, find);
    if (more.has_error()) return more;
    names->merge(*more);
    return names;
  });
  TakenOverCases played;
  for (const TakeoverCase& one : table.cases) {
    bool is_whole = true;
    for (const TakeoverCommand& step : one.commands) {
      const auto known = instance.processor().find_answer(step.command);
      if (known.has_error()) return known.error();
      is_known = known->has_value();
      const auto answer = processor.submit(step.command, now);
      if (answer.has_error()) return answer.error();
      const auto* refusal = std::get_if<Refusal>(&*answer);
      if (refusal == nullptr) {
        ++played.recorded;
        continue;
      }
      const Definition* definition =
          instance.definitions().newest(one.commands.front().command.procedure);
      played.refused.push_back(refused_at(step, *refusal, definition->procedure));
      is_whole = false;
      break;
    }
    if (!is_whole) continue;
    ++played.cases;
    const auto counted = count_rules(one.id, processor, instance.definitions(), played);
    if (counted.has_error()) return counted.error();
  }
  played.events = (*log)->tail().size;
  return played;
}

Result<TakenOverCases> record_takeover(const TakeoverTable& table, Instance& instance,
                                       const Progress& progress) {
  TakenOverCases done;
  Processor& processor = instance.processor();
  const std::uint64_t before = instance.log().tail().size;
  auto signed_at = std::chrono::steady_clock::now();
  for (const TakeoverCase& one : table.cases) {
    for (const TakeoverCommand& step : one.commands) {
      const auto known = processor.find_answer(step.command);
      if (known.has_error()) return known.error();
      ++(*known ? done.known : done.recorded);
      progress(done.known + done.recorded);
      if (*known) continue;
      const auto answer = processor.submit(step.command, system_now());
      if (answer.has_error()) return answer.error();
      const auto* refusal = std::get_if<Refusal>(&*answer);
      if (refusal == nullptr) continue;
      --done.recorded;
      const Definition* definition =
          instance.definitions().newest(one.commands.front().command.procedure);
      done.refused.push_back(refused_at(step, *refusal, definition->procedure));
      done.events = instance.log().tail().size - before;
      return done;
    }
    ++done.cases;
    const auto counted = count_rules(one.id, processor, instance.definitions(), done);
    if (counted.has_error()) return counted.error();
    if (std::chrono::steady_clock::now() - signed_at < signing_interval) continue;
    const auto note = instance.log().sign_checkpoint();
    if (note.has_error()) return note.error();
    signed_at = std::chrono::steady_clock::now();
  }
  done.events = instance.log().tail().size - before;
  return done;
}

}  // namespace verloop
