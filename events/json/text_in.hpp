#pragma once
// Reading a text out of an object whose shape is known.

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace verloop {

/// The text of a member; empty when there is none, or it is no text.
inline std::string text_in(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace verloop
