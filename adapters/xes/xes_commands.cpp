#include "adapters/xes/xes_commands.hpp"

#include <algorithm>
#include <charconv>

#include "events/record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// A moment of the source: as it is recorded, and the decimals that have no room there.
struct Moment {
  Occurrence occurred;
  Timestamp at{};
  std::string finer;
};

Moment moment_of(const XesAttribute& attribute) {
  constexpr std::size_t decimals_max = 6;
  std::string text = attribute.value;
  Moment moment;
  if (const std::size_t dot = text.find('.'); dot != std::string::npos) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", dot + 1), text.size());
    const std::size_t kept = std::min(end, dot + 1 + decimals_max);
    moment.finer = text.substr(kept, end - kept);
    text.erase(kept, end - kept);
  }
  if (const auto occurred = parse_occurrence(text); occurred.has_value())
    moment.occurred = *occurred;
  if (const auto at = parse_timestamp(text); at.has_value()) moment.at = *at;
  return moment;
}

const Field* field_of(const Action& action, const std::string& name) {
  const auto found = std::find_if(action.payload.begin(), action.payload.end(),
                                  [&name](const Field& field) { return field.name == name; });
  return found == action.payload.end() ? nullptr : &*found;
}

bool is_actor(const Field& field) {
  return field.type.kind == FieldKind::reference && field.type.refers_to == Referent::actor;
}

bool is_count(const Field& field) {
  return field.type.kind == FieldKind::integer || field.type.kind == FieldKind::minutes ||
         field.type.kind == FieldKind::cents;
}

/// As the payload has it; what does not fit the field is left as it is, for the check of the
/// payload.
json::value plain_value(const XesAttribute& attribute, const Field& field) {
  const std::string& text = attribute.value;
  if (field.type.kind == FieldKind::boolean && (text == "true" || text == "1")) return true;
  if (field.type.kind == FieldKind::boolean && (text == "false" || text == "0")) return false;
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (is_count(field) && failed == std::errc() && end == text.data() + text.size()) return number;
  return json::string(text);
}

/// Turns one trace into commands.
class Translation {
 public:
  Translation(const XesTrace& trace, const ImportContext& context, ImportFaults& faults)
      : trace_(trace),
        context_(context),
        faults_(faults),
        procedure_(context.definition.procedure),
        mapping_(*procedure_.import) {}

  std::vector<TimedCommand> run() {
    name_case();
    check_attributes(trace_.attributes, trace_attributes(), "a trace");
    if (!open()) return {};
    for (std::size_t i = 0; i < trace_.events.size(); ++i) add_event(trace_.events[i], i);
    close();
    return std::move(commands_);
  }

 private:
  using Attributes = std::vector<XesAttribute>;

  std::set<std::string> trace_attributes() const {
    std::set<std::string> known{mapping_.case_name, mapping_.opening.occurred_on};
    for (const MappedField& field : mapping_.opening.fields) known.insert(field.attribute);
    if (!mapping_.ending) return known;
    known.insert(mapping_.ending->occurred_on);
    for (const MappedField& field : mapping_.ending->fields) known.insert(field.attribute);
    return known;
  }

  std::set<std::string> event_attributes() const {
    std::set<std::string> known{mapping_.activity, mapping_.actor, mapping_.occurred_on};
    for (const MappedField& field : mapping_.fields) known.insert(field.attribute);
    for (const auto& one : mapping_.always) known.insert(one.first);
    return known;
  }

  void name_case() {
    const XesAttribute* name = find_attribute(trace_.attributes, mapping_.case_name);
    if (name == nullptr)
      return faults_.note(trace_.place, "a trace has no `" + mapping_.case_name + '`');
    if (!is_case_id(name->value))
      return faults_.note(name->place,
                          "this is no name for a case: letters, digits and . _ - are, at most 64, "
                          "beginning with a letter or a digit");
    case_ = {name->value};
  }

  /// All that is not mapped, not ignored, or there twice.
  void check_attributes(const Attributes& attributes, const std::set<std::string>& known,
                        const std::string& what) {
    std::set<std::string> seen;
    for (const XesAttribute& attribute : attributes) {
      if (mapping_.ignored.contains(attribute.key)) continue;
      const bool is_first = seen.insert(attribute.key).second;
      if (!is_first) note_twice(attribute, what);
      if (!known.contains(attribute.key))
        note_unmapped(attribute, what);
      else if (!attribute.nested.empty())
        note_nested(attribute);
    }
  }

  void note_twice(const XesAttribute& attribute, const std::string& what) {
    faults_.note(attribute.place, what + " has the attribute `" + attribute.key + "` twice");
  }

  void note_unmapped(const XesAttribute& attribute, const std::string& what) {
    faults_.note(attribute.place, "the attribute `" + attribute.key + "` of " + what +
                                      " is not mapped: name it under `import` of the procedure, "
                                      "as a field or under `ignores`");
  }

  void note_nested(const XesAttribute& attribute) {
    faults_.note(attribute.place, "attributes within the attribute `" + attribute.key +
                                      "` have no place in a payload");
  }

