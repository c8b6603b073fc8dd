#include "engine/fold.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "events/json/integers.hpp"
#include "events/on_behalf.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t dot = std::min(path.find('.', at), path.size());
    parts.push_back(path.substr(at, dot - at));
    at = dot + 1;
  }
  return parts;
}

/// The object that holds the last segment of the path, made on the way.
json::object& parent_of(json::object& root, const std::vector<std::string_view>& parts) {
  json::object* object = &root;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    json::value& next = (*object)[parts[i]];
    if (!next.is_object()) next = json::object();
    object = &next.get_object();
  }
  return *object;
}

json::value literal(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t integer = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (error == std::errc() && end == text.data() + text.size()) return integer;
  return json::string(text);
}

/// As JSON that is read again has it: one kind of integer, whatever its sign.
json::value number(std::uint64_t ordinal) {
  return static_cast<std::int64_t>(ordinal);
}

std::optional<json::value> sealed_pointer(const Told& told, std::string_view field) {
  std::string name(field);
  if (!told.record.sealed.contains(name)) return std::nullopt;
  if (told.stored_names != nullptr) {
    const auto stored = told.stored_names->find(name);
    if (stored != told.stored_names->end()) name = stored->second;
  }
  const auto moved = told.moved.find(name);
  if (moved == told.moved.end())
    return json::array{number(told.record.position.value), json::string(name)};
  return json::array{number(moved->second.value),
                     json::string(std::string(corrected_prefix) + name)};
}

std::optional<json::value> value_of(std::string_view source, const Told& told,
                                    const CaseState& state) {
  if (source.starts_with("=")) return literal(source.substr(1));
  if (source.starts_with("sealed.")) return sealed_pointer(told, source.substr(7));
  if (source.starts_with("data.")) {
    const json::value* value = told.record.data.if_contains(source.substr(5));
    return value == nullptr ? std::nullopt : std::optional<json::value>(*value);
  }
  if (source == "occurredOn") return json::string(format(told.record.occurred_on.day));
  if (source == "position") return number(told.record.position.value);
  if (source == "version") return number(told.record.version.value);
  if (source == "actor") return json::string(author_of(told.record.actor).text);
  if (source == "role") return json::string(told.record.actor.role.text);
  if (source == "org") return json::string(told.record.actor.org.text);
  if (source == "cycle") return state.cycle;
  return std::nullopt;
}

std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  return {};
}

bool holds(const FoldCondition& condition, const Record& record) {
  const json::value* value = record.data.if_contains(std::string_view(condition.field).substr(5));
  if (value == nullptr) return false;
  const std::string text = text_of(*value);
  return std::find(condition.values.begin(), condition.values.end(), text) !=
         condition.values.end();
}

bool applies(const FoldStep& step, const Record& record) {
  return std::all_of(step.when.begin(), step.when.end(),
                     [&record](const FoldCondition& one) { return holds(one, record); });
}

void set_value(CaseState& state, const std::string& path, json::value value, const Told& told) {
  const auto parts = segments(path);
  parent_of(state.fields, parts)[parts.back()] = std::move(value);
  state.origins[path] = told.said_at;
}

const json::value* find_value(const CaseState& state, const std::string& path) {
  const json::object* object = &state.fields;
  const auto parts = segments(path);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const json::value* next = object->if_contains(parts[i]);
    if (next == nullptr || !next->is_object()) return nullptr;
    object = &next->get_object();
  }
  return object->if_contains(parts.back());
}

json::array& list_at(CaseState& state, const std::string& path) {
  const auto parts = segments(path);
  json::value& value = parent_of(state.fields, parts)[parts.back()];
  if (!value.is_array()) value = json::array();
  return value.get_array();
}

/// An entry of a list while an event is applied to it.
struct EntryPlace {
  json::object& entry;
  std::string origin_prefix;
};

void put(const EntryPlace& place, const std::string& name, const std::string& source,
         const Told& told, CaseState& state) {
  auto value = value_of(source, told, state);
  if (!value) return;
  place.entry[name] = std::move(*value);
  state.origins[place.origin_prefix + name] = told.said_at;
}

