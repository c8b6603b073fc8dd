#include "tools/verloop/cel_values.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "engine/cel/moments.hpp"
#include "events/digest.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::value number_json(double number) {
  if (std::isfinite(number)) return number;
  if (std::isnan(number)) return "NaN";
  return number > 0 ? "Infinity" : "-Infinity";
}

json::value map_json(const cel::Map& map) {
  const bool is_object = std::all_of(map.begin(), map.end(), [](const auto& entry) {
    return entry.first.template get_if<std::string>() != nullptr;
  });
  json::array pairs;
  json::object object;
  for (const auto& [key, value] : map) {
    if (is_object)
      object[*key.get_if<std::string>()] = json_value(value);
    else
      pairs.push_back(json::array{json_value(key), json_value(value)});
  }
  return is_object ? json::value(std::move(object)) : json::value(std::move(pairs));
}

struct ToJson {
  json::value operator()(std::monostate) const { return nullptr; }
  json::value operator()(bool value) const { return value; }
  json::value operator()(std::int64_t value) const { return value; }
  json::value operator()(std::uint64_t value) const { return value; }
  json::value operator()(double value) const { return number_json(value); }
  json::value operator()(const std::string& value) const { return json::string(value); }
  json::value operator()(const cel::Bytes& value) const {
    return json::string(to_base64url(value.data));
  }
  json::value operator()(const cel::Moment& value) const {
    return json::string(cel::format_moment(value));
  }
  json::value operator()(const cel::Span& value) const {
    return json::string(cel::format_span(value));
  }
  json::value operator()(const Date& value) const { return json::string(format(value)); }
  json::value operator()(const cel::Type& value) const {
    return json::string(cel::to_string(value));
  }
  json::value operator()(const std::shared_ptr<const cel::List>& list) const {
    json::array all;
    for (const cel::Value& value : *list) all.push_back(json_value(value));
    return all;
  }
  json::value operator()(const std::shared_ptr<const cel::Map>& map) const {
    return map_json(*map);
  }
  json::value operator()(const std::shared_ptr<const cel::RecordValue>& record) const {
    json::object object;
    for (const auto& [name, value] : record->fields) object[name] = json_value(value);
    return object;
  }
};

}  // namespace

cel::Value cel_value(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return {};
    case json::kind::bool_:
      return cel::Value::of(value.get_bool());
    case json::kind::int64:
      return cel::Value::of(value.get_int64());
    case json::kind::uint64:
      return cel::Value::of(value.get_uint64());
    case json::kind::double_:
      return cel::Value::of(value.get_double());
    case json::kind::string:
      return cel::Value::of(std::string(value.get_string()));
    case json::kind::array: {
      cel::List list;
      for (const json::value& one : value.get_array()) list.push_back(cel_value(one));
      return cel::Value::of(std::move(list));
    }
    case json::kind::object: {
      cel::Map map;
      for (const auto& [name, one] : value.get_object())
        map.emplace_back(cel::Value::of(std::string(name)), cel_value(one));
      return cel::Value::of(std::move(map));
    }
  }
  return {};
}

json::value json_value(const cel::Value& value) {
  return std::visit(ToJson{}, value.storage());
}

cel::Type type_of(const cel::Value& value) {
  cel::Type type{value.kind(), {}, {}};
  if (value.kind() == cel::Kind::list) return cel::list_of({});
  if (value.kind() == cel::Kind::map) return cel::map_of({}, {});
  if (const auto* record = value.get_if<std::shared_ptr<const cel::RecordValue>>())
    return cel::record_named((*record)->type);
  return type;
}

}  // namespace verloop
