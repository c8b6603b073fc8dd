#include "adapters/sheets/csv.hpp"

#include <algorithm>
#include <cstdlib>

namespace verloop {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class CsvWriter {
 public:
  explicit CsvWriter(Language language) : language_(language) {}

  /// `width`: each line has at least so many fields.
  void line(const std::vector<std::string>& fields, std::size_t width = 0) {
    for (std::size_t i = 0; i < std::max(fields.size(), width); ++i) {
      if (i > 0) bytes_ += separator();
      if (i < fields.size()) bytes_ += fields[i];
    }
    bytes_ += "\r\n";
  }

  /// Quoted where RFC 4180 asks for it.
  std::string field(const std::string& text) const {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    std::string safe = text;
    if (!safe.empty() && formula_starts.find(safe.front()) != std::string_view::npos)
      safe.insert(0, 1, '\'');
    if (safe.find_first_of("\"\r\n,;") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
      if (c == '"') quoted += '"';
      quoted += c;
    }
    return quoted + '"';
  }

  std::string field(const SheetCell& cell) const {
    switch (cell.kind) {
      case SheetCell::Kind::number:
        return std::to_string(cell.number);
      case SheetCell::Kind::cents:
        return amount(cell.number);
      case SheetCell::Kind::day:
        return format(*cell.day);
      case SheetCell::Kind::none:
      case SheetCell::Kind::text:
      case SheetCell::Kind::truth:
        return field(cell.text);
    }
    return {};
  }

  std::string take() { return std::move(bytes_); }

 private:
  bool is_dutch() const { return language_ == Language::nl; }
  char separator() const { return is_dutch() ? ';' : ','; }

  /// Euros with two decimals; a decimal comma never meets a comma between fields.
  std::string amount(std::int64_t cents) const {
    const std::string rest = std::to_string(std::abs(cents % 100));
    return (cents < 0 ? "-" : "") + std::to_string(std::abs(cents / 100)) +
           (is_dutch() ? "," : ".") + (rest.size() < 2 ? "0" : "") + rest;
  }

  Language language_;
  std::string bytes_{byte_order_mark};
};

std::vector<std::string> fields_of(const CsvWriter& csv, const std::vector<SheetCell>& row) {
  std::vector<std::string> fields;
  for (const SheetCell& cell : row) fields.push_back(csv.field(cell));
  return fields;
}

std::vector<std::string> fields_of(const CsvWriter& csv, const std::vector<std::string>& texts) {
  std::vector<std::string> fields;
  for (const std::string& text : texts) fields.push_back(csv.field(text));
  return fields;
}

}  // namespace

std::string csv_of(const SheetTable& table, Language language) {
  CsvWriter csv(language);
  csv.line(fields_of(csv, table.columns));
  for (const auto& row : table.rows) csv.line(fields_of(csv, row));
  return csv.take();
}

std::string csv_of(const SheetPage& page) {
  CsvWriter csv(page.language);
  std::size_t width = 3;
  for (const SheetTable& table : page.parts) width = std::max(width, table.columns.size() + 1);
  csv.line({csv.field(page.title), csv.field(page.purpose)}, width);
  for (const auto& [label, value] : page.about)
    csv.line({csv.field(page.title), csv.field(label), csv.field(value)}, width);
  const auto add = [&](const SheetTable& table, std::vector<std::string> fields) {
    fields.insert(fields.begin(), csv.field(table.label));
    csv.line(fields, width);
  };
  for (const SheetTable& table : page.parts) {
    add(table, fields_of(csv, table.columns));
    for (const auto& row : table.rows) add(table, fields_of(csv, row));
  }
  if (!page.reference.empty()) csv.line({csv.field(page.title), csv.field(page.reference)}, width);
  return csv.take();
}

}  // namespace verloop
