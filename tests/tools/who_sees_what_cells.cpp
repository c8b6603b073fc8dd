// Whether the levels of the table read as its symbols say.

#include <algorithm>

#include "tests/tools/who_sees_what.hpp"

namespace verloop::test::who {
namespace {

/// Whether this level of this part shows anything sealed.
bool shows_sealed(const Table& table, const std::string& procedure, const Part& part,
                  const Sees& sees) {
  if (sees.level == Level::event || sees.level == Level::open) return false;
  const Catalogue& catalogue = shipped_procedure(procedure)->catalogue;
  for (const std::string& entry : part.of) {
    const std::size_t dot = entry.find('.');
    const EventType* type = catalogue.find(entry.substr(0, dot));
    if (type == nullptr) continue;
    for (const Field& field : type->fields) {
      const bool is_meant = dot == std::string::npos
                                ? table.find(procedure, type->name, field.name) == &part
                                : entry.substr(dot + 1) == field.name;
      if (!is_meant || field.privacy == PrivacyClass::open) continue;
      if (sees.level != Level::only || sees.only.contains(field.name)) return true;
    }
  }
  return false;
}

/// What the roles of a column are shown of a row.
struct Shown {
  bool something = false, everything = false, sealed = false, of_others = false;
};

Shown shown(const Table& table, const std::string& procedure, const Row& row,
            const Column& column) {
  Shown all;
  const auto parts = row.parts.find(procedure);
  if (parts == row.parts.end()) return all;
  all.everything = !column.roles.at(procedure).empty();
  for (const Part& part : parts->second) {
    for (const std::string& role : column.roles.at(procedure)) {
      const Sees sees = part.seen_by(role);
      if (sees.level != Level::all) all.everything = false;
      if (sees.level == Level::none) continue;
      all.something = true;
      if (sees.level != Level::own) all.of_others = true;
      if (shows_sealed(table, procedure, part, sees)) all.sealed = true;
    }
  }
  return all;
}

bool agrees(const std::string& symbol, const Shown& shown) {
  if (symbol == "F") return shown.everything;
  if (symbol == "A") return shown.something && !shown.sealed;
  if (symbol == "O") return shown.something && !shown.of_others;
  return symbol == "-" && !shown.something;
}

bool is_of(const Reading& reading, const Row& row, const Column& column,
           const std::string& procedure, const std::string& symbol) {
  const auto fits = [](const std::string& wanted, const std::string& found) {
    return wanted.empty() || wanted == found;
  };
  return fits(reading.row, row.name) && fits(reading.column, column.name) &&
         fits(reading.procedure, procedure) && fits(reading.says, symbol);
}

}  // namespace

Judged judge_cells(const Table& table) {
  Judged judged;
  std::set<const Reading*> used;
  for (const std::string procedure : {"top", "ot"}) {
    for (const Row& row : table.rows) {
      if (!row.may_search.empty()) continue;  // No events hold it.
      for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const Column& column = table.columns[at];
        const std::string symbol = at < row.says.size() ? row.says[at] : "";
        if (agrees(symbol, shown(table, procedure, row, column))) {
          ++judged.agree[procedure];
          continue;
        }
        const auto reading = std::find_if(
            table.readings.begin(), table.readings.end(),
            [&](const Reading& one) { return is_of(one, row, column, procedure, symbol); });
        if (reading == table.readings.end()) {
          judged.faults.push_back(row.name + ", " + column.name + ", " + procedure + ": says " +
                                  symbol + ", is shown otherwise, and no reading says why");
          continue;
        }
        ++judged.read[procedure];
        for (const Reading& one : table.readings)
          if (is_of(one, row, column, procedure, symbol)) used.insert(&one);
      }
    }
  }
  for (const Reading& reading : table.readings) {
    if (reading.because.empty() || !used.contains(&reading))
      judged.faults.push_back("a reading of no cell, or without a reason: " + reading.row + ", " +
                              reading.column + ", " + reading.procedure);
  }
  return judged;
}

}  // namespace verloop::test::who
