// Where what is recorded comes out: the rules of a view, who is informed of an action, and what an
// import writes in the clear, which an export gives back.

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/scrutiny_parts.hpp"

namespace verloop {
namespace {

/// An attribute of the source, and where it goes.
struct Entry {
  std::string attribute;
  const Field* field;  // Null: into what every event has in the clear.
  std::string name;
  Scrutiny::Path place;
};

class Outlets {
 public:
  explicit Outlets(Scrutiny& scrutiny) : scrutiny_(scrutiny), procedure_(scrutiny.procedure) {}

  void run() {
    for (const auto& [id, view] : procedure_.views) check_rules(id, view);
    for (const Action& action : procedure_.actions) check_informed(action);
    if (procedure_.import) check_import(*procedure_.import);
  }

 private:
  void check_rules(const std::string& id, const RoleView& view) {
    const std::string& organisation = procedure_.roles.at(id).organisation;
    for (const std::string& name : view.rules) {
      const Rule& rule = *procedure_.rule(name);
      if (view.records || is_open_to(rule.audience, organisation)) continue;
      scrutiny_.fault({"views", id, "rules", name},
                      "view " + id + ": rule " + name + " is for " +
                          std::string(name_of(rule.audience)) +
                          ", and this role is of organisation " + organisation +
                          "; remove it from the view, or widen the rule's audience");
    }
  }

  /// Who is informed must be able to see something of what happened.
  void check_informed(const Action& action) {
    if (alteration_of(action) != nullptr) return;  // Seen by who sees the entry.
    const std::set<std::string> events = made_by(action);
    for (const RoleId& id : action.informs) {
      const RoleView& view = procedure_.views.at(id.text);
      const std::string& organisation = procedure_.roles.at(id.text).organisation;
      const auto is_shown = [&](const std::string& event) {
        return view.records ||
               (view.events.contains(event) &&
                is_open_to(scrutiny_.catalogue.find(event)->audience, organisation));
      };
      if (std::any_of(events.begin(), events.end(), is_shown)) continue;
      scrutiny_.fault({"actions", action.id.text, "informs", id.text},
                      "action " + action.id.text + ": role \"" + id.text +
                          "\" is informed, and its view shows none of the action's events; list "
                          "one there, or take the role away");
    }
  }

  /// Those that follow included.
  std::set<std::string> made_by(const Action& action) const {
    std::set<std::string> events;
    for (const Made& made : action.events) events.insert(made.event);
    for (std::size_t before = 0; before != events.size();) {
      before = events.size();
      for (const Derived& derived : procedure_.derived)
        for (const std::string& cause : derived.after)
          if (events.contains(cause)) events.insert(derived.event);
    }
    return events;
  }

  const Field* field_of(const ActionId& id, const std::string& name) const {
    const Action* action = procedure_.action(id.text);
    const auto is_named = [&name](const Field& field) { return field.name == name; };
    const auto found = std::find_if(action->payload.begin(), action->payload.end(), is_named);
    return found == action->payload.end() ? nullptr : &*found;
  }

  void add_fields(const ActionId& action, const std::vector<MappedField>& fields,
                  const std::string& part, std::vector<Entry>& entries) const {
    for (const MappedField& mapped : fields)
      if (const Field* field = field_of(action, mapped.field))
        entries.push_back({mapped.attribute,
                           field,
                           "the field " + mapped.field,
                           {"import", part, "fields", mapped.field}});
  }

  void check_import(const ImportMapping& mapping) {
    std::vector<Entry> trace;
    trace.push_back({mapping.case_name, nullptr, "the name of the case", {}});
    trace.push_back({mapping.opening.occurred_on, nullptr, "the day", {}});
    add_fields(mapping.opening.action, mapping.opening.fields, "trace", trace);
    if (mapping.ending) {
      trace.push_back({mapping.ending->occurred_on, nullptr, "the day", {}});
      add_fields(mapping.ending->action, mapping.ending->fields, "end", trace);
    }
    check_entries(trace);
    std::vector<Entry> event;
    event.push_back({mapping.activity, nullptr, "the activity", {}});
    event.push_back({mapping.occurred_on, nullptr, "the day", {}});
    if (mapping.has_pseudonyms) event.push_back({mapping.actor, nullptr, "the actor", {}});
    for (const MappedActivity& activity : mapping.activities)
      add_fields(activity.action, mapping.fields, "event", event);
    check_entries(event);
  }

  /// What is sealed in one place must not stand in the clear in another.
  void check_entries(const std::vector<Entry>& entries) {
    std::set<std::string> told;
    for (const Entry& sealed : entries) {
      if (sealed.field == nullptr || sealed.field->privacy == PrivacyClass::open) continue;
      for (const Entry& open : entries) {
        if (open.attribute != sealed.attribute || !is_in_the_clear(open)) continue;
        if (!told.insert(sealed.name).second) break;
        scrutiny_.fault(sealed.place, "import: the attribute \"" + sealed.attribute +
                                          "\" goes into the sealed field " + sealed.field->name +
                                          ", and in the clear into " + open.name +
                                          "; take one of them away");
      }
    }
  }

  /// Of few values, those of a list that the author wrote, the fact may be known.
  static bool is_in_the_clear(const Entry& entry) {
    if (entry.field == nullptr) return true;
    return entry.field->privacy == PrivacyClass::open &&
           entry.field->type.kind != FieldKind::enumeration &&
           entry.field->type.kind != FieldKind::boolean;
  }

  Scrutiny& scrutiny_;
  const Procedure& procedure_;
};

}  // namespace

void check_outlets(Scrutiny& scrutiny) {
  Outlets(scrutiny).run();
}

}  // namespace verloop
