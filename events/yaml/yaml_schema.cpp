#include "events/yaml/yaml_schema.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace verloop {
namespace {

namespace json = boost::json;

json::object list_of(json::object items) {
  json::object schema{{"type", "array"}};
  if (!items.empty()) schema["items"] = std::move(items);
  return schema;
}

/// All that a value may be, each once. What one list may hold any may.
class Choice {
 public:
  void add(const json::object& schema) {
    if (const json::value* any = schema.if_contains("anyOf")) {
      for (const json::value& one : any->as_array()) add(one.as_object());
      return;
    }
    if (is_list(schema)) return add_items(schema);
    if (known_.insert(json::serialize(schema)).second) all_.push_back(schema);
  }

  json::object schema() const {
    std::vector<json::object> all = all_;
    if (!items_.empty()) all.push_back(list_of(items_.front().schema()));
    if (all.empty()) return {};
    if (all.size() == 1) return all.front();
    return {{"anyOf", json::array(all.begin(), all.end())}};
  }

 private:
  static bool is_list(const json::object& schema) {
    const json::value* type = schema.if_contains("type");
    return type != nullptr && *type == "array";
  }

  void add_items(const json::object& list) {
    if (items_.empty()) items_.emplace_back();
    if (const json::value* items = list.if_contains("items"))
      items_.front().add(items->as_object());
  }

  std::vector<json::object> all_;
  std::set<std::string> known_;
  std::vector<Choice> items_;  // At most one: of all lists.
};

/// One kind of map, from all maps of it.
struct Kind {
  std::size_t count = 0;
  struct Key {
    std::size_t required = 0;  // In so many maps.
    bool is_told = false;      // Some map has it, or it is asked as what says all.
    Choice choice;
  };
  std::vector<std::string> order;
  std::map<std::string, Key> keys;
};

const json::object scalar{{"type", {"string", "number", "boolean"}}};

/// `event X@1, field kind, value large` is a `value`.
std::string kind_of(const std::string& what) {
  const std::size_t comma = what.rfind(", ");
  const std::string last = comma == std::string::npos ? what : what.substr(comma + 2);
  return last.substr(0, last.find(' '));
}

class Telling {
 public:
  explicit Telling(const YamlRecording& recording) : recording_(recording) {}

  /// What a value is like that may be like this one.
  json::object of(const YamlNode& node) {
    switch (node.kind) {
      case YamlNode::Kind::null:
        return {};
      case YamlNode::Kind::scalar:
        return scalar;
      case YamlNode::Kind::list:
        return of_list(node);
      case YamlNode::Kind::map:
        break;
    }
    const YamlMapRead* read = read_of(node);
    return read != nullptr && read->is_finished ? of_kind(node, *read) : of_names(node, read);
  }

  const std::map<std::string, Kind>& kinds() const { return kinds_; }

 private:
  const YamlMapRead* read_of(const YamlNode& node) const {
    const auto at = recording_.maps.find({node.place.line, node.place.column});
    return at == recording_.maps.end() ? nullptr : &at->second;
  }

  json::object of_list(const YamlNode& node) {
    Choice items;
    for (const YamlNode& item : node.items) items.add(of(item));
    return list_of(items.schema());
  }

  /// A map whose keys are names of the author's. Where its values are of several kinds that nobody
  /// reads as maps, anything may stand in it.
  json::object of_names(const YamlNode& node, const YamlMapRead* read) {
    Choice values;
    std::set<YamlNode::Kind> loose;
    for (const YamlNode::Entry& entry : node.entries) {
      const YamlMapRead* inner =
          entry.value.kind == YamlNode::Kind::map ? read_of(entry.value) : nullptr;
      if (inner == nullptr && read == nullptr) loose.insert(entry.value.kind);
      values.add(of_value(entry.value, read, entry.key));
    }
    json::object schema{{"type", "object"}};
    if (loose.size() <= 1 && !node.entries.empty())
      schema["additionalProperties"] = values.schema();
    return schema;
  }

  json::object of_value(const YamlNode& value, const YamlMapRead* read, const std::string& name) {
    if (read == nullptr) return of(value);
    const auto key = std::find_if(read->keys.begin(), read->keys.end(),
                                  [&name](const YamlKey& one) { return one.name == name; });
    return key == read->keys.end() ? of(value) : as_asked(*key, &value);
  }

