#pragma once
// The fold of an event type, from YAML, checked against the type's fields: sources are open fields,
// sealed ones only as pointers.

#include <string>
#include <vector>

#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// Reads the list `node` into `type.fold`; `type.fields` must be there already.
void read_fold(const YamlNode& node, EventType& type, std::vector<YamlFault>& faults);

}  // namespace verloop
