#pragma once
// JSON Schema (draft 2020-12) of a YAML language, for editors: made from how its reader read a
// document that uses every word of it. So it knows what the reader knows, and nothing is written
// twice. What the reader checks beyond words and kinds (that names lead somewhere, that expressions
// compile) it does not say.

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// `document`: as it was parsed once more; `recording`: of its reading, without a fault. A kind of
/// map is known by the first word behind the last comma of what its reader calls it.
boost::json::object yaml_schema(const YamlNode& document, const YamlRecording& recording,
                                const std::string& title);

/// The keys that the reader asked for and no map of that kind has in the document, as `kind.key`:
/// of those the schema could not tell what they hold.
std::vector<std::string> untold_keys(const YamlNode& document, const YamlRecording& recording);

}  // namespace verloop
