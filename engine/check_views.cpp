#include "engine/procedure_check.hpp"
#include "engine/procedure_names.hpp"

namespace verloop {
namespace {

void check_view(const std::string& id, const RoleView& view, const CheckedProcedure& checked,
                ProcedureNames& names) {
  const std::string what = "view " + id;
  const auto role = checked.procedure.roles.find(id);
  if (role == checked.procedure.roles.end()) {
    names.unknown({"views", id}, what + ": unknown role", id, keys(checked.procedure.roles));
    return;
  }
  for (const std::string& track : view.tracks) names.track(track, what, {"views", id, "tracks"});
  std::vector<std::string> rules;
  for (const Rule& rule : checked.procedure.rules) rules.push_back(rule.id.text);
  for (const std::string& rule : view.rules)
    if (checked.procedure.rule(rule) == nullptr)
      names.unknown({"views", id, "rules", rule}, what + ": unknown rule", rule, rules);
  for (const auto& [event, fields] : view.events) {
    const std::vector<std::string> place = {"views", id, "events", event};
    if (!names.event(event, what, place)) continue;
    for (const std::string& field : fields)
      names.field(event, field, what, {"views", id, "events", event, field});
    const EventType& type = *checked.catalogue.find(event);
    if (view.records || is_open_to(type.audience, role->second.organisation)) continue;
    names.fault(place, what + ": event " + event + " is for " +
                           std::string(name_of(type.audience)) +
                           ", and this role is of organisation " + role->second.organisation +
                           "; remove it from the view, or widen the event's audience");
  }
}

}  // namespace

void check_views(const CheckedProcedure& checked, std::vector<YamlFault>& faults) {
  ProcedureNames names(checked, faults);
  for (const auto& [id, view] : checked.procedure.views) check_view(id, view, checked, names);
  for (const auto& [id, role] : checked.procedure.roles)
    if (!checked.procedure.views.contains(id))
      names.fault({"roles", id}, "role " + id + ": it has no view; expected one in `views`");
}

}  // namespace verloop
