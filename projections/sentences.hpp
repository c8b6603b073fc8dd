#pragma once
// Events and values in words, from the catalogue's templates and labels, at reading time: the log
// stores no language.

#include <map>
#include <string>

#include <boost/json/value.hpp>

#include "engine/procedure_load.hpp"
#include "events/open_values.hpp"
#include "projections/role_view.hpp"

namespace verloop {

/// Text that people wrote, fit for a line on a terminal: line breaks become spaces; other control
/// characters, and those that turn the direction of writing, become U+FFFD.
std::string printable(std::string_view text);

/// A day as people write it: `12 januari 2026`, `12 January 2026`.
std::string in_words(Date day, Language language);
/// `€ 85,00` in Dutch, `€ 85.00` in English.
std::string euros(std::int64_t cents, Language language);

/// A field's value as its type demands: labels of enumerations, days, euros, hours and minutes, yes
/// and no.
std::string in_words(const boost::json::value& value, const FieldType& type, Language language);

/// The event's sentence for a reader. What it may not see is left out, what was erased is said to
/// be so.
std::string sentence(const Record& record, const OpenedValues& opened, const Reader& reader,
                     const Definition& definition);

}  // namespace verloop
