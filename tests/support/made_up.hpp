#pragma once
// Values that a field may have, made up from its type; the words are the test's own.

#include <functional>
#include <string>

#include <boost/json.hpp>

#include "events/catalogue.hpp"

namespace verloop::test {

/// Numbers from 0 up to (not including) the bound.
using Pick = std::function<std::size_t(std::size_t)>;

inline boost::json::value made_up(const FieldType& type, const std::string& words,
                                  const Pick& pick) {
  switch (type.kind) {
    case FieldKind::text:
    case FieldKind::name:
    case FieldKind::reference:
      return boost::json::string(words);
    case FieldKind::date:
      return boost::json::string(pick(2) == 0 ? "2026-02-02" : "2026-11-30");
    case FieldKind::timestamp:
      return boost::json::string("2026-02-02T12:00:00Z");
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents:
    case FieldKind::member:
      return type.min.value_or(0) + static_cast<std::int64_t>(pick(2));
    case FieldKind::boolean:
      return pick(2) == 0;
    case FieldKind::enumeration:
      return boost::json::string(type.values.at(pick(type.values.size())));
    case FieldKind::document:
      return boost::json::object{{"id", "d-1"},
                                 {"name", words},
                                 {"mediaType", "application/pdf"},
                                 {"size", 12},
                                 {"sha256", std::string(64, 'a')}};
    case FieldKind::list:
      return boost::json::array{made_up(type.element.front(), words, pick)};
    case FieldKind::record: {
      boost::json::object record;
      for (const Field& member : type.members)
        record[member.name] = made_up(member.type, words, pick);
      return record;
    }
  }
  return nullptr;
}

}  // namespace verloop::test
