#include "projections/role_view.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/authorise.hpp"
#include "events/disclosure.hpp"
#include "events/json/text_in.hpp"
#include "projections/erased_value.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// The fields that the view shows of records of the type, as they are called in these; null when it
/// lists none.
const std::set<std::string>* listed_of(const RoleView& view, const EventTypeId& type) {
  const auto former = view.former.find(type.text);
  if (former != view.former.end()) return &former->second;
  const auto listed = view.events.find(type.text.substr(0, type.text.find('@')));
  return listed == view.events.end() ? nullptr : &listed->second;
}

/// Whether a value stands in an entry that is the reader's own.
enum class Within : std::uint8_t { nothing, own_entry };

/// What the walk over a case's values needs to know.
struct Walk {
  const Reader& reader;
  const Definition& definition;
  const EventLog& log;
  const Vault& vault;
  Looks& looks;
};

/// `definition` is that of the case's shape, which may be an earlier one than the view's.
bool sees_writer(const Reader& reader, const Writer& writer, const Definition& definition) {
  if (reader.view->records) return true;
  const EventType* type = definition.catalogue.find(writer.event);
  const std::set<std::string>* listed =
      type == nullptr ? nullptr : listed_of(*reader.view, type->id);
  return listed != nullptr && (writer.field.empty() || listed->contains(writer.field));
}

/// Whether events about single members write it: outside their own entries nobody can tell whose it
/// is.
bool is_of_members(const SchemaNode& node, const Definition& definition) {
  return std::any_of(node.writers.begin(), node.writers.end(), [&](const Writer& writer) {
    const EventType* type = definition.catalogue.find(writer.event);
    return type != nullptr &&
           std::any_of(type->fields.begin(), type->fields.end(),
                       [](const Field& field) { return field.type.kind == FieldKind::member; });
  });
}

bool sees_leaf(const Walk& walk, const SchemaNode& node, Within within) {
  const Reader& reader = walk.reader;
  if (reader.view->records && node.sealed) return false;
  if (reader.view->own && within == Within::nothing && is_of_members(node, walk.definition))
    return false;
  return std::all_of(node.writers.begin(), node.writers.end(), [&walk](const Writer& writer) {
    return sees_writer(walk.reader, writer, walk.definition);
  });
}

Result<json::value> open_pointer(const Walk& walk, const json::value& pointer) {
  const json::array* place = pointer.if_array();
  if (place == nullptr || place->size() != 2)
    return Error{Errc::malformed, "a sealed value of the case is no place in the log"};
  const json::array& cells = *place;
  const Position position{cells[0].to_number<std::uint64_t>()};
  const std::string field(cells[1].as_string());
  const auto page = walk.log.read(position, 1);
  if (page.has_error()) return page.error();
  if (page->empty())
    return Error{Errc::not_found, "no record at position " + std::to_string(position.value)};
  auto opened = open_values(walk.log, walk.vault, page->front().record, {field}, walk.looks);
  if (opened.has_error()) return opened.error();
  const auto value = opened->find(field);
  if (value == opened->end()) return erased_json({});
  if (!value->second) return erased_json(value->second.erased);
  return std::move(*value->second);
}

Result<json::value> seen_value(const Walk& walk, const json::value& value, const SchemaNode& node,
                               Within within);

Result<json::object> seen_object(const Walk& walk, const json::object& object,
                                 const SchemaNode& node, Within within) {
  json::object seen;
  for (const auto& member : object) {
    const auto child = node.children.find(member.key());
    if (child == node.children.end()) continue;
    auto value = seen_value(walk, member.value(), child->second, within);
    if (value.has_error()) return value.error();
    if (!value->is_null()) seen[member.key()] = std::move(*value);
  }
  return seen;
}

/// Whether the list is kept by the numbers of members.
bool is_kept_by_member(const SchemaNode& node, const Definition& definition) {
  return std::any_of(node.writers.begin(), node.writers.end(), [&](const Writer& writer) {
    const EventType* type = definition.catalogue.find(writer.event);
    const Field* key = type == nullptr ? nullptr : type->field(node.key);
    return key != nullptr && key->type.kind == FieldKind::member;
  });
}

bool is_own_entry(const Walk& walk, const json::object& entry, const SchemaNode& node) {
  const json::value* key = entry.if_contains(node.key);
  return key != nullptr && key->is_number() &&
         walk.reader.own_members.contains(key->to_number<std::int64_t>());
}

Result<json::value> seen_entries(const Walk& walk, const json::array& entries,
                                 const SchemaNode& node) {
  json::array seen;
  const bool by_member = walk.reader.view->own && is_kept_by_member(node, walk.definition);
  for (const json::value& entry : entries) {
    if (by_member && !is_own_entry(walk, entry.as_object(), node)) continue;
    auto object =
        seen_object(walk, entry.as_object(), node, by_member ? Within::own_entry : Within::nothing);
    if (object.has_error()) return object.error();
    if (!object->empty()) seen.push_back(std::move(*object));
  }
  return seen.empty() ? json::value() : json::value(std::move(seen));
}

