#include "engine/known_values.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace verloop {
namespace {

using cel::Known;

/// The next name of a path, and what is behind it; brackets belong to what is behind.
std::string_view next_name(std::string_view& path) {
  if (path.starts_with('.')) path.remove_prefix(1);
  const std::size_t end = std::min(path.find_first_of(".["), path.size());
  const std::string_view name = path.substr(0, end);
  path.remove_prefix(end);
  return name;
}

/// The type of a part: `[]` of a list, `.name` of a record. Null when it has none of that name.
const FieldType* part_of(const FieldType& type, std::string_view rest) {
  if (rest.empty()) return &type;
  if (rest.starts_with("[]")) {
    const bool is_list = type.kind == FieldKind::list && !type.element.empty();
    return is_list ? part_of(type.element.front(), rest.substr(2)) : nullptr;
  }
  const std::string_view name = next_name(rest);
  for (const Field& member : type.members)
    if (member.name == name) return part_of(member.type, rest);
  return nullptr;
}

Known known_of(const FieldType& type) {
  Known known;
  if (type.kind == FieldKind::enumeration) {
    known.texts.emplace(type.values.begin(), type.values.end());
    known.declared = known.texts;
  }
  if (type.kind == FieldKind::integer || type.kind == FieldKind::minutes ||
      type.kind == FieldKind::cents) {
    known.min = type.min;
    known.max = type.max;
  }
  if (type.kind == FieldKind::minutes) known.min = std::max<std::int64_t>(type.min.value_or(0), 0);
  if (type.kind == FieldKind::member) known.min = 1;
  return known;
}

Known never_there() {
  Known known;
  known.never_there = true;
  return known;
}

Known of_literal(const std::string& text) {
  Known known;
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && rest == text.data() + text.size()) {
    known.min = known.max = number;
  } else if (text != "true" && text != "false") {
    known.texts = std::set<std::string>{text};
    known.declared = known.texts;
  }
  return known;
}

using Words = std::optional<std::set<std::string>>;

/// What is one or the other.
Words either(Words one, const Words& other) {
  if (!one || !other) return std::nullopt;
  one->insert(other->begin(), other->end());
  return one;
}

Known either(const Known& one, const Known& other) {
  if (one.never_there) return other;
  if (other.never_there) return one;
  Known both;
  both.texts = either(one.texts, other.texts);
  both.declared = either(one.declared, other.declared);
  if (one.min && other.min) both.min = std::min(*one.min, *other.min);
  if (one.max && other.max) both.max = std::max(*one.max, *other.max);
  return both;
}

}  // namespace

KnownValues::KnownValues(const Scrutiny& scrutiny) : scrutiny_(scrutiny) {
  for (const auto& [id, event] : scrutiny.catalogue.types())
    if (scrutiny.catalogue.find(event.name) != &event) versioned_.insert(event.name);
  for (const Action& action : scrutiny.procedure.actions) {
    if (!scrutiny.reach.actions.contains(action.id.text)) continue;
    for (const Made& made : action.events) {
      note_given(made.event, made.computed);
      for (const verloop::Field& field : scrutiny.catalogue.find(made.event)->fields)
        given_.insert({made.event, field.name});
    }
  }
  for (const Derived& derived : scrutiny.procedure.derived)
    if (scrutiny.reach.events.contains(derived.event)) note_given(derived.event, derived.fields);
  for (const auto& [id, event] : scrutiny.catalogue.types())
    if (may_happen(event.name)) note_event(event);
}

void KnownValues::note_given(const std::string& event,
                             const std::map<std::string, cel::Program>& computed) {
  for (const auto& [field, program] : computed) {
    given_.insert({event, field});
    if (!cel::gives_only_words(program)) computed_.insert({event, field});
  }
}

void KnownValues::note_event(const EventType& event) {
  for (const FoldStep& step : event.fold) {
    switch (step.kind) {
      case FoldStep::Kind::set:
      case FoldStep::Kind::first:
      case FoldStep::Kind::add:
        note_source(event, step, step.path, step.source);
        break;
      case FoldStep::Kind::append:
      case FoldStep::Kind::entry:
        lists_.insert(step.path);
        if (!step.key.empty())
          note_source(event, step, step.path + '.' + step.key, "data." + step.key);
        for (const auto* sources : {&step.sources, &step.first_sources})
          for (const auto& [name, source] : *sources)
            note_source(event, step, step.path + '.' + name, source);
        break;
      case FoldStep::Kind::clear:
        break;
    }
  }
}

void KnownValues::note_source(const EventType& event, const FoldStep& step, const std::string& path,
                              const std::string& source) {
  sources_[path].push_back({&event, &step, source});
}

/// Of another version's events, and of the engine's own, a case may hold any.
bool KnownValues::may_happen(const std::string& event) const {
  return scrutiny_.reach.events.contains(event) || !is_certain(event);
}

/// Whether only what can come about now makes such events.
bool KnownValues::is_certain(const std::string& event) const {
  return scrutiny_.procedure.version == 1 && !versioned_.contains(event) &&
         !scrutiny_.system_events.contains(event);
}

bool KnownValues::is_given(const EventType& event, const std::string& field) const {
  const verloop::Field* known = event.field(field);
  const bool is_member = known != nullptr && known->type.kind == FieldKind::member;
  return is_member || !is_certain(event.name) || given_.contains({event.name, field});
}

cel::Knowledge KnownValues::at(ConditionPlace place) const {
  cel::Knowledge knowledge;
  knowledge.aliases = place.aliases;
  knowledge.of = [this, place = std::move(place)](const std::string& path) {
    return of(path, place);
  };
  return knowledge;
}

