#pragma once
// The upcaster of an event type, from YAML, held against the two versions that it lies between.

#include <vector>

#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// Reads the map `node` into `type.upcast`; `type.fields` must be there already.
void read_upcast(const YamlNode& node, EventType& type, std::vector<YamlFault>& faults);

/// `older` is the version before; null when the catalogue has none. `node` is the same map.
void check_upcast(const YamlNode& node, const EventType& type, const EventType* older,
                  std::vector<YamlFault>& faults);

}  // namespace verloop