void append_entry(const FoldStep& step, const Told& told, CaseState& state) {
  json::array& list = list_at(state, step.path);
  const std::string index = std::to_string(list.size());
  json::object& entry = list.emplace_back(json::object()).get_object();
  entry.reserve(step.sources.size());
  const EntryPlace place{entry, step.path + "/" + index + "/"};
  for (const auto& [name, source] : step.sources) put(place, name, source, told, state);
}

/// The entry of the list that has the key, made when missing.
EntryPlace entry_at(const FoldStep& step, const json::value& key, Position by, CaseState& state) {
  const std::string prefix = step.path + "/" + text_of(key) + "/";
  json::array& list = list_at(state, step.path);
  for (json::value& present : list)
    if (present.get_object()[step.key] == key) return {present.get_object(), prefix};
  state.origins[prefix + step.key] = by;
  return {list.emplace_back(json::object{{step.key, key}}).get_object(), prefix};
}

void keyed_entry(const FoldStep& step, const Told& told, CaseState& state) {
  const json::value* key = told.record.data.if_contains(step.key);
  if (key == nullptr) return;
  const EntryPlace place = entry_at(step, *key, told.said_at, state);
  for (const std::string& name : step.cleared) {
    place.entry.erase(name);
    state.origins.erase(place.origin_prefix + name);
  }
  for (const auto& [name, source] : step.sources) put(place, name, source, told, state);
  for (const auto& [name, source] : step.first_sources)
    if (!place.entry.contains(name)) put(place, name, source, told, state);
}

void add_value(const FoldStep& step, const Told& told, CaseState& state) {
  const auto more = value_of(step.source, told, state);
  if (!more || !more->is_number()) return;
  const json::value* present = find_value(state, step.path);
  const std::int64_t sum = (present == nullptr ? 0 : present->to_number<std::int64_t>()) +
                           more->to_number<std::int64_t>();
  set_value(state, step.path, std::clamp(sum, -integer_max, integer_max), told);
}

/// Takes the last name of the path out of every entry of the list before it.
void clear_column(CaseState& state, json::array& list, const std::string& path) {
  const std::size_t dot = path.rfind('.');
  const std::string column = path.substr(dot + 1);
  for (json::value& entry : list) entry.get_object().erase(column);
  const auto is_of_column = [&](const auto& known) {
    return known.first.starts_with(path.substr(0, dot) + "/") &&
           known.first.ends_with("/" + column);
  };
  std::erase_if(state.origins, is_of_column);
}

void set_path(const FoldStep& step, const Told& told, CaseState& state) {
  auto value = value_of(step.source, told, state);
  if (value) set_value(state, step.path, std::move(*value), told);
}

}  // namespace

void apply(const FoldStep& step, const Told& told, CaseState& state) {
  if (!applies(step, told.record)) return;
  switch (step.kind) {
    case FoldStep::Kind::set:
      return set_path(step, told, state);
    case FoldStep::Kind::first:
      if (find_value(state, step.path) == nullptr) set_path(step, told, state);
      return;
    case FoldStep::Kind::add:
      return add_value(step, told, state);
    case FoldStep::Kind::append:
      return append_entry(step, told, state);
    case FoldStep::Kind::entry:
      return keyed_entry(step, told, state);
    case FoldStep::Kind::clear:
      return clear_path(state, step.path);
  }
}

void clear_path(CaseState& state, const std::string& path) {
  const auto parts = segments(path);
  json::object* object = &state.fields;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    json::value* next = object->if_contains(parts[i]);
    if (next != nullptr && next->is_array() && i + 2 == parts.size())
      return clear_column(state, next->get_array(), path);
    if (next == nullptr || !next->is_object()) return;
    object = &next->get_object();
  }
  object->erase(parts.back());
  const auto is_below = [&path](const auto& known) {
    return known.first.starts_with(path) &&
           (known.first.size() == path.size() || known.first[path.size()] == '.' ||
            known.first[path.size()] == '/');
  };
  std::erase_if(state.origins, is_below);
}

}  // namespace verloop
