#include <algorithm>

#include "engine/procedure_check.hpp"
#include "engine/procedure_names.hpp"

namespace verloop {
namespace {

/// A document of an event that speaks of the entry it goes with: of a member.
void check_document(const FormExport& form, const std::string& event, const std::string& name,
                    const CheckedProcedure& checked, ProcedureNames& names) {
  const std::string what = "form " + form.format;
  const std::vector<std::string> at = {"exports", form.format, "documents", event};
  if (!names.event(event, what, at) || !names.field(event, name, what, at)) return;
  const EventType* type = checked.catalogue.find(event);
  if (type->field(name)->type.kind != FieldKind::document)
    names.fault(at, what + ": field " + name + " of " + event + " is no document");
  const bool has_member =
      std::any_of(type->fields.begin(), type->fields.end(),
                  [](const Field& field) { return field.type.kind == FieldKind::member; });
  if (!has_member)
    names.fault(at, what + ": " + event + " speaks of no member, so nobody could tell whose it is");
}

}  // namespace

void check_exports(const CheckedProcedure& checked, const std::vector<FormExport>& forms,
                   std::vector<YamlFault>& faults) {
  ProcedureNames names(checked, faults);
  for (const FormExport& form : forms) {
    const std::string what = "form " + form.format;
    if (form.by.empty() && !form.withheld)
      names.fault({"exports", form.format},
                  what + ": no role may make it; expected at least one in `by`");
    for (const RoleId& role : form.by) names.role(role.text, what, {"exports", form.format, "by"});
    for (const auto& [event, name] : form.documents)
      check_document(form, event, name, checked, names);
  }
}

}  // namespace verloop
