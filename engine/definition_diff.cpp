#include "engine/definition_diff.hpp"

#include <map>

#include "events/yaml/yaml_reader.hpp"

namespace verloop {
namespace {

struct Placed {
  std::string text;
  YamlPlace place;
};

using Leaves = std::map<std::pair<std::string, std::string>, Placed>;  // By file and path.

void add_leaves(const std::string& file, const std::string& path, const YamlNode& node,
                Leaves& leaves) {
  if (node.kind == YamlNode::Kind::map && !node.entries.empty()) {
    for (const YamlNode::Entry& entry : node.entries)
      add_leaves(file, path.empty() ? entry.key : path + "." + entry.key, entry.value, leaves);
  } else if (node.kind == YamlNode::Kind::list && !node.items.empty()) {
    for (std::size_t at = 0; at < node.items.size(); ++at)
      add_leaves(file, path + "[" + std::to_string(at) + "]", node.items[at], leaves);
  } else {
    const std::string text = node.kind == YamlNode::Kind::scalar ? node.text
                             : node.kind == YamlNode::Kind::list ? "[]"
                             : node.kind == YamlNode::Kind::map  ? "{}"
                                                                 : "null";
    leaves.emplace(std::pair(file, path), Placed{text, node.place});
  }
}

Leaves leaves_of(const std::vector<SourceFile>& files) {
  Leaves leaves;
  for (const SourceFile& file : files) {
    const auto root = parse_yaml(file.text);
    if (root.has_value()) add_leaves(file.name, {}, *root, leaves);
  }
  return leaves;
}

}  // namespace

std::vector<DefinitionChange> definition_diff(const std::vector<SourceFile>& before,
                                              const std::vector<SourceFile>& after) {
  const Leaves old = leaves_of(before);
  const Leaves now = leaves_of(after);
  std::map<std::pair<std::string, std::string>, DefinitionChange> changes;
  for (const auto& [key, leaf] : old) {
    const auto other = now.find(key);
    if (other != now.end() && other->second.text == leaf.text) continue;
    const bool is_gone = other == now.end();
    changes[key] = {key.first, key.second, leaf.text, is_gone ? std::string() : other->second.text,
                    is_gone ? leaf.place : other->second.place};
  }
  for (const auto& [key, leaf] : now)
    if (!old.contains(key)) changes[key] = {key.first, key.second, {}, leaf.text, leaf.place};
  std::vector<DefinitionChange> all;
  for (auto& [key, change] : changes) all.push_back(std::move(change));
  return all;
}

}  // namespace verloop
