#pragma once
// Values of CEL from JSON and as JSON, for people who try an expression.

#include <boost/json/value.hpp>

#include "engine/cel/value.hpp"

namespace verloop {

/// Numbers without a fraction are integers; objects are maps.
cel::Value cel_value(const boost::json::value& value);

/// What JSON has no form for is a text: days, moments (RFC 3339), durations (`3600s`), bytes
/// (base64url), types, and numbers that are none (`NaN`, `Infinity`). A map whose keys are not all
/// texts is a list of [key, value].
boost::json::value json_value(const cel::Value& value);

/// Of a list or map without what is in it.
cel::Type type_of(const cel::Value& value);

}  // namespace verloop
