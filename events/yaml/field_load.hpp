#pragma once
// The fields of an event type, from YAML; and what a catalogue may never leave open.

#include <string>
#include <vector>

#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// Whose fields: those of an event (with class and subject), or of a record inside one.
enum class FieldLevel : std::uint8_t { event, nested };

std::vector<Field> read_fields(const YamlNode& node, FieldLevel level, const std::string& what,
                               std::vector<YamlFault>& faults);

/// Free text, a document, a reference to a subject, or what holds one of these.
bool is_never_open(const FieldType& type);

/// A name as fields and paths have it: a small letter, then letters and digits.
bool is_camel_case(std::string_view name);

}  // namespace verloop
