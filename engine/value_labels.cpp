#include "engine/value_labels.hpp"

#include "events/yaml/yaml_label.hpp"

namespace verloop {

ValueLabels value_labels(const Definition& definition) {
  ValueLabels all;
  for (const SourceFile& file : definition.files) {
    const auto root = parse_yaml(file.text);
    ensure(root.has_value(), "the text of a definition was read when it was loaded");
    const YamlNode* labels = root->find("labels");
    if (labels == nullptr || root->find("catalogue") == nullptr) continue;
    std::vector<YamlFault> ignored;  // The loader found none.
    for (const YamlNode::Entry& entry : labels->entries)
      all.emplace(entry.key, read_label(entry.value, "labels", ignored));
  }
  return all;
}

}  // namespace verloop
