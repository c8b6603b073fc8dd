#pragma once
// A cell of a table as the value of a payload field. Pure.

#include <optional>
#include <string>
#include <variant>

#include <boost/json/value.hpp>

#include "events/catalogue.hpp"
#include "events/time.hpp"

namespace verloop {

/// What was expected of a cell; `meant`: the nearest of the words that it takes.
struct CellFault {
  Label expected;
  std::optional<std::string> meant;
};

/// As people write it: days as 2026-03-10 or 10-3-2026, amounts in euros (`1250,50`), yes and no,
/// words by their names or labels, lists with `|` between their items. What only check_payload can
/// tell is left to it.
std::variant<boost::json::value, CellFault> cell_value(const std::string& text,
                                                       const FieldType& type);

/// 2026-03-10 or 10-3-2026; none when it is no day.
std::optional<Date> cell_day(const std::string& text);

/// What a cell of this type takes, in a few words.
Label cell_words(const FieldType& type);

}  // namespace verloop
