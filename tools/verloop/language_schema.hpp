#pragma once
// JSON Schemas of the languages that procedures are written in: catalogue, procedure, scenario.
// Each is made by reading a document of engine/language, which uses every word, the way that any
// such file is read.

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "events/result.hpp"

namespace verloop {

struct LanguageSchema {
  boost::json::object schema;
  std::vector<std::string> untold;  // See untold_keys; a test holds that there are none.
};

/// `catalogue`, `procedure` or `scenario`. Fails with `malformed` when the document has a fault.
Result<LanguageSchema> language_schema(const std::string& name);

}  // namespace verloop
