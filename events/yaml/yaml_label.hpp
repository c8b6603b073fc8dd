#pragma once
// Texts for people in YAML: `{nl: ..., en: ...}`, both required.

#include <string>
#include <string_view>
#include <vector>

#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// Notes a fault for each language that is missing.
Label read_label(const YamlNode& node, const std::string& what, std::vector<YamlFault>& faults);

/// The label under `key` of a map, which must be there; and one that may be absent.
Label required_label(YamlMap& map, std::string_view key = "label");
Label optional_label(YamlMap& map, std::string_view key = "label");

/// "; did you mean "x"?" with the nearest of `names`, or what there is when none is near.
std::string suggestion(std::string_view name, const std::vector<std::string>& names);

}  // namespace verloop
