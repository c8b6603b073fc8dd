#include "events/yaml/yaml_label.hpp"

namespace verloop {

Label read_label(const YamlNode& node, const std::string& what, std::vector<YamlFault>& faults) {
  YamlMap map(node, what, faults);
  if (node.kind != YamlNode::Kind::map) return {};
  Label label{map.required_text("nl"), map.required_text("en")};
  map.finish();
  return label;
}

Label required_label(YamlMap& map, std::string_view key) {
  const YamlNode* node = map.required(key);
  if (node == nullptr) return {};
  return read_label(*node, map.what() + ", " + std::string(key), map.faults());
}

Label optional_label(YamlMap& map, std::string_view key) {
  return map.node().find(key) == nullptr ? (map.optional(key), Label{}) : required_label(map, key);
}

std::string suggestion(std::string_view name, const std::vector<std::string>& names) {
  constexpr std::size_t listed_max = 12;
  if (const auto near = nearest(name, names)) return "; did you mean \"" + *near + "\"?";
  if (names.empty()) return "; there are none";
  std::string text = "; expected one of: ";
  for (std::size_t i = 0; i < names.size() && i < listed_max; ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > listed_max ? text + ", ..." : text;
}

}  // namespace verloop