  /// None, after a fault, when it is not there or lies after now.
  std::optional<Moment> moment_in(const Attributes& attributes, const std::string& key,
                                  const XesPlace& place) {
    const XesAttribute* attribute = find_attribute(attributes, key);
    if (attribute == nullptr || attribute->kind != XesKind::date) {
      faults_.note(attribute == nullptr ? place : attribute->place,
                   "there is no date `" + key + "` here");
      return std::nullopt;
    }
    const Moment moment = moment_of(*attribute);
    if (moment.at > context_.now) {
      faults_.note(attribute->place, "the date `" + key + "` lies after now");
      return std::nullopt;
    }
    return moment;
  }

  /// The first event, whose date is only looked at; what is wrong with it is told in its turn.
  std::optional<Moment> first_event() const {
    if (trace_.events.empty()) return std::nullopt;
    const XesAttribute* date =
        find_attribute(trace_.events.front().attributes, mapping_.occurred_on);
    if (date == nullptr || date->kind != XesKind::date) return std::nullopt;
    return moment_of(*date);
  }

  /// The case begins no later than the first of its events, whatever the trace says.
  bool open() {
    std::optional<Moment> begun = first_event();
    if (!mapping_.opening.occurred_on.empty()) {
      const auto said = moment_in(trace_.attributes, mapping_.opening.occurred_on, trace_.place);
      if (said && (!begun || said->at < begun->at)) begun = said;
    }
    if (!begun) {
      faults_.note(trace_.place, "nothing tells when the case of this trace began");
      return false;
    }
    begun_ = *begun;
    Command command = command_of(mapping_.opening.action, {std::string(xes_importer)}, "opening");
    command.procedure = procedure_.name;
    fill(command, trace_.attributes, mapping_.opening.fields);
    add(std::move(command), begun_, trace_.place);
    return true;
  }

  /// Of a trace that says when it ended; not before it began.
  void close() {
    if (!mapping_.ending) return;
    const XesAttribute* ended = find_attribute(trace_.attributes, mapping_.ending->occurred_on);
    if (ended == nullptr) return;
    auto moment = moment_in(trace_.attributes, mapping_.ending->occurred_on, ended->place);
    if (!moment) return;
    if (moment->at < begun_.at) moment = begun_;
    Command command = command_of(mapping_.ending->action, {std::string(xes_importer)}, "ending");
    fill(command, trace_.attributes, mapping_.ending->fields);
    add(std::move(command), *moment, ended->place);
  }

  void add_event(const XesEvent& event, std::size_t index) {
    check_attributes(event.attributes, event_attributes(), "an event");
    check_always(event);
    const auto moment = moment_in(event.attributes, mapping_.occurred_on, event.place);
    const MappedActivity* activity = activity_of(event);
    const auto actor = actor_of(event);
    if (!moment || activity == nullptr || !actor) return;
    Command command = command_of(activity->action, *actor, std::to_string(index));
    fill(command, event.attributes, mapping_.fields);
    for (const auto& given : activity->data) command.data[given.key()] = given.value();
    keep_finer(command, *moment, event);
    add(std::move(command), *moment, event.place);
  }

  void check_always(const XesEvent& event) {
    for (const auto& [key, value] : mapping_.always) {
      const XesAttribute* attribute = find_attribute(event.attributes, key);
      if (attribute == nullptr || attribute->value != value)
        note_not_always(attribute == nullptr ? event.place : attribute->place, key, value);
    }
  }

  void note_not_always(const XesPlace& place, const std::string& key, const std::string& value) {
    faults_.note(place,
                 "`" + key + "` is not `" + value + "` here, as the procedure says it always is");
  }

  const MappedActivity* activity_of(const XesEvent& event) {
    const XesAttribute* name = find_attribute(event.attributes, mapping_.activity);
    if (name == nullptr) {
      faults_.note(event.place, "an event has no `" + mapping_.activity + '`');
      return nullptr;
    }
    const MappedActivity* activity = mapping_.find(name->value);
    if (activity == nullptr)
      faults_.note(name->place, "the activity `" + name->value +
                                    "` is not mapped: name it under `import`, `activities` of the "
                                    "procedure");
    return activity;
  }

  std::optional<ActorId> actor_of(const XesEvent& event) {
    const XesAttribute* actor = find_attribute(event.attributes, mapping_.actor);
    if (actor == nullptr) {
      faults_.note(event.place, "an event has no `" + mapping_.actor + '`');
      return std::nullopt;
    }
    return id_of(*actor);
  }

  std::optional<ActorId> id_of(const XesAttribute& named) {
    const auto known = context_.ids.find(named.value);
    if (known != context_.ids.end()) return known->second;
    if (mapping_.has_pseudonyms && is_name_value(named.value)) return ActorId{named.value};
    // A sealed name can be any; its id is made before the commands are.
    if (!mapping_.has_pseudonyms && !named.value.empty()) return ActorId{"unknown"};
    faults_.note(named.place, "`" + named.key +
                                  "` can't be kept as an id: letters, digits and @ . _ / : - are "
                                  "one, at most 80");
    return std::nullopt;
  }

