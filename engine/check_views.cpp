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

/// Whether who is told of it, is: the view of the role lists the event.
void check_notified(const RoleId& role, const CheckedProcedure& checked, ProcedureNames& names) {
  const auto view = checked.procedure.views.find(role.text);
  if (view == checked.procedure.views.end()) return;  // A fault of its own.
  if (view->second.records || view->second.events.contains("EmergencyOpened")) return;
  names.fault({"breakGlass", "notifies", role.text},
              "breakGlass: the view of role " + role.text +
                  " does not list EmergencyOpened, so that it would not be told; list it there");
}

/// Nobody sees more of a case than the audiences of its events allow to their organisation.
void check_emergency_view(const BreakGlass& glass, const CheckedProcedure& checked,
                          ProcedureNames& names) {
  const auto& roles = checked.procedure.roles;
  if (!names.role(glass.view.text, "breakGlass, view", {"breakGlass", "view"})) return;
  const auto view = checked.procedure.views.find(glass.view.text);
  if (view != checked.procedure.views.end() && view->second.own)
    names.fault({"breakGlass", "view", glass.view.text},
                "breakGlass: the view of " + glass.view.text + " is of its own members only");
  for (const RoleId& role : glass.by) {
    const auto known = roles.find(role.text);
    if (known == roles.end()) continue;
    const std::string& own = known->second.organisation;
    if (own == roles.at(glass.view.text).organisation) continue;
    names.fault({"breakGlass", "by", role.text},
                "breakGlass: role " + role.text + " is of organisation " + own +
                    ", and the view is of another; name a view of its own organisation");
  }
}

void check_break_glass(const CheckedProcedure& checked, ProcedureNames& names) {
  if (!checked.procedure.break_glass) return;
  const BreakGlass& glass = *checked.procedure.break_glass;
  for (const RoleId& role : glass.by) names.role(role.text, "breakGlass, by", {"breakGlass", "by"});
  if (glass.by.empty()) names.fault({"breakGlass"}, "breakGlass: `by` names no role");
  if (glass.notifies.empty())
    names.fault({"breakGlass"}, "breakGlass: `notifies` names no role; somebody must be told");
  check_emergency_view(glass, checked, names);
  for (const RoleId& role : glass.notifies)
    if (names.role(role.text, "breakGlass, notifies", {"breakGlass", "notifies"}))
      check_notified(role, checked, names);
}

}  // namespace

void check_views(const CheckedProcedure& checked, std::vector<YamlFault>& faults) {
  ProcedureNames names(checked, faults);
  for (const auto& [id, view] : checked.procedure.views) check_view(id, view, checked, names);
  for (const auto& [id, role] : checked.procedure.roles)
    if (!checked.procedure.views.contains(id))
      names.fault({"roles", id}, "role " + id + ": it has no view; expected one in `views`");
  check_break_glass(checked, names);
}

}  // namespace verloop