  /// What it was asked as; where that leaves it open, what stands there.
  json::object as_asked(const YamlKey& key, const YamlNode* value) {
    switch (key.as) {
      case YamlAsked::integer:
        return {{"type", "integer"}};
      case YamlAsked::boolean:
        return {{"type", "boolean"}};
      case YamlAsked::text:
        return scalar;
      case YamlAsked::texts: {
        Choice choice;
        choice.add(scalar);
        choice.add(list_of(scalar));
        return choice.schema();
      }
      case YamlAsked::name: {
        json::array names;
        for (const std::string& name : key.names) names.push_back(json::string(name));
        return {{"enum", std::move(names)}};
      }
      case YamlAsked::map:
      case YamlAsked::list:
      case YamlAsked::anything:
        break;
    }
    return value == nullptr ? json::object() : of(*value);
  }

  json::object of_kind(const YamlNode& node, const YamlMapRead& read) {
    const std::string name = kind_of(read.what);
    Kind& kind = kinds_[name];
    ++kind.count;
    for (const YamlKey& key : read.keys) {
      const bool is_new = !kind.keys.contains(key.name);
      if (is_new) kind.order.push_back(key.name);
      Kind::Key& known = kind.keys[key.name];
      known.required += key.is_required ? 1 : 0;
      const YamlNode* value = node.find(key.name);
      const json::object schema = as_asked(key, value);
      Kind::Key& told = kinds_[name].keys[key.name];  // What lies below may be of this kind too.
      if (value != nullptr || key.as >= YamlAsked::texts) told.is_told = true;
      if (!schema.empty()) told.choice.add(schema);
    }
    return {{"$ref", "#/$defs/" + name}};
  }

  const YamlRecording& recording_;
  std::map<std::string, Kind> kinds_;
};

json::object schema_of(const Kind& kind) {
  json::object properties;
  json::array required;
  for (const std::string& name : kind.order) {
    const Kind::Key& key = kind.keys.at(name);
    properties[name] = key.choice.schema();
    if (key.required == kind.count) required.push_back(json::string(name));
  }
  json::object schema{
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

/// Kinds that are alike go by the name of the first: labels are called after what they label.
std::map<std::string, std::string> same_kinds(const std::map<std::string, Kind>& kinds) {
  std::map<std::string, std::string> first;
  std::map<std::string, std::string> names;
  if (const auto label = kinds.find("label"); label != kinds.end())
    first.emplace(json::serialize(schema_of(label->second)), "label");
  for (const auto& [name, kind] : kinds)
    names[name] = first.emplace(json::serialize(schema_of(kind)), name).first->second;
  return names;
}

/// With each reference to a kind by the name that it goes by.
json::value renamed(const json::value& schema, const std::map<std::string, std::string>& names) {
  constexpr std::string_view place = "#/$defs/";
  if (schema.is_array()) {
    json::array items;
    for (const json::value& item : schema.get_array()) items.push_back(renamed(item, names));
    return items;
  }
  if (!schema.is_object()) return schema;
  json::object members;
  for (const auto& member : schema.get_object()) {
    const bool refers = member.key() == "$ref" && member.value().is_string();
    members[member.key()] =
        refers ? json::value(json::string(
                     std::string(place) +
                     names.at(std::string(member.value().get_string()).substr(place.size()))))
               : renamed(member.value(), names);
  }
  return members;
}

}  // namespace

json::object yaml_schema(const YamlNode& document, const YamlRecording& recording,
                         const std::string& title) {
  Telling telling(recording);
  json::object schema = telling.of(document);
  const auto names = same_kinds(telling.kinds());
  json::object kinds;
  for (const auto& [name, kind] : telling.kinds())
    if (names.at(name) == name) kinds[name] = renamed(schema_of(kind), names);
  schema = renamed(schema, names).as_object();
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = title;
  schema["$defs"] = std::move(kinds);
  return schema;
}

std::vector<std::string> untold_keys(const YamlNode& document, const YamlRecording& recording) {
  Telling telling(recording);
  telling.of(document);
  std::vector<std::string> untold;
  for (const auto& [name, kind] : telling.kinds())
    for (const auto& [key, one] : kind.keys)
      if (!one.is_told) untold.push_back(name + "." + key);
  return untold;
}

}  // namespace verloop
