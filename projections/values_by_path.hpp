#pragma once
// The values of a case, each under the path that CaseState::origins has for it: `executor.kind`,
// and of lists the entry's key, `members/2/oppOn`.

#include <map>
#include <string>

#include <boost/json/object.hpp>

#include "engine/case_schema.hpp"

namespace verloop {

/// Of what a reader was shown (seen_state) of a case of this shape.
std::map<std::string, boost::json::value> values_by_path(const boost::json::object& seen,
                                                         const SchemaNode& root);

/// Whether the path is `place` or lies below it.
bool lies_at(const std::string& path, const std::string& place);

/// The fields of a case of which only what lies at `place` is left, with the keys of its entries,
/// so that nothing else is opened. Lists without a key stay whole.
boost::json::object narrowed_to(const std::string& place, const boost::json::object& fields,
                                const SchemaNode& root);

/// The path without the key of an entry, as the schema and labels have it: `members.oppOn`.
std::string schema_path(const std::string& path);

}  // namespace verloop
