#pragma once
// An event log of XES (IEEE 1849) as values: what a reader gives and a writer takes. Standard
// attributes have the keys of their extensions: `concept:name`, `time:timestamp`, `org:resource`.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace verloop {

/// A place in a file, as an editor counts: from 1.
struct XesPlace {
  std::size_t line = 1;
  std::size_t column = 1;
  friend bool operator==(const XesPlace&, const XesPlace&) = default;
};

/// What is wrong in a file, and where.
struct XesFault {
  XesPlace place;
  std::string message;
};

enum class XesKind : std::uint8_t { string, date, integer, real, boolean, id, list };

/// The element that an attribute of this kind is: `int` for an integer.
std::string_view element_of(XesKind kind);

struct XesAttribute {
  XesKind kind{};
  std::string key;
  std::string value;  // As it is written; empty in a list.
  XesPlace place;
  std::vector<XesAttribute> nested;
};

struct XesEvent {
  XesPlace place;
  std::vector<XesAttribute> attributes;
};

struct XesTrace {
  XesPlace place;
  std::vector<XesAttribute> attributes;
  std::vector<XesEvent> events;
};

/// Null when there is none with the key.
const XesAttribute* find_attribute(const std::vector<XesAttribute>& attributes,
                                   std::string_view key);

/// A date and time with an offset; decimals of a second as many as there are.
bool is_xes_date(std::string_view text);

}  // namespace verloop
