#include "events/commit.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "events/disclosure.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"

namespace verloop {
namespace {

std::optional<Version> head_of(const CommitBase& base, const CaseId& stream) {
  const auto found = base.heads.find(stream);
  if (found == base.heads.end()) return std::nullopt;
  return found->second;
}

Result<> check_version(const Batch& batch, std::optional<Version> head) {
  if (batch.any_version || batch.expected == head) return {};
  const auto text = [](std::optional<Version> version) {
    return version ? std::to_string(version->value) : std::string("-1");
  };
  return Error{Errc::version_conflict, "case " + batch.case_id.text + " is at version " +
                                           text(head) + ", not at " + text(batch.expected) +
                                           "; read it again and decide anew"};
}

/// What a batch holds may name positions, its own too: they are right in one place only.
Result<> check_place(const Batch& batch, std::uint64_t size) {
  if (!batch.place || batch.place->value == size) return {};
  return Error{Errc::version_conflict,
               "the command on case " + batch.case_id.text + " was decided for position " +
                   std::to_string(batch.place->value) + ", the log ends at " +
                   std::to_string(size) + "; decide it anew"};
}

/// The record of one event; only `sealed` is left to fill.
Record record_of(const Batch& batch, const SealedEvent& event) {
  Record record;
  record.case_id = batch.case_id;
  record.type = event.type;
  record.procedure = batch.procedure;
  record.action = batch.action;
  record.command = batch.command;
  record.actor = batch.actor;
  record.purpose = batch.purpose;
  record.occurred_on = event.occurred_on;
  record.basis = event.basis;
  record.data = event.data;
  record.findings = event.findings;
  record.links = event.links;
  record.nonce = event.nonce;
  return record;
}

Result<PlacedRecord> place_event(const std::string& origin, const SealedEvent& event,
                                 Record record) {
  PlacedRecord placed{record.position, record.case_id, record.version, {}, {}, {}, {}};
  for (const Opening& opening : event.openings) {
    std::string plain = encode(opening.disclosure);
    const Digest digest = sha256(plain);
    const std::string& field = opening.disclosure.field;
    placed.plain.push_back({opening.subject, field, std::move(plain),
                            sealed_context(origin, record.position, field, digest)});
    const bool fresh = record.sealed.emplace(field, digest).second;
    ensure(fresh, "an event seals each field once");
  }
  placed.bytes = encode(record);
  if (placed.bytes.size() > record_bytes_max) {
    return Error{Errc::too_large, "an event " + event.type.text + " of action " +
                                      record.action.text + " takes " +
                                      std::to_string(placed.bytes.size()) +
                                      " bytes; the limit is " + std::to_string(record_bytes_max)};
  }
  placed.leaf = leaf_hash(placed.bytes);
  return placed;
}

/// The answer as a later repeat will give it: read back from the form in which it is stored.
boost::json::object stored_form(const boost::json::object& answer) {
  const Result<boost::json::value> parsed = parse_json(canonical_json(answer));
  ensure(parsed.has_value() && parsed->is_object(), "a command's answer is valid JSON");
  return parsed->as_object();
}

Result<PlacedBatch> place_batch(const CommitBase& base, const Batch& batch, Timestamp time) {
  ensure(!batch.events.empty(), "a batch has at least one event");
  const std::optional<Version> head = head_of(base, batch.case_id);
  if (auto checked = check_version(batch, head); !checked) return checked.error();
  if (auto checked = check_place(batch, base.tree.size()); !checked) return checked.error();
  PlacedBatch placed;
  placed.command = batch.command;
  Position position{base.tree.size()};
  Version version = head ? head->next() : Version{0};
  for (const SealedEvent& event : batch.events) {
    Record record = record_of(batch, event);
    record.position = position;
    record.version = version;
    record.recorded_at = time;
    Result<PlacedRecord> one = place_event(base.origin, event, std::move(record));
    if (!one) return one.error();
    placed.records.push_back(std::move(*one));
    position = position.next();
    version = version.next();
  }
  const PlacedRecord& last = placed.records.back();
  placed.known = {batch.content,
                  {batch.case_id, last.version, placed.records.front().position, last.position,
                   stored_form(batch.answer), false}};
  return placed;
}

void apply(CommitBase& base, const PlacedBatch& placed) {
  for (const PlacedRecord& record : placed.records) base.tree.append(record.leaf);
  base.heads[placed.known.receipt.case_id] = placed.known.receipt.version;
  base.commands[placed.command] = placed.known;
}

Result<Receipt> place_one(CommitBase& base, const Batch& batch, std::size_t index, Timestamp time,
                          std::vector<PlacedBatch>& all) {
  if (const auto known = base.commands.find(batch.command); known != base.commands.end()) {
    return repeat_receipt(batch.command, known->second, batch.content);
  }
  Result<PlacedBatch> placed = place_batch(base, batch, time);
  if (!placed) return placed.error();
  placed->index = index;
  apply(base, *placed);
  all.push_back(std::move(*placed));
  return all.back().known.receipt;
}

std::vector<SubjectId> subjects_of(const PlacedBatch& batch) {
  std::vector<SubjectId> subjects;
  for (const PlacedRecord& record : batch.records) {
    for (const PlainValue& value : record.plain) subjects.push_back(value.subject);
  }
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return subjects;
}

/// The error of a batch that meets a destroyed subject.
Error subject_erased(const PlacedBatch& batch) {
  return {Errc::not_found, "a person or case that the command on case " +
                               batch.known.receipt.case_id.text +
                               " concerns was erased; no value can be sealed for it any more"};
}

/// Keys for all; where one subject was destroyed, batch by batch to find whose it is.
Result<RefusedBatches> make_keys(const Commit& commit, Vault& vault) {
  RefusedBatches refused;
  std::vector<SubjectId> all;
  for (const PlacedBatch& batch : commit.placed) {
    for (SubjectId& subject : subjects_of(batch)) all.push_back(std::move(subject));
  }
  if (all.empty()) return refused;
  const Result<> made = vault.create_keys(all);
  if (made) return refused;
  if (made.error().code != Errc::not_found) return made.error();
  for (const PlacedBatch& batch : commit.placed) {
    const Result<> one = vault.create_keys(subjects_of(batch));
    if (one) continue;
    if (one.error().code != Errc::not_found) return one.error();
    refused.emplace(batch.index, subject_erased(batch));
  }
  return refused;
}

Result<> seal_batch(PlacedBatch& batch, Vault& vault) {
  for (PlacedRecord& record : batch.records) {
    for (const PlainValue& value : record.plain) {
      Result<std::string> sealed = vault.encrypt(value.subject, value.bytes, value.context);
      if (!sealed) return sealed.error();
      record.sealed.push_back({value.field, value.subject, std::move(*sealed)});
    }
  }
  return {};
}

/// Seals all; names the batches whose subject was destroyed in between.
Result<RefusedBatches> seal_commit(Commit& commit, Vault& vault) {
  Result<RefusedBatches> refused = make_keys(commit, vault);
  if (!refused || !refused->empty()) return refused;
  for (PlacedBatch& batch : commit.placed) {
    const Result<> sealed = seal_batch(batch, vault);
    if (sealed) continue;
    if (sealed.error().code != Errc::not_found) return sealed.error();
    refused->emplace(batch.index, subject_erased(batch));
  }
  return refused;
}

}  // namespace

Result<Receipt> repeat_receipt(const CommandId& command, const KnownCommand& known,
                               const Digest& content) {
  if (known.content == Digest{} && content != Digest{}) {
    return Error{Errc::command_reused,
                 "command " + command.text +
                     " was recorded before; what it was can't be compared any more, since somebody "
                     "whom it concerned was erased; use a new command id"};
  }
  if (known.content != content) {
    return Error{Errc::command_reused, "command " + command.text +
                                           " was recorded before with other content; use a new "
                                           "command id"};
  }
  Receipt receipt = known.receipt;
  receipt.repeated = true;
  return receipt;
}

Commit place_batches(CommitBase base, const std::vector<Batch>& batches, Timestamp now,
                     const RefusedBatches& refused) {
  Commit commit;
  const Timestamp time = std::max(now, base.recorded_at);
  for (std::size_t index = 0; index < batches.size(); ++index) {
    if (const auto why = refused.find(index); why != refused.end()) {
      commit.outcomes.push_back(why->second);
    } else {
      commit.outcomes.push_back(place_one(base, batches[index], index, time, commit.placed));
    }
  }
  commit.recorded_at = commit.placed.empty() ? base.recorded_at : time;
  commit.tree = std::move(base.tree);
  return commit;
}

Result<Commit> place_and_seal(const CommitBase& base, const std::vector<Batch>& batches,
                              Timestamp now, Vault& vault) {
  RefusedBatches refused;
  while (true) {  // Ends: each further round refuses at least one batch more.
    Commit commit = place_batches(base, batches, now, refused);
    Result<RefusedBatches> met = seal_commit(commit, vault);
    if (!met) return met.error();
    if (met->empty()) return commit;
    refused.merge(*met);
  }
}

}  // namespace verloop
