#include "events/verify_commands.hpp"

#include <algorithm>
#include <utility>

#include "events/merkle.hpp"

namespace verloop {
namespace {

std::string name(Position at) {
  return "record at position " + std::to_string(at.value);
}

/// The texts of a list in an answer; none when it is not there or is no list of texts.
std::optional<std::vector<std::string>> texts_in(const boost::json::object& answer,
                                                 std::string_view member) {
  const boost::json::value* list = answer.if_contains(member);
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const boost::json::value& item : list->get_array()) {
    if (!item.is_string()) return std::nullopt;
    texts.emplace_back(item.get_string());
  }
  return texts;
}

/// Whether `some` lie in `all` in this order. An answer may leave out what its reader may not see.
bool lie_in(const std::vector<std::string>& some, const std::vector<std::string>& all) {
  auto at = all.begin();
  for (const std::string& one : some) {
    at = std::find(at, all.end(), one);
    if (at == all.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace

std::optional<Record> sound_record(const LogContents& log, Position at) {
  const auto bytes = log.stored_bytes(at);
  const auto leaf = log.stored_leaf(at);
  if (!bytes || !*bytes || !leaf || !*leaf || leaf_hash(**bytes) != **leaf) return std::nullopt;
  Result<Record> record = decode_record(**bytes);
  if (!record) return std::nullopt;
  return std::move(*record);
}

void CommandCheck::add(Position at, const Record& record, std::optional<StoredCommand> known) {
  if (!run_ || run_->command != record.command) {
    end_run();
    ensure(known.has_value(), "what is stored of a command comes with its first record");
    run_ = Run{record.command, std::move(known), record.case_id, at, at, record.version, {}, {},
               lost_};
  }
  lost_ = false;
  run_->last = at;
  run_->version = record.version;
  run_->types.push_back(record.type.text.substr(0, record.type.text.find('@')));
  for (const RuleId& finding : record.findings) run_->findings.insert(finding.text);
}

void CommandCheck::lose() {
  if (run_) run_->is_torn = true;
  end_run();
  lost_ = true;
  all_seen_ = false;
}

void CommandCheck::end_run() {
  if (!run_) return;
  const Run run = *std::exchange(run_, std::nullopt);
  const StoredCommand& known = *run.known;
  if (known && *known) {
    ++good_;
    return check_answer(run, (*known)->receipt);
  }
  faulty_.insert(run.command);
  report_(run.first, known ? "the command of the " + name(run.first) + " is not in the index"
                           : known.error().detail);
}

void CommandCheck::check_answer(const Run& run, const Receipt& receipt) {
  if (run.is_torn) return;  // Where it began or ended is not known.
  const std::string what = "the stored answer of the command of the " + name(run.first);
  if (receipt.case_id != run.stream || receipt.first != run.first || receipt.position != run.last ||
      receipt.version != run.version) {
    return report_(run.first, what + " does not fit its events");
  }
  const auto events = texts_in(receipt.answer, "events");
  if (events && !lie_in(*events, run.types))
    report_(run.first, what + " names an event that the command did not record");
  const auto findings = texts_in(receipt.answer, "findings").value_or(std::vector<std::string>());
  const auto is_recorded = [&run](const std::string& id) { return run.findings.contains(id); };
  if (!std::all_of(findings.begin(), findings.end(), is_recorded))
    report_(run.first, what + " names a finding that the command did not record");
}

void CommandCheck::finish(std::uint64_t size) {
  end_run();
  std::uint64_t count = 0;
  auto visited = log_.visit_commands([&count](const CommandId&) { ++count; });
  const bool fits = all_seen_ && count == good_ && faulty_.empty();
  // All are gone through once more, for there may be too many to remember.
  if (visited && !fits)
    visited = log_.visit_commands([&](const CommandId& command) { check_known(command, size); });
  if (!visited) report_(std::nullopt, visited.error().detail);
}

void CommandCheck::check_known(const CommandId& command, std::uint64_t size) {
  if (faulty_.contains(command)) return;
  const auto known = log_.stored_command(command);
  if (!known) return report_(std::nullopt, known.error().detail);
  if (!*known) return;
  const Position first = (*known)->receipt.first;
  const std::optional<Record> record = sound_record(log_, first);
  const bool lies_elsewhere = record && record->command != command;
  if (first.value < size && !lies_elsewhere) return;
  report_(first, "a command is remembered for position " + std::to_string(first.value) +
                     ", where no event of it lies");
}

}  // namespace verloop
