// Labels through expressions. What a value may be known to follows from the events that write it: a
// role whose organisation their audience admits. Where an expression carries the value into an
// event, or the day of a deadline, that others are shown, they would be told it. Facts about a
// value may be told: booleans, words from a list, numbers of what is open.

#include <algorithm>

#include "engine/cel/carried.hpp"
#include "engine/scrutiny_parts.hpp"

namespace verloop {
namespace {

bool is_fact(FieldKind kind) {
  return kind == FieldKind::boolean || kind == FieldKind::enumeration;
}

bool is_number(FieldKind kind) {
  return kind == FieldKind::integer || kind == FieldKind::minutes || kind == FieldKind::cents ||
         kind == FieldKind::member;
}

/// `payload.name` of `data.name.more[]`.
std::string first_name(const std::string& path) {
  const std::size_t begin = path.find('.') + 1;
  return path.substr(begin, path.find_first_of(".[", begin) - begin);
}

bool has_member(const EventType& event) {
  return std::any_of(event.fields.begin(), event.fields.end(),
                     [](const Field& field) { return field.type.kind == FieldKind::member; });
}

void collect_writers(const SchemaNode& node, std::set<std::string>& events) {
  for (const Writer& writer : node.writers) events.insert(writer.event);
  for (const auto& [name, child] : node.children) collect_writers(child, events);
}

/// A field that an expression fills, where it stands.
struct Target {
  const EventType& event;
  const Field& field;
  const Action* action;  // Whose payload `data` is; null of a derived event.
};

class FlowCheck {
 public:
  explicit FlowCheck(Scrutiny& scrutiny) : scrutiny_(scrutiny), procedure_(scrutiny.procedure) {}

  void run() {
    for (const Action& action : procedure_.actions)
      for (std::size_t i = 0; i < action.events.size(); ++i) check_made(action, i);
    for (std::size_t i = 0; i < procedure_.derived.size(); ++i) check_derived(i);
    for (const Deadline& deadline : procedure_.deadlines) check_deadline(deadline);
  }

 private:
  using Path = Scrutiny::Path;

  void check_made(const Action& action, std::size_t index) {
    const Made& made = action.events[index];
    const EventType& event = *scrutiny_.catalogue.find(made.event);
    for (const auto& [name, program] : made.computed)
      check_field(program, {event, *event.field(name), &action},
                  {"actions", action.id.text, "events", std::to_string(index), made.event, name},
                  "action " + action.id.text + ", " + made.event + "." + name);
  }

  void check_derived(std::size_t index) {
    const Derived& derived = procedure_.derived[index];
    const EventType& event = *scrutiny_.catalogue.find(derived.event);
    for (const auto& [name, program] : derived.fields)
      check_field(program, {event, *event.field(name), nullptr},
                  {"derived", std::to_string(index), "fields", name},
                  "derived " + derived.event + ", " + name);
  }

  void check_field(const cel::Program& program, const Target& target, const Path& path,
                   const std::string& what) {
    if (target.field.privacy != PrivacyClass::open || target.field.type.kind == FieldKind::boolean)
      return;
    for (const cel::Carried& carried : cel::carried(program)) {
      const bool of_payload = carried.path.starts_with("data.") && target.action != nullptr;
      if (of_payload && is_sealed(carried.path, *target.action)) {
        scrutiny_.fault(path, carried.offset,
                        what + ": the expression would write the sealed " + carried.path +
                            " into the open field " + target.field.name);
        continue;
      }
      const FieldKind kind = target.field.type.kind;
      if (is_fact(kind) || is_number(kind)) continue;
      if (check_audience(target, carried, path, what)) check_own(target, carried, path, what);
    }
  }

  /// Of few values there is nothing to hide but the fact, which may be told.
  static bool is_sealed(const std::string& path, const Action& action) {
    const std::string name = first_name(path);
    return std::any_of(action.payload.begin(), action.payload.end(), [&name](const Field& field) {
      return field.name == name && field.privacy != PrivacyClass::open && !is_fact(field.type.kind);
    });
  }

  /// False after a fault: a role that is shown the field may not know what is carried into it.
  bool check_audience(const Target& target, const cel::Carried& carried, const Path& path,
                      const std::string& what) {
    for (const auto& [id, view] : procedure_.views) {
      const Role& role = procedure_.roles.at(id);
      if (!is_shown(view, role, target)) continue;
      const EventType* hidden = carried.path.starts_with("data.")
                                    ? payload_hidden(carried.path, target, role)
                                    : case_hidden(carried.path, role);
      if (hidden == nullptr) continue;
      tell(path, carried, what, role, *hidden);
      return false;
    }
    return true;
  }

  void tell(const Path& path, const cel::Carried& carried, const std::string& what,
            const Role& role, const EventType& hidden) {
    scrutiny_.fault(path, carried.offset,
                    what + ": the expression would tell role \"" + role.id.text + "\" (" +
                        role.organisation + ") " + carried.path + ", which " + hidden.name +
                        " has for " + std::string(name_of(hidden.audience)) +
                        " only; compute a fact about it, or narrow who is shown this");
  }