/// Null when nothing of it may be seen.
Result<json::value> seen_value(const Walk& walk, const json::value& value, const SchemaNode& node,
                               Within within) {
  switch (node.kind) {
    case SchemaNode::Kind::leaf:
      if (!sees_leaf(walk, node, within)) return json::value();
      return node.sealed ? open_pointer(walk, value) : Result<json::value>(value);
    case SchemaNode::Kind::entries:
      return seen_entries(walk, value.as_array(), node);
    case SchemaNode::Kind::record: {
      auto object = seen_object(walk, value.as_object(), node, within);
      if (object.has_error()) return object.error();
      return object->empty() ? json::value() : json::value(std::move(*object));
    }
  }
  return json::value();
}

/// Whether a view shows of the entry which member it speaks of.
bool lists_member(const std::set<std::string>& fields, const Record& record,
                  const Definition& definition) {
  const EventType* type = definition.catalogue.find(text_in(record.data, "entryType"));
  return type != nullptr &&
         std::any_of(type->fields.begin(), type->fields.end(), [&fields](const Field& field) {
           return field.type.kind == FieldKind::member && fields.contains(field.name);
         });
}

/// Whether the reader sees the words with which a command deviates from the rule: those of an event
/// that motivates by itself are shown by the view, and the rule is.
bool sees_motivation(const Reader& reader, const std::string& id, const Definition& definition) {
  const Procedure& procedure = definition.procedure;
  const EventType* type = definition.catalogue.find(procedure.motivates_event);
  const Rule* rule = procedure.rule(id);
  const std::set<std::string>* listed =
      type == nullptr ? nullptr : listed_of(*reader.view, type->id);
  if (listed == nullptr || rule == nullptr || !sees_rule(reader, *rule, definition)) return false;
  return std::any_of(type->fields.begin(), type->fields.end(), [listed](const Field& field) {
    return field.privacy != PrivacyClass::open && listed->contains(field.name);
  });
}

/// Whether the view shows a field of an entry of which the name of the type is known and not the
/// version: only what it shows of each of them.
bool shows_of_any(const RoleView& view, const std::string& type, const std::string& field) {
  const auto listed = view.events.find(type);
  if (listed == view.events.end() || !listed->second.contains(field)) return false;
  return std::all_of(view.former.begin(), view.former.end(), [&](const auto& former) {
    return !former.first.starts_with(type + '@') || former.second.contains(field);
  });
}

/// That an entry was altered, and the corrected fields of it that the reader may see. The reason,
/// and what no longer fits, only where the view lists them.
std::set<std::string> seen_of_alteration(const RoleView& view, const Record& record,
                                         const Definition& definition) {
  const std::set<std::string>* listed = listed_of(view, record.type);
  const std::string type = text_in(record.data, "entryType");
  const auto entry = view.events.find(type);
  const auto lists = [listed](const std::string& field) {
    return listed != nullptr && listed->contains(field);
  };
  std::set<std::string> fields;
  for (const auto& member : record.data) {
    const std::string name(member.key());
    bool seen = name != "unfit" || lists(name);
    if (name == "members")
      seen = entry != view.events.end() && lists_member(entry->second, record, definition);
    if (name == "fields") {
      for (const auto& field : member.value().as_object())
        seen = seen && shows_of_any(view, type, std::string(field.key()));
    }
    if (seen) fields.insert(name);
  }
  for (const auto& [name, digest] : record.sealed) {
    const bool seen = name.starts_with(corrected_prefix)
                          ? shows_of_any(view, type, name.substr(corrected_prefix.size()))
                          : lists(name);
    if (seen) fields.insert(name);
  }
  return fields;
}

}  // namespace

bool sees_origin(const Reader& reader, const std::string& origin, const Definition& definition) {
  const std::size_t slash = origin.find('/');
  const std::size_t column = origin.rfind('/');
  const std::string path = slash == std::string::npos
                               ? origin
                               : origin.substr(0, slash) + "." + origin.substr(column + 1);
  const SchemaNode* node = definition.schema.find(path);
  if (node == nullptr || (node->sealed && reader.view->records)) return false;
  if (reader.view->own && is_of_members(*node, definition)) {
    if (slash == std::string::npos) return false;
    const std::string entry = origin.substr(slash + 1, column - slash - 1);
    const bool is_own =
        std::any_of(reader.own_members.begin(), reader.own_members.end(),
                    [&entry](std::int64_t member) { return std::to_string(member) == entry; });
    if (!is_own) return false;
  }
  return std::all_of(node->writers.begin(), node->writers.end(), [&](const Writer& writer) {
    const EventType* type = definition.catalogue.find(writer.event);
    const Role* role = role_of(reader, definition);
    const bool open = reader.view->records || (type != nullptr && role != nullptr &&
                                               is_open_to(type->audience, role->organisation));
    return open && sees_writer(reader, writer, definition);
  });
}

