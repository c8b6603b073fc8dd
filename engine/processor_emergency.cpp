// Looking into a case in an emergency: who may, and until when.

#include <algorithm>

#include "engine/authorise.hpp"
#include "engine/evolve.hpp"
#include "engine/processor.hpp"
#include "events/case_key.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

constexpr std::size_t reason_bytes_max = 2000;

Refusal refuse(RefusalKind kind, Label sentence, std::string path) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.path = std::move(path);
  refusal.sentence = std::move(sentence);
  return refusal;
}

std::optional<Refusal> check_reason(const std::string& reason) {
  if (reason.empty())
    return refuse(RefusalKind::payload,
                  {"Noem de reden van de noodinzage.", "Name the reason of the emergency look."},
                  "reason");
  if (reason.size() <= reason_bytes_max && is_utf8(reason)) return std::nullopt;
  return refuse(RefusalKind::payload,
                {"De reden is langer dan 2000 bytes of geen UTF-8.",
                 "The reason is longer than 2000 bytes or no UTF-8."},
                "reason");
}

std::optional<Refusal> check_minutes(std::optional<std::int64_t> minutes, const BreakGlass& glass) {
  const std::int64_t most = glass.minutes.count();
  if (!minutes || (*minutes >= 1 && *minutes <= most)) return std::nullopt;
  const std::string text = std::to_string(most);
  return refuse(RefusalKind::payload,
                {"Een noodinzage duurt 1 tot " + text + " minuten.",
                 "An emergency look lasts 1 to " + text + " minutes."},
                "minutes");
}

Refusal is_erased() {
  return refuse(RefusalKind::state, {"Deze zaak is gewist; er is niets meer in te zien.",
                                     "This case was erased; there is nothing left to see."});
}

}  // namespace

std::optional<Actor> acting_in_emergency(const Rights& rights, const ActorId& actor,
                                         const BreakGlass& glass) {
  for (const RoleAt& at : rights.roles_of(actor))
    if (std::find(glass.by.begin(), glass.by.end(), at.role) != glass.by.end())
      return Actor{actor, at.role, at.org, {}};
  return std::nullopt;
}

std::optional<Refusal> Processor::check_emergency_role(const ActorId& actor, Timestamp now) const {
  for (const Definition* definition : definitions_.all()) {
    const auto& glass = definition->procedure.break_glass;
    if (glass && acting_in_emergency(directory_.at(now), actor, *glass)) return std::nullopt;
  }
  return refuse(RefusalKind::unauthorised,
                {"Geen rol van deze actor mag in nood een zaak inzien.",
                 "No role of this actor may look into a case in an emergency."});
}

Result<std::variant<Emergency, Refusal>> Processor::check_emergency(const EmergencyWanted& wanted,
                                                                    Timestamp now) {
  using Outcome = std::variant<Emergency, Refusal>;
  if (auto refusal = check_emergency_role(wanted.actor, now)) return Outcome(std::move(*refusal));
  if (auto refusal = check_reason(wanted.reason)) return Outcome(std::move(*refusal));
  const auto found = find(wanted.case_id);
  if (found.has_error() && found.error().code == Errc::not_found) return Outcome(no_such_case());
  if (found.has_error()) return found.error();
  const LoadedCase& loaded = **found;
  const Definition* definition = definitions_.find(loaded.state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  const auto& glass = definition->procedure.break_glass;
  const auto by = glass ? acting_in_emergency(directory_.at(now), wanted.actor, *glass)
                        : std::optional<Actor>();
  if (reaches(wanted.actor, loaded, now))
    return Outcome(refuse(RefusalKind::state, {"Deze actor heeft al toegang tot deze zaak.",
                                               "This actor has access to this case already."}));
  if (!by) return Outcome(no_such_case());
  if (auto refusal = check_minutes(wanted.minutes, *glass)) return Outcome(std::move(*refusal));
  // The reason is sealed under the case: of one that was erased nothing can be recorded or seen.
  const auto key = present_key(vault_, case_key(wanted.case_id));
  if (key.has_error()) return key.error();
  const auto erased = vault_.erased(*key);
  if (erased.has_error()) return erased.error();
  if (*erased) return Outcome(is_erased());
  const std::chrono::minutes minutes(wanted.minutes.value_or(glass->minutes.count()));
  Emergency emergency{wanted.case_id, *by,
                      glass->view,    std::max(now, log_.tail().recorded_at) + minutes,
                      wanted.reason,  {}};
  for (const auto& [subject, member] : loaded.members) emergency.subjects.insert(subject);
  return Outcome(std::move(emergency));
}

Result<> Processor::open_emergency(const Emergency& emergency, Timestamp now) {
  const auto found = find(emergency.case_id);
  if (found.has_error()) return found.error();
  const Definition* definition = definitions_.find((*found)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto key = key_to_seal(case_key(emergency.case_id));
  if (key.has_error()) return key.error();
  const Date day = day_in_amsterdam(now);
  Event event;
  event.type = emergency_opened;
  event.occurred_on = {day, format(day)};
  event.fields = {{"person", emergency.by.id.text},
                  {"view", emergency.view.text},
                  {"until", format(emergency.until)},
                  {"reason", emergency.reason}};
  event.subjects["reason"] = std::move(*key);
  SystemCommand command{emergency.case_id, {"openEmergency"}, {random_uuid()}, emergency.by, {}};
  command.events.push_back(std::move(event));
  auto batch =
      system_batch(std::move(command), definition->catalogue, definition->reference, seed_);
  if (batch.has_error()) return batch.error();
  batch->purpose = emergency_purpose;
  const auto receipt = append_one(log_, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  keep_up(emergency.case_id);
  return {};
}

}  // namespace verloop
