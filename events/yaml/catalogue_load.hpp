#pragma once
// From YAML to the event types of a catalogue. The language is described in
// docs/authors/definitions.md.

#include <vector>

#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

enum class CatalogueKind : std::uint8_t {
  domain,  // Text, documents and references to subjects are never open.
  system,  // The engine's own: definitions and findings carry open text.
};

/// Adds the types of `root` (a map with `catalogue` and `types`) to `catalogue`; appends what is
/// wrong to `faults`.
void load_catalogue(const YamlNode& root, CatalogueKind kind, Catalogue& catalogue,
                    std::vector<YamlFault>& faults);

}  // namespace verloop
