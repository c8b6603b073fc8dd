#include <algorithm>

#include "engine/procedure_check.hpp"
#include "engine/procedure_names.hpp"

namespace verloop {
namespace {

using EventFields = std::map<std::string, std::set<std::string>>;

/// Calls `each` with every field that there is, and its place; notes the others.
template <class Each>
void each_field(const EventFields& all, const std::string& what, const ProcedureNames::Path& place,
                const CheckedProcedure& checked, ProcedureNames& names, Each each) {
  for (const auto& [event, fields] : all) {
    ProcedureNames::Path at = place;
    at.push_back(event);
    if (!names.event(event, what, at)) continue;
    for (const std::string& field : fields) {
      ProcedureNames::Path here = at;
      here.push_back(field);
      if (names.field(event, field, what, here))
        each(event, *checked.catalogue.find(event)->field(field), here);
    }
  }
}

/// A document has a name.
bool holds_text(const FieldType& type) {
  if (type.kind == FieldKind::list) return holds_text(type.element.front());
  return type.kind == FieldKind::text || type.kind == FieldKind::document ||
         std::any_of(type.members.begin(), type.members.end(),
                     [](const Field& member) { return holds_text(member.type); });
}

void check_find(const TextFind& find, const CheckedProcedure& checked, ProcedureNames& names) {
  const std::string what = "textChecks, find " + find.id;
  for (const EventFields* fields : {&find.names, &find.identifiers}) {
    each_field(*fields, what, {"textChecks", "finds", find.id, "in"}, checked, names,
               [&](const std::string& event, const Field& field, const auto& place) {
                 const bool fits = field.privacy != PrivacyClass::open &&
                                   (field.type.kind == FieldKind::text ||
                                    field.type.kind == FieldKind::reference);
                 if (!fits)
                   names.fault(place, what + ": " + event + '.' + field.name +
                                          " is no sealed text or ref that could be a name");
               });
  }
}

void check_check(const TextCheck& check, const std::string& number, const CheckedProcedure& checked,
                 ProcedureNames& names) {
  const std::string what = "textChecks, check of " + check.rule.text;
  const ProcedureNames::Path place = {"textChecks", "checks", number};
  const auto at = [&place](std::vector<std::string> rest) {
    rest.insert(rest.begin(), place.begin(), place.end());
    return rest;
  };
  std::vector<std::string> rules, finds;
  for (const Rule& rule : checked.procedure.rules) rules.push_back(rule.id.text);
  for (const TextFind& find : checked.procedure.text_checks.finds) finds.push_back(find.id);
  if (checked.procedure.rule(check.rule.text) == nullptr)
    names.unknown(at({"rule", check.rule.text}), what + ": unknown rule", check.rule.text, rules);
  for (const auto& [key, list] : {std::pair("refuses", &check.refuses), {"warns", &check.warns}})
    for (const std::string& find : *list)
      if (checked.procedure.text_checks.find(find) == nullptr)
        names.unknown(at({key, find}), what + ": nothing is looked for under", find, finds);
  each_field(check.fields, what, at({"fields"}), checked, names,
             [&](const std::string& event, const Field& field, const auto& here) {
               if (!holds_text(field.type))
                 names.fault(here, what + ": " + event + '.' + field.name + " holds no text");
             });
}

}  // namespace

void check_text_checks(const CheckedProcedure& checked, std::vector<YamlFault>& faults) {
  ProcedureNames names(checked, faults);
  const TextChecks& all = checked.procedure.text_checks;
  for (const TextFind& find : all.finds) check_find(find, checked, names);
  for (std::size_t i = 0; i < all.checks.size(); ++i)
    check_check(all.checks[i], std::to_string(i), checked, names);
}

}  // namespace verloop
