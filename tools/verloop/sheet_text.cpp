#include "tools/verloop/sheet_text.hpp"

#include <algorithm>

#include "tools/verloop/console.hpp"

namespace verloop {
namespace {

constexpr std::size_t label_width = 40;

/// What is yes or no can be ticked off; of several lines each but the first is indented.
std::string cell_text(const SheetCell& cell, std::size_t indent) {
  if (cell.kind == SheetCell::Kind::truth) return (cell.number != 0 ? "[x] " : "[ ] ") + cell.text;
  std::string text;
  for (const char c : cell.text) {
    text += c;
    if (c == '\n') text += std::string(indent, ' ');
  }
  return text;
}

/// A field a line, with its note below it.
std::string below(const SheetTable& table) {
  std::string out;
  for (const auto& row : table.rows) {
    const std::string text = cell_text(row[1], label_width + 3);
    out += "  " + padded(row[0].text, label_width) + " " + (text.empty() ? "-" : text) + "\n";
    if (row.size() > 2 && !row[2].text.empty())
      out += "  " + padded("", label_width) + " (" + row[2].text + ")\n";
  }
  return out;
}

/// An entry a block: its first column, and the others below it.
std::string beside(const SheetTable& table) {
  std::string out;
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = cell_text(row[i], label_width + 3);
      out += (i == 0 ? "- " : "  ") + padded(table.columns[i], label_width) + " " +
             (text.empty() ? "-" : text) + "\n";
    }
  }
  return out;
}

}  // namespace

std::string sheet_text(const SheetPage& page) {
  const bool nl = page.language == Language::nl;
  std::string out = page.title + "\n" + page.purpose + "\n";
  for (const SheetTable& table : page.parts) {
    out += "\n" + table.label + "\n";
    if (!table.note.empty()) out += "  (" + table.note + ")\n";
    if (table.rows.empty()) out += nl ? "  Er is nog niets.\n" : "  There is nothing yet.\n";
    out += table.lies == SheetTable::Lies::below ? below(table) : beside(table);
  }
  if (!page.reference.empty()) out += "\n" + page.reference + ": ______________________________\n";
  out += "\n";
  for (const auto& [label, value] : page.about) out += padded(label, 14) + " " + value + "\n";
  out.pop_back();
  return out;
}

}  // namespace verloop
