#include "adapters/sheets/html.hpp"

#include "projections/diagram/xml.hpp"

namespace verloop {
namespace {

constexpr std::string_view style = R"css(
body { font: 11pt/1.4 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin: 1.6em 0 0.3em; }
p.purpose { border: 1px solid #888; padding: 0.5em 0.8em; }
p.note { margin: 0 0 0.4em; color: #444; }
table { border-collapse: collapse; width: 100%; page-break-inside: avoid; }
th, td { border: 1px solid #bbb; padding: 0.25em 0.5em; text-align: left; vertical-align: top;
  white-space: pre-line; overflow-wrap: anywhere; }
th { background: #f0f0f0; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; font-size: 0.85em;
  color: #444; }
dd { margin: 0; overflow-wrap: anywhere; }
p.reference span { display: inline-block; min-width: 20em; border-bottom: 1px solid #111; }
@media print { body { margin: 0; max-width: none; } }
)css";

std::string element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + xml_escaped(text) + "</" + name + ">";
}

/// What is yes or no can be ticked off.
std::string cell_text(const SheetCell& cell) {
  if (cell.kind != SheetCell::Kind::truth) return cell.text;
  return (cell.number != 0 ? "\u2611 " : "\u2610 ") + cell.text;
}

std::string table_of(const SheetTable& table, Language language) {
  std::string html = element("h2", table.label) + "\n";
  if (!table.note.empty()) html += "<p class=\"note\">" + xml_escaped(table.note) + "</p>\n";
  if (table.rows.empty())
    return html +
           element("p", language == Language::nl ? "Er is nog niets." : "There is nothing yet.") +
           "\n";
  html += "<table>\n<tr>";
  for (const std::string& column : table.columns) html += element("th", column);
  html += "</tr>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (const SheetCell& cell : row) html += element("td", cell_text(cell));
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

}  // namespace

std::string html_of(const SheetPage& page) {
  const char* language = page.language == Language::nl ? "nl" : "en";
  std::string html = "<!doctype html>\n<html lang=\"" + std::string(language) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "style-src 'unsafe-inline'\">\n" +
                     element("title", page.title) + "\n<style>" + std::string(style) +
                     "</style>\n</head>\n<body>\n" + element("h1", page.title) +
                     "\n<p class=\"purpose\">" + xml_escaped(page.purpose) + "</p>\n";
  for (const SheetTable& table : page.parts) html += table_of(table, page.language);
  if (!page.reference.empty())
    html += "<p class=\"reference\">" + xml_escaped(page.reference) + ": <span>&nbsp;</span></p>\n";
  html += "<dl>";
  for (const auto& [label, value] : page.about) html += element("dt", label) + element("dd", value);
  return html + "</dl>\n</body>\n</html>\n";
}

}  // namespace verloop
