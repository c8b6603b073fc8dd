// Between JSON and CEL: folded fields, payloads and computed values.

#include <boost/json/array.hpp>

#include "engine/case_schema.hpp"
#include "events/json/integers.hpp"

namespace verloop {
namespace {

using boost::json::value;

cel::Type simple(cel::Kind kind) {
  return {kind, {}, {}};
}

cel::Value moment_from(std::string_view text) {
  const auto moment = parse_timestamp(text);
  if (moment.has_error()) return {};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*moment);
  const auto rest = std::chrono::nanoseconds(*moment - seconds);
  return cel::Value(cel::Value::Storage(
      cel::Moment{seconds.time_since_epoch().count(), static_cast<std::int32_t>(rest.count())}));
}

cel::Value date_from(std::string_view text) {
  const auto day = parse_date(text);
  return day.has_error() ? cel::Value() : cel::Value::of(*day);
}

/// A value as JSON itself tells: for what has no declared type.
cel::Value untyped(const value& json) {
  if (json.is_bool()) return cel::Value::of(json.get_bool());
  if (json.is_int64()) return cel::Value::of(json.get_int64());
  if (json.is_string()) return cel::Value::of(std::string(json.get_string()));
  if (json.is_array()) {
    cel::List items;
    for (const value& item : json.get_array()) items.push_back(untyped(item));
    return cel::Value::of(std::move(items));
  }
  if (json.is_object()) {
    cel::RecordValue record;
    for (const auto& member : json.get_object())
      record.fields.emplace(member.key(), untyped(member.value()));
    return cel::Value::of(std::move(record));
  }
  return {};
}

cel::Value record_from(const boost::json::object& json, const std::string& name,
                       const cel::Environment& environment) {
  cel::RecordValue record{name, {}};
  const auto declared = environment.records.find(name);
  if (declared == environment.records.end()) return untyped(json);
  for (const auto& [field, type] : declared->second)
    if (const value* given = json.if_contains(field))
      record.fields.emplace(field, to_cel(*given, type, environment));
  return cel::Value::of(std::move(record));
}

cel::Value node_to_cel(const SchemaNode& node, const boost::json::object& json,
                       const std::string& name, const cel::Environment& environment,
                       std::map<std::string, cel::Value> given);

cel::Value entries_to_cel(const SchemaNode& node, const value* json, const std::string& name,
                          const cel::Environment& environment) {
  cel::List entries;
  if (json != nullptr && json->is_array())
    for (const value& entry : json->get_array())
      if (entry.is_object())
        entries.push_back(node_to_cel(node, entry.get_object(), name + "[]", environment, {}));
  return cel::Value::of(std::move(entries));
}

cel::Value node_to_cel(const SchemaNode& node, const boost::json::object& json,
                       const std::string& name, const cel::Environment& environment,
                       std::map<std::string, cel::Value> given) {
  static const boost::json::object nothing;
  cel::RecordValue record{name, {}};
  for (auto& [key, engine_value] : given) record.fields.emplace(key, std::move(engine_value));
  for (const auto& [key, child] : node.children) {
    const value* found = json.if_contains(key);
    if (child.kind == SchemaNode::Kind::entries) {
      record.fields.emplace(key, entries_to_cel(child, found, name + '.' + key, environment));
    } else if (child.kind == SchemaNode::Kind::record) {
      const bool present = found != nullptr && found->is_object();
      const boost::json::object& inner = present ? found->get_object() : nothing;
      record.fields.emplace(key, node_to_cel(child, inner, name + '.' + key, environment, {}));
    } else if (found != nullptr && !found->is_null() && !child.sealed) {
      record.fields.emplace(key, to_cel(*found, child.type, environment));
    } else if (!child.sealed && child.type.kind == cel::Kind::list) {
      record.fields.emplace(key, cel::Value::of(cel::List{}));
    }
  }
  return cel::Value::of(std::move(record));
}

Error no_json(const char* what) {
  return {Errc::malformed,
          std::string("a computed value is ") + what +
              ", which no field can hold; expected a boolean, integer, text, date, timestamp, "
              "list or record"};
}

Result<value> number_to_json(std::int64_t number) {
  if (number > integer_max || number < -integer_max)
    return Error{Errc::malformed,
                 "a computed integer is beyond 2^53 - 1, the largest that a field can hold"};
  return value(number);
}

/// Visits every kind of value, so that a new one does not compile until it has an answer.
struct JsonMaker {
  Result<value> operator()(std::monostate) const { return value(nullptr); }
  Result<value> operator()(bool flag) const { return value(flag); }
  Result<value> operator()(std::int64_t number) const { return number_to_json(number); }
  Result<value> operator()(std::uint64_t number) const {
    if (number > static_cast<std::uint64_t>(integer_max)) return number_to_json(integer_max + 1);
    return number_to_json(static_cast<std::int64_t>(number));
  }
  Result<value> operator()(double) const { return no_json("a double"); }
  Result<value> operator()(const std::string& text) const { return value(text); }
  Result<value> operator()(const cel::Bytes&) const { return no_json("bytes"); }
  Result<value> operator()(const cel::Moment& moment) const {
    const Timestamp time(std::chrono::seconds(moment.seconds) +
                         std::chrono::microseconds(moment.nanos / 1000));
    return value(format(time));
  }
  Result<value> operator()(const cel::Span&) const { return no_json("a duration"); }
  Result<value> operator()(Date day) const { return value(format(day)); }
  Result<value> operator()(const cel::Type&) const { return no_json("a type"); }
  Result<value> operator()(const std::shared_ptr<const cel::List>& list) const {
    boost::json::array items;
    for (const cel::Value& item : *list) {
      auto made = to_json(item);
      if (made.has_error()) return made;
      items.push_back(std::move(*made));
    }
    return value(std::move(items));
  }
  Result<value> operator()(const std::shared_ptr<const cel::Map>& map) const {
    boost::json::object members;
    for (const auto& [key, item] : *map) {
      const auto* name = key.get_if<std::string>();
      if (name == nullptr) return no_json("a map with keys that are no text");
      auto made = to_json(item);
      if (made.has_error()) return made;
      members[*name] = std::move(*made);
    }
    return value(std::move(members));
  }
  Result<value> operator()(const std::shared_ptr<const cel::RecordValue>& record) const {
    boost::json::object members;
    for (const auto& [name, item] : record->fields) {
      auto made = to_json(item);
      if (made.has_error()) return made;
      members[name] = std::move(*made);
    }
    return value(std::move(members));
  }
};

}  // namespace