  void keep_finer(Command& command, const Moment& moment, const XesEvent& event) {
    if (moment.finer.empty()) return;
    if (mapping_.finer.empty())
      return faults_.note(event.place,
                          "the date has more than six decimals of a second; name a field for the "
                          "others under `import`, `event`, `finer` of the procedure");
    command.data[mapping_.finer] = moment.finer;
  }

  void fill(Command& command, const Attributes& attributes,
            const std::vector<MappedField>& fields) {
    const Action* action = procedure_.action(command.action.text);
    for (const MappedField& mapped : fields) {
      const XesAttribute* attribute = find_attribute(attributes, mapped.attribute);
      if (attribute == nullptr) continue;
      const Field* field = field_of(*action, mapped.field);
      auto value = value_of(*attribute, mapped, *field);
      if (value) command.data[mapped.field] = std::move(*value);
    }
  }

  std::optional<json::value> value_of(const XesAttribute& attribute, const MappedField& mapped,
                                      const Field& field) {
    if (is_actor(field)) {
      const auto id = id_of(attribute);
      return id ? std::optional<json::value>(json::string(id->text)) : std::nullopt;
    }
    if (mapped.values.empty()) return plain_value(attribute, field);
    const auto ours = mapped.values.find(attribute.value);
    if (ours != mapped.values.end())
      return plain_value({attribute.kind, attribute.key, ours->second, attribute.place, {}}, field);
    faults_.note(attribute.place, "this value of `" + attribute.key +
                                      "` is not mapped: name it under `import`, field `" +
                                      mapped.field + "`, `values` of the procedure");
    return std::nullopt;
  }

  /// Known by the log, the procedure, the trace and its place there: the file may be moved, renamed
  /// or exported anew with more traces.
  Command command_of(const ActionId& action, ActorId actor, const std::string& place) const {
    Command command;
    command.id = {uuid_from_name(context_.origin + "\nxes\n" + procedure_.name + '\n' + case_.text +
                                 '\n' + place)};
    command.case_id = case_;
    command.action = action;
    command.actor = {std::move(actor), mapping_.role, mapping_.organisation, {}};
    command.basis = Basis::imported;
    return command;
  }

  void add(Command command, const Moment& moment, const XesPlace& place) {
    const Action* action = procedure_.action(command.action.text);
    if (const auto wrong = check_payload(command.data, action->payload))
      faults_.note(place, "the field `" + wrong->path + "` of the action `" + command.action.text +
                              (command.data.contains(wrong->path)
                                   ? "` does not take the value that is here"
                                   : "` is required, and nothing here gives it"));
    command.occurred_on = moment.occurred;
    clock_ = std::max(clock_, moment.at);
    commands_.push_back({std::move(command), clock_, place});
  }

  const XesTrace& trace_;
  const ImportContext& context_;
  ImportFaults& faults_;
  const Procedure& procedure_;
  const ImportMapping& mapping_;
  CaseId case_{"unknown"};
  Moment begun_;
  Timestamp clock_{};
  std::vector<TimedCommand> commands_;
};

/// Values of fields that name actors.
void add_people(const std::vector<XesAttribute>& attributes, const MappedCase& part,
                const Procedure& procedure, std::set<std::string>& people) {
  const Action* action = procedure.action(part.action.text);
  for (const MappedField& mapped : part.fields) {
    const Field* field = field_of(*action, mapped.field);
    const XesAttribute* attribute = find_attribute(attributes, mapped.attribute);
    if (attribute != nullptr && is_actor(*field)) people.insert(attribute->value);
  }
}

}  // namespace

void ImportFaults::note(const XesPlace& place, const std::string& message) {
  const auto [at, is_new] = index_.emplace(message, faults_.size());
  if (is_new) faults_.push_back({place, 0, message});
  ++faults_[at->second].count;
}

std::set<std::string> people_in(const XesTrace& trace, const Definition& definition) {
  const Procedure& procedure = definition.procedure;
  const ImportMapping& mapping = *procedure.import;
  std::set<std::string> people;
  add_people(trace.attributes, mapping.opening, procedure, people);
  if (mapping.ending) add_people(trace.attributes, *mapping.ending, procedure, people);
  for (const XesEvent& event : trace.events) {
    if (const XesAttribute* actor = find_attribute(event.attributes, mapping.actor))
      people.insert(actor->value);
    const XesAttribute* name = find_attribute(event.attributes, mapping.activity);
    const MappedActivity* activity = name == nullptr ? nullptr : mapping.find(name->value);
    if (activity != nullptr)
      add_people(event.attributes, {activity->action, {}, mapping.fields}, procedure, people);
  }
  return people;
}

std::vector<TimedCommand> commands_of(const XesTrace& trace, const ImportContext& context,
                                      ImportFaults& faults) {
  return Translation(trace, context, faults).run();
}

}  // namespace verloop