Known KnownValues::of(const std::string& path, const ConditionPlace& place) const {
  const std::string_view below =
      std::string_view(path).substr(std::min(path.find('.'), path.size()));
  if (path.starts_with("case.")) {
    const bool is_new = place.action != nullptr && place.action->creates;
    return is_new ? of_no_case(below.substr(1)) : of_case(below.substr(1));
  }
  if (path.starts_with("data.") && place.action != nullptr)
    return of_payload(below.substr(1), *place.action);
  if (path.starts_with("data.") && place.event != nullptr)
    return of_event(below.substr(1), *place.event);
  Known known;
  known.always_there = path.starts_with("settings.") || path.starts_with("actor.");
  if (path != "actor.role" || place.roles.empty()) return known;
  known.texts.emplace();
  for (const RoleId& role : place.roles) known.texts->insert(role.text);
  known.declared.emplace();
  for (const auto& [id, role] : scrutiny_.procedure.roles) known.declared->insert(id);
  return known;
}

/// What an action that creates the case finds there.
Known KnownValues::of_no_case(std::string_view path) const {
  Known known = of_case(path);
  std::string plain(path);
  for (std::size_t at = plain.find("[]"); at != std::string::npos; at = plain.find("[]"))
    plain.erase(at, 2);
  const SchemaNode* node = scrutiny_.schema.find(plain);
  const bool is_list = node != nullptr && node->kind == SchemaNode::Kind::entries;
  const bool is_value = node != nullptr && node->kind == SchemaNode::Kind::leaf;
  known.always_empty = known.always_empty || is_list;
  known.never_there = known.never_there || is_value || path.starts_with("tracks.");
  return known;
}

Known KnownValues::of_case(std::string_view path) const {
  if (path.starts_with("tracks.")) return of_track(path.substr(7));
  const SchemaNode* node = &scrutiny_.schema.root();
  std::string leaf;
  while (!path.empty()) {
    const std::string name(next_name(path));
    const auto child = node->children.find(name);
    if (child == node->children.end()) return {};
    node = &child->second;
    leaf += (leaf.empty() ? "" : ".") + name;
    if (node->kind == SchemaNode::Kind::leaf) return of_leaf(leaf, path);
    if (node->kind == SchemaNode::Kind::entries && path.starts_with("[]")) path.remove_prefix(2);
  }
  Known known;
  known.always_empty = node->kind == SchemaNode::Kind::entries && !lists_.contains(leaf);
  return known;
}

Known KnownValues::of_leaf(const std::string& leaf, std::string_view rest) const {
  const auto sources = sources_.find(leaf);
  Known known = never_there();
  if (sources == sources_.end()) return known;
  for (const Source& source : sources->second) known = either(known, of_source(source, rest));
  return known;
}

Known KnownValues::of_source(const Source& source, std::string_view rest) const {
  if (source.text.starts_with("=")) {
    const Known known = of_literal(source.text.substr(1));
    return source.step->kind == FoldStep::Kind::add ? Known{} : known;
  }
  if (source.text == "role") return of_roles();
  constexpr std::string_view data = "data.";
  if (!source.text.starts_with(data)) return {};
  const std::string field = source.text.substr(data.size());
  if (!is_given(*source.event, field)) return never_there();
  if (source.step->kind == FoldStep::Kind::add) return {};
  Known known = of_field(*source.event, field, rest);
  for (const FoldCondition& condition : source.step->when)
    if (condition.field == source.text && known.texts && rest.empty())
      std::erase_if(*known.texts, [&condition](const std::string& text) {
        return std::find(condition.values.begin(), condition.values.end(), text) ==
               condition.values.end();
      });
  return known;
}

/// What an expression computes is held to no limit when it is recorded.
Known KnownValues::of_field(const EventType& event, const std::string& field,
                            std::string_view rest) const {
  const verloop::Field* known_field = event.field(field);
  const FieldType* type = known_field == nullptr ? nullptr : part_of(known_field->type, rest);
  if (type == nullptr) return {};
  Known known = known_of(*type);
  if (!computed_.contains({event.name, field}) && is_certain(event.name)) return known;
  Known words;
  words.declared = known.declared;
  return words;
}

Known KnownValues::of_payload(std::string_view path, const Action& action) const {
  std::string_view rest = path;
  const std::string name(next_name(rest));
  for (const verloop::Field& field : action.payload) {
    if (field.name != name) continue;
    const FieldType* type = part_of(field.type, rest);
    Known known = type == nullptr ? Known{} : known_of(*type);
    known.always_there = rest.empty() && field.required;
    return known;
  }
  Known known;
  if (name == "author") return of_roles();
  if (name == "member") known.min = 1;
  if (name != "member" && name != "entryType") known.never_there = true;
  if (name != "entryType") return known;
  known.declared.emplace();
  for (const auto& [id, event] : scrutiny_.catalogue.types()) known.declared->insert(event.name);
  return known;
}

Known KnownValues::of_event(std::string_view path, const EventType& event) const {
  std::string_view rest = path;
  const std::string name(next_name(rest));
  if (versioned_.contains(event.name)) return {};  // A former one may have had other words.
  return is_given(event, name) ? of_field(event, name, rest) : never_there();
}

Known KnownValues::of_track(std::string_view name) const {
  const Track* track = scrutiny_.procedure.track(name);
  if (track == nullptr) return {};
  Known known;
  known.texts = scrutiny_.reach.states.at(track->name);
  known.declared.emplace();
  for (const auto& [state, label] : track->states) known.declared->insert(state);
  return known;
}

/// Of who recorded something; a former version may have had other roles.
Known KnownValues::of_roles() const {
  Known known;
  if (scrutiny_.procedure.version > 1) return known;
  known.declared.emplace();
  for (const auto& [id, role] : scrutiny_.procedure.roles) known.declared->insert(id);
  known.texts = known.declared;
  return known;
}

}  // namespace verloop
