#include "projections/values_by_path.hpp"

#include <boost/json/serialize.hpp>

namespace verloop {
namespace {

namespace json = boost::json;

using Values = std::map<std::string, json::value>;

std::string key_of(const json::object& entry, const SchemaNode& list, std::size_t index) {
  const json::value* key = list.key.empty() ? nullptr : entry.if_contains(list.key);
  if (key == nullptr) return std::to_string(index);
  return key->is_string() ? std::string(key->get_string()) : json::serialize(*key);
}

/// `start` is the path of the object with its separator; empty at the root.
void add_members(const json::object& object, const SchemaNode& node, const std::string& start,
                 Values& values) {
  for (const auto& [name, child] : node.children) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr) continue;
    const std::string path = start + name;
    if (child.kind == SchemaNode::Kind::leaf) {
      values[path] = *value;
    } else if (child.kind == SchemaNode::Kind::record) {
      add_members(value->as_object(), child, path + ".", values);
    } else {
      std::size_t index = 0;
      for (const json::value& entry : value->as_array()) {
        const std::string key = key_of(entry.as_object(), child, index++);
        add_members(entry.as_object(), child, path + "/" + key + "/", values);
      }
    }
  }
}

/// What is left of an object at `place`; `start` as above.
struct Narrowing {
  const std::string& place;

  bool leads_there(const std::string& path) const {
    return lies_at(path, place) || lies_at(place, path);
  }

  json::value kept(const json::value& value, const SchemaNode& node,
                   const std::string& path) const {
    if (node.kind == SchemaNode::Kind::leaf) return value;
    if (node.kind == SchemaNode::Kind::record) return kept(value.as_object(), node, path + ".");
    if (node.key.empty()) return value;
    json::array entries;
    for (const json::value& entry : value.as_array()) {
      const std::string at = path + "/" + key_of(entry.as_object(), node, 0);
      if (leads_there(at)) entries.push_back(kept(entry.as_object(), node, at + "/"));
    }
    return entries;
  }

  json::object kept(const json::object& object, const SchemaNode& node,
                    const std::string& start) const {
    json::object left;
    for (const auto& [name, child] : node.children) {
      const json::value* value = object.if_contains(name);
      if (value != nullptr && (name == node.key || leads_there(start + name)))
        left[name] = kept(*value, child, start + name);
    }
    return left;
  }
};

}  // namespace

bool lies_at(const std::string& path, const std::string& place) {
  if (!path.starts_with(place)) return false;
  return path.size() == place.size() || path[place.size()] == '.' || path[place.size()] == '/';
}

json::object narrowed_to(const std::string& place, const json::object& fields,
                         const SchemaNode& root) {
  return Narrowing{place}.kept(fields, root, "");
}

Values values_by_path(const json::object& seen, const SchemaNode& root) {
  Values values;
  add_members(seen, root, "", values);
  return values;
}

std::string schema_path(const std::string& path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return path;
  return path.substr(0, slash) + "." + path.substr(path.rfind('/') + 1);
}

}  // namespace verloop
