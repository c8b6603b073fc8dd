// Four eyes: a definition is proposed by one person and put to use by another.

#include <algorithm>

#include "engine/definitions.hpp"
#include "engine/deployment.hpp"

namespace verloop {
namespace {

Refusal proposed_by_nobody(const Definition& definition) {
  return refuse(RefusalKind::state,
                {"Niemand heeft " + definition.reference + " voorgesteld, met precies deze tekst.",
                 "Nobody proposed " + definition.reference + ", with exactly this text."});
}

Refusal proposed_by_the_same() {
  return refuse(RefusalKind::state, {"Wie een werkwijze voorstelt kan haar niet zelf goedkeuren.",
                                     "Who proposes a procedure can't approve it too."});
}

}  // namespace

bool Definitions::needs_approval(const Definition& definition) const {
  const Definition* before = newest(definition.procedure.name);
  return definition.procedure.second_person ||
         (before != nullptr && before->procedure.second_person);
}

const Proposal* Definitions::proposal_of(const Definition& definition) const {
  const std::string sha256 = to_hex(view(definition.digest));
  const auto is_of = [&](const Proposal& one) { return one.sha256 == sha256; };
  const auto found = std::find_if(proposals_.begin(), proposals_.end(), is_of);
  return found == proposals_.end() ? nullptr : &*found;
}

void Definitions::load_proposal(const Record& proposed) {
  const auto text = [&](const char* name) {
    return std::string(proposed.data.at(name).as_string());
  };
  proposals_.push_back({text("procedure"), proposed.data.at("version").to_number<std::int64_t>(),
                        text("sha256"), proposed.actor, proposed.occurred_on.text,
                        proposed.position});
}

Result<> Definitions::propose(const Definition& definition, const Actor& by, EventLog& log,
                              const SeedSource& seed, Timestamp now) {
  ensure(proposal_of(definition) == nullptr, "a definition is proposed once");
  const Procedure& procedure = definition.procedure;
  const Date day = day_in_amsterdam(now);
  Event event;
  event.type = {"ProcedureProposed@1"};
  event.occurred_on = {day, format(day)};
  event.fields = {{"procedure", procedure.name},
                  {"version", procedure.version},
                  {"sha256", to_hex(view(definition.digest))}};
  SystemCommand command{{"@definitions"}, {"proposeProcedure"}, {random_uuid()}, by, {event}};
  auto batch = system_batch(std::move(command), system_->types, system_->reference, seed);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  proposals_.push_back({procedure.name, procedure.version, to_hex(view(definition.digest)), by,
                        event.occurred_on.text, receipt->first});
  return {};
}

Result<std::optional<Refusal>> Definitions::approve(std::shared_ptr<const Definition> definition,
                                                    const Actor& by, EventLog& log,
                                                    const SeedSource& seed, Timestamp now) {
  const Proposal* proposal = proposal_of(*definition);
  if (proposal == nullptr) return std::optional(proposed_by_nobody(*definition));
  if (proposal->by.id == by.id) return std::optional(proposed_by_the_same());
  const Procedure& procedure = definition->procedure;
  const auto recorded = record_deployment(
      {procedure.name, procedure.version, definition->files, by, proposal->position}, *system_, log,
      seed, now);
  if (recorded.has_error()) return recorded.error();
  keep(*definition);
  return std::optional<Refusal>();
}

}  // namespace verloop