std::optional<Reader> reader_at(const ActorId& actor, const RoleAt& role, const LoadedCase& loaded,
                                const Definition& definition, const Rights& rights,
                                Language language) {
  const auto view = definition.procedure.views.find(role.role.text);
  if (view == definition.procedure.views.end()) return std::nullopt;
  Reader reader{{actor, role.role, role.org, {}}, &view->second, {}, language};
  for (const SubjectId& subject : rights.subjects_of(actor)) {
    if (const auto member = loaded.member(subject)) reader.own_members.insert(*member);
  }
  const Circumstances given{{}, {}, definition, {}, !reader.own_members.empty()};
  if (!has_access(loaded.state, reader.actor, given)) return std::nullopt;
  return reader;
}

Result<std::variant<Reader, Refusal>> reader_of(const ActorId& actor,
                                                const std::optional<RoleId>& role,
                                                const LoadedCase& loaded,
                                                const Definition& definition, const Rights& rights,
                                                Language language) {
  using Outcome = std::variant<Reader, Refusal>;
  bool reaches = false;
  for (const RoleAt& at : rights.roles_of(actor)) {
    auto reader = reader_at(actor, at, loaded, definition, rights, language);
    reaches = reaches || reader;
    if (reader && (!role || at.role == *role)) return Outcome(std::move(*reader));
  }
  if (!reaches) return Outcome(no_such_case());
  Refusal refusal;
  refusal.kind = RefusalKind::unauthorised;
  refusal.sentence = {"In deze rol heeft deze actor geen toegang tot deze zaak.",
                      "In this role this actor has no access to this case."};
  return Outcome(std::move(refusal));
}

std::optional<Reader> emergency_reader(const ActorId& actor, const LoadedCase& loaded,
                                       const Definition& definition, const Rights& rights,
                                       Language language) {
  const auto& glass = definition.procedure.break_glass;
  const auto open = loaded.state.emergencies.find(actor);
  if (!glass || open == loaded.state.emergencies.end()) return std::nullopt;
  const EmergencyLook& look = open->second;
  const auto view = definition.procedure.views.find(glass->view.text);
  if (look.until <= rights.moment() || view == definition.procedure.views.end())
    return std::nullopt;
  const auto held = rights.roles_of(actor);
  const auto& by = glass->by;
  const bool has_role =
      std::find(held.begin(), held.end(), RoleAt{look.role, look.org}) != held.end();
  if (!has_role || std::find(by.begin(), by.end(), look.role) == by.end()) return std::nullopt;
  return Reader{{actor, look.role, look.org, {}}, &view->second, {}, language, true};
}

Sight sight_of(const Reader& reader, Looks looks, Position position) {
  Sight sight{reader.actor, std::move(looks), position};
  if (reader.is_in_emergency) {
    sight.view = reader.view->role.text;
    sight.purpose = emergency_purpose;
  }
  return sight;
}

std::set<std::string> seen_fields(const Reader& reader, const Record& record,
                                  const Definition& definition) {
  std::set<std::string> fields;
  if (!sees_event(reader, record, definition)) return fields;
  if (is_alteration(record.type.text) && !reader.view->records)
    return seen_of_alteration(*reader.view, record, definition);
  const std::set<std::string>* listed = listed_of(*reader.view, record.type);
  // Findings come with the rule: a view need not list them, and may narrow them when it does.
  const bool whole = reader.view->records || listed == nullptr;
  for (const auto& member : record.data) {
    if (whole || listed->contains(member.key())) fields.insert(member.key());
  }
  if (whole) return fields;
  for (const auto& [field, digest] : record.sealed) {
    const bool motivation =
        field.starts_with(motivation_prefix) &&
        (listed->contains("motivation") ||
         sees_motivation(reader, field.substr(motivation_prefix.size()), definition));
    if (motivation || listed->contains(field)) fields.insert(field);
  }
  return fields;
}

json::object seen_tracks(const Reader& reader, const CaseState& state) {
  json::object tracks;
  for (const auto& [name, at] : state.tracks) {
    if (reader.view->records || reader.view->tracks.contains(name)) tracks[name] = at;
  }
  return tracks;
}

Result<json::object> seen_state(const Reader& reader, const CaseState& state,
                                const Definition& definition, const EventLog& log,
                                const Vault& vault, Looks& looks) {
  return seen_object(Walk{reader, definition, log, vault, looks}, state.fields,
                     definition.schema.root(), Within::nothing);
}

}  // namespace verloop