cel::Value CaseSchema::to_cel(const boost::json::object& fields,
                              std::map<std::string, cel::Value> engine_fields) const {
  return node_to_cel(root_, fields, "case", records_, std::move(engine_fields));
}

cel::Type cel_type(const FieldType& type, const std::string& record_name,
                   cel::Environment& environment) {
  switch (type.kind) {
    case FieldKind::text:
    case FieldKind::name:
    case FieldKind::enumeration:
    case FieldKind::reference:
      return simple(cel::Kind::string);
    case FieldKind::date:
      return simple(cel::Kind::date);
    case FieldKind::timestamp:
      return simple(cel::Kind::timestamp);
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents:
    case FieldKind::member:
      return simple(cel::Kind::integer);
    case FieldKind::boolean:
      return simple(cel::Kind::boolean);
    case FieldKind::document:
      environment.records["document"] = {{"id", simple(cel::Kind::string)},
                                         {"name", simple(cel::Kind::string)},
                                         {"mediaType", simple(cel::Kind::string)},
                                         {"size", simple(cel::Kind::integer)},
                                         {"sha256", simple(cel::Kind::string)}};
      return cel::record_named("document");
    case FieldKind::list:
      return cel::list_of(cel_type(type.element.front(), record_name + "[]", environment));
    case FieldKind::record: {
      std::map<std::string, cel::Type, std::less<>> fields;
      for (const Field& member : type.members)
        fields[member.name] = cel_type(member.type, record_name + '.' + member.name, environment);
      environment.records[record_name] = std::move(fields);
      return cel::record_named(record_name);
    }
  }
  return simple(cel::Kind::dyn);
}

cel::Value to_cel(const value& json, const cel::Type& type, const cel::Environment& environment) {
  if (type.kind == cel::Kind::list && json.is_array()) {
    const cel::Type element = type.parameters.empty() ? cel::Type{} : type.parameters.front();
    cel::List items;
    for (const value& item : json.get_array()) items.push_back(to_cel(item, element, environment));
    return cel::Value::of(std::move(items));
  }
  if (type.kind == cel::Kind::record && json.is_object())
    return record_from(json.get_object(), type.record, environment);
  if (type.kind == cel::Kind::date && json.is_string()) return date_from(json.get_string());
  if (type.kind == cel::Kind::timestamp && json.is_string()) return moment_from(json.get_string());
  return untyped(json);
}

cel::Value to_cel(const value& json, const FieldType& type) {
  cel::Environment environment;
  const cel::Type declared = cel_type(type, "", environment);
  return to_cel(json, declared, environment);
}

cel::Value to_cel(const boost::json::object& data, const std::vector<Field>& fields,
                  const std::string& record_name) {
  cel::RecordValue record{record_name, {}};
  for (const Field& field : fields)
    if (const value* given = data.if_contains(field.name))
      record.fields.emplace(field.name, to_cel(*given, field.type));
  return cel::Value::of(std::move(record));
}

Result<value> to_json(const cel::Value& computed) {
  return std::visit(JsonMaker{}, computed.storage());
}

}  // namespace verloop
