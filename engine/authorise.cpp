#include "engine/authorise.hpp"

#include <algorithm>

#include "engine/bindings.hpp"
#include "engine/evolve.hpp"

namespace verloop {

Refusal no_such_case() {
  return refuse(RefusalKind::unknown, {"Deze zaak bestaat niet.", "There is no such case."});
}

bool has_access(const CaseState& state, const Actor& actor, const Circumstances& given) {
  const auto& roles = given.definition.procedure.roles;
  const auto role = roles.find(actor.role.text);
  if (role == roles.end()) return false;
  if (role->second.own) return given.own_member;
  if (!role->second.access) return false;
  return holds(*role->second.access,
               {{"case", case_value(state, given.definition)}, {"actor", actor_value(actor)}});
}

std::optional<Refusal> check_authority(const CaseState& state, const Action& action,
                                       const Actor& actor, const Circumstances& given) {
  const Procedure& procedure = given.definition.procedure;
  if (std::find(action.by.begin(), action.by.end(), actor.role) == action.by.end()) {
    return refuse(
        RefusalKind::unauthorised,
        {"\"" + action.label.nl + "\" is aan: " + procedure.role_labels(action, Language::nl) + ".",
         "\"" + action.label.en + "\" is for: " + procedure.role_labels(action, Language::en) +
             "."});
  }
  if (action.creates || has_access(state, actor, given)) return std::nullopt;
  return refuse(
      RefusalKind::unauthorised,
      {"Deze rol heeft geen toegang tot deze zaak (niet gekoppeld, of van een andere organisatie).",
       "This role has no access to this case (not linked to it, or of another organisation)."});
}

std::optional<Refusal> check_own_subjects(const Action& action, const Command& command,
                                          const Circumstances& given) {
  const auto& roles = given.definition.procedure.roles;
  const auto role = roles.find(command.actor.role.text);
  if (role == roles.end() || !role->second.own) return std::nullopt;
  bool names_own = false;
  bool names_other = false;
  for (const Field& field : action.payload) {
    const auto known = given.subjects.find(field.name);
    if (known == given.subjects.end()) continue;
    if (known->second.own) names_own = true;
    if (!known->second.own && known->second.member) names_other = true;
  }
  if (names_own && !names_other) return std::nullopt;
  return refuse(RefusalKind::unauthorised,
                {"Dit kan alleen voor wie aan u gekoppeld is.",
                 "This can be done only for a person who is linked to you."});
}

}  // namespace verloop
