#pragma once
// An event log of OCEL 2.0 (ocel-standard.org) as values: what a writer takes. An event points at
// the objects that it is about.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace verloop {

enum class OcelKind : std::uint8_t { string, time, integer, boolean };

/// What the kind is called where the attribute is declared.
constexpr const char* name_of(OcelKind kind) {
  switch (kind) {
    case OcelKind::time:
      return "time";
    case OcelKind::integer:
      return "integer";
    case OcelKind::boolean:
      return "boolean";
    case OcelKind::string:
      break;
  }
  return "string";
}

struct OcelAttribute {
  OcelKind kind{};
  std::string name;
  std::string value;  // Of every kind as a text.
};

/// To an object, which there is when something points at it.
struct OcelRelation {
  std::string object;  // Its id.
  std::string type;    // Of the object.
  std::string qualifier;
  auto operator<=>(const OcelRelation&) const = default;
};

struct OcelEvent {
  std::string id, type;
  std::string time;  // RFC 3339.
  std::vector<OcelAttribute> attributes;
  std::set<OcelRelation> relations;
};

}  // namespace verloop