  static bool is_shown(const RoleView& view, const Role& role, const Target& target) {
    const auto listed = view.events.find(target.event.name);
    return !view.records && listed != view.events.end() &&
           listed->second.contains(target.field.name) &&
           is_open_to(target.event.audience, role.organisation);
  }

  /// An event that writes the value and is not for the role; null when none is.
  const EventType* case_hidden(const std::string& path, const Role& role) const {
    const SchemaNode* node = node_at(path);
    if (node == nullptr) return nullptr;
    std::set<std::string> events;
    collect_writers(*node, events);
    for (const std::string& name : events) {
      const EventType* event = scrutiny_.catalogue.find(name);
      if (scrutiny_.reach.events.contains(name) && !is_open_to(event->audience, role.organisation))
        return event;
    }
    return nullptr;
  }

  /// Of a field of the payload: an event of the action that takes it, when none that does is for
  /// the role.
  const EventType* payload_hidden(const std::string& path, const Target& target,
                                  const Role& role) const {
    if (target.action == nullptr) return nullptr;
    const std::string name = first_name(path);
    const EventType* hidden = nullptr;
    for (const Made& made : target.action->events) {
      const EventType& event = *scrutiny_.catalogue.find(made.event);
      if (event.field(name) == nullptr || made.computed.contains(name)) continue;
      if (is_open_to(event.audience, role.organisation)) return nullptr;
      hidden = &event;
    }
    return hidden;
  }

  const SchemaNode* node_at(std::string path) const {
    constexpr std::string_view root = "case.";
    if (!path.starts_with(root)) return nullptr;
    for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]"))
      path.erase(at, 2);
    // What lies in a value is written with it.
    for (path.erase(0, root.size()); !path.empty();
         path.erase(std::min(path.rfind('.'), path.size())))
      if (const SchemaNode* node = scrutiny_.schema.find(path)) return node;
    return nullptr;
  }

  /// Who sees its own alone would be told, by an event that is about nobody, of others.
  void check_own(const Target& target, const cel::Carried& carried, const Path& path,
                 const std::string& what) {
    const std::size_t entry = carried.path.find("[]");
    if (has_member(target.event) || entry == std::string::npos) return;
    const SchemaNode* list = node_at(carried.path.substr(0, entry));
    if (list == nullptr || !is_kept_by_member(*list)) return;
    for (const auto& [id, view] : procedure_.views) {
      if (!view.own || !is_shown(view, procedure_.roles.at(id), target)) continue;
      return scrutiny_.fault(path, carried.offset,
                             what + ": the expression would tell role \"" + id +
                                 "\", which sees its own only, " + carried.path +
                                 " of others; compute a fact about it, or narrow who is shown "
                                 "this");
    }
  }

  bool is_kept_by_member(const SchemaNode& list) const {
    return std::any_of(list.writers.begin(), list.writers.end(), [&](const Writer& writer) {
      const Field* key = scrutiny_.catalogue.find(writer.event)->field(list.key);
      return key != nullptr && key->type.kind == FieldKind::member;
    });
  }

  /// The days of one that goes over a list are withheld entry by entry when it is answered.
  void check_deadline(const Deadline& deadline) {
    if (deadline.over) return;
    const std::string& id = deadline.id.text;
    for (const auto& [key, program] : {std::pair("from", &deadline.from), {"due", &deadline.due}})
      if (*program) check_day(**program, deadline, {"deadlines", id, key});
  }

  void check_day(const cel::Program& program, const Deadline& deadline, const Path& path) {
    for (const cel::Carried& carried : cel::carried(program))
      for (const auto& [name, view] : procedure_.views) {
        const Role& role = procedure_.roles.at(name);
        if (!is_told(deadline, view, role)) continue;
        const EventType* hidden = case_hidden(carried.path, role);
        if (hidden == nullptr) continue;
        tell(path, carried, "deadline " + deadline.id.text + ", " + path.back(), role, *hidden);
        break;
      }
  }

  /// Whether the role is shown the deadline: by a rule that follows it.
  bool is_told(const Deadline& deadline, const RoleView& view, const Role& role) const {
    bool serves = false;
    for (const Rule& rule : procedure_.rules) {
      if (!rule.deadline || *rule.deadline != deadline.id) continue;
      serves = true;
      if (!view.records && is_open_to(rule.audience, role.organisation) &&
          (view.all_rules || view.rules.contains(rule.id.text)))
        return true;
    }
    return !serves && view.all_rules && !view.records;
  }

  Scrutiny& scrutiny_;
  const Procedure& procedure_;
};

}  // namespace

void check_flow(Scrutiny& scrutiny) {
  FlowCheck(scrutiny).run();
}

}  // namespace verloop
