#include "adapters/xes/xes.hpp"

#include <algorithm>

#include "events/time.hpp"

namespace verloop {

std::string_view element_of(XesKind kind) {
  switch (kind) {
    case XesKind::string:
      return "string";
    case XesKind::date:
      return "date";
    case XesKind::integer:
      return "int";
    case XesKind::real:
      return "float";
    case XesKind::boolean:
      return "boolean";
    case XesKind::id:
      return "id";
    case XesKind::list:
      return "list";
  }
  return {};
}

const XesAttribute* find_attribute(const std::vector<XesAttribute>& attributes,
                                   std::string_view key) {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [key](const XesAttribute& one) { return one.key == key; });
  return found == attributes.end() ? nullptr : &*found;
}

bool is_xes_date(std::string_view text) {
  constexpr std::size_t decimals_max = 6;  // Of our own timestamps.
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return parse_timestamp(text).has_value();
  std::size_t end = dot + 1;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  if (end == dot + 1) return false;
  const std::size_t kept = std::min(end, dot + 1 + decimals_max);
  return parse_timestamp(std::string(text.substr(0, kept)) + std::string(text.substr(end)))
      .has_value();
}

}  // namespace verloop
