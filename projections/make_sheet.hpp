#pragma once
// A sheet of a procedure filled in for one case, or the lines of a table for many: cells in words
// for people, with the value beside them where a program counts with it. Holds what its reader may
// see and nothing else; what it opens of sealed values is told to the access log. The same position
// gives the same sheet, as long as nothing on it is erased.

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/sheets.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

struct SheetCell {
  enum class Kind : std::uint8_t { none, text, number, cents, day, truth };
  Kind kind = Kind::none;
  std::string text;         // In words; empty when there is nothing to show.
  std::int64_t number = 0;  // number, cents; truth: 0 or 1
  std::optional<Date> day;
};

struct SheetTable {
  /// Whether the rows are fields with their content, or lines of many things.
  enum class Lies : std::uint8_t { below, beside };
  Lies lies = Lies::beside;
  std::string label, note;
  std::vector<std::string> columns;
  std::vector<std::vector<SheetCell>> rows;  // Each as long as `columns`.
};

struct SheetPage {
  std::string id, title;
  std::string purpose;  // That it is typed over by hand, and no connection.
  std::vector<std::pair<std::string, std::string>> about;  // Case, position, root, definition.
  std::vector<SheetTable> parts;
  std::string reference;  // What the mark of the other system is called; empty: none is noted.
  Timestamp made{};       // When the last event was recorded that it reflects.
  Language language{};
  boost::json::object facts;  // `about` for programs.
};

/// A refusal, kind `rule`, where the sheet can't be made yet. The case exists.
std::optional<Refusal> too_early(const Sheet& sheet, const CaseState& state,
                                 const Definition& definition);

/// The reader's role is one that the sheet is for, and the sheet is no table.
Result<Guarded<SheetPage>> make_sheet(const Sources& sources, const Reader& reader,
                                      const CaseState& state, const Sheet& sheet);

/// One line of a table; what it shows is open. Nothing of a case that the reader does not see.
std::vector<SheetCell> table_row(const Sources& sources, const Reader& reader,
                                 const CaseState& state, const Sheet& sheet);
/// The day by which a table chooses its cases; none when it has none.
std::optional<Date> table_day(const CaseState& state, const Definition& definition,
                              const Sheet& sheet);

/// {"sheet","title","purpose",facts...,"parts":[{"label","columns":[...],"rows":[[{"text",
/// "value"?}]]}]}
boost::json::object to_json(const SheetPage& page);
boost::json::value to_json(const SheetCell& cell);

/// The root of the log as it was with so many events.
Result<Digest> root_of_size(const EventLog& log, std::uint64_t size);

}  // namespace verloop
