#include "adapters/csv/csv_reader.hpp"

#include <algorithm>
#include <optional>

#include "events/utf8.hpp"

namespace verloop {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool continues_a_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What stands between cells: a semicolon where the first row has more of them outside quotes.
char separator_of(std::string_view text) {
  while (text.starts_with('#') || text.starts_with('\n') || text.starts_with("\r\n"))
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  bool is_quoted = false;
  for (const char byte : text) {
    if (byte == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (byte == '\n' && commas + semicolons > 0) break;
    commas += byte == ',' ? 1U : 0U;
    semicolons += byte == ';' ? 1U : 0U;
  }
  return semicolons > commas ? ';' : ',';
}

class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  boost::system::result<std::vector<CsvRow>, CsvFault> run() {
    while (!fault_ && at_ < text_.size()) read_row();
    if (fault_) return *fault_;
    return std::move(rows_);
  }

 private:
  bool is_at(char byte) const { return at_ < text_.size() && text_[at_] == byte; }
  bool is_at_end_of_row() const {
    return at_ >= text_.size() || is_at('\n') || text_.substr(at_).starts_with("\r\n");
  }

  void step() {
    if (text_[at_] == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if (at_ + 1 >= text_.size() || !continues_a_character(text_[at_ + 1])) {
      ++place_.column;
    }
    ++at_;
  }

  void fail(const CsvPlace& place, Label message) {
    if (!fault_) fault_ = CsvFault{place, std::move(message)};
  }

  /// A comment may hold anything, quotes that are not closed too.
  void skip_line() {
    while (at_ < text_.size() && !is_at('\n')) step();
    if (at_ < text_.size()) step();
  }

  void read_row() {
    if (is_at('#')) return skip_line();
    CsvRow row;
    bool is_more = true;
    while (is_more && !fault_) {
      row.push_back(read_cell());
      if (row.size() > csv_cells_max)
        return fail(row.back().place, {"een rij heeft te veel cellen", "a row has too many cells"});
      is_more = is_at(separator_);
      if (is_more) step();
    }
    if (is_at('\r')) step();
    if (is_at('\n')) step();
    const bool is_empty =
        std::all_of(row.begin(), row.end(), [](const CsvCell& cell) { return cell.text.empty(); });
    if (fault_ || is_empty) return;
    if (rows_.size() == csv_rows_max)
      return fail(row.front().place,
                  {"het bestand heeft te veel rijen", "the file has too many rows"});
    rows_.push_back(std::move(row));
  }

  CsvCell read_cell() {
    while (is_at(' ') || is_at('\t')) step();
    CsvCell cell{{}, place_};
    if (is_at('"')) {
      read_quoted(cell);
    } else {
      while (!fault_ && !is_at(separator_) && !is_at_end_of_row()) take_plain(cell);
      cell.text = trimmed(cell.text);
    }
    if (cell.text.size() > csv_cell_max)
      fail(cell.place, {"een cel is langer dan 64 KiB", "a cell is longer than 64 KiB"});
    return cell;
  }

  void take_plain(CsvCell& cell) {
    if (is_at('"'))
      return fail(place_,
                  {"een aanhalingsteken in een cel die er niet mee begint; zet de cel tussen "
                   "aanhalingstekens en verdubbel die erin",
                   "a quote within a cell that does not begin with one; put the cell in "
                   "quotes and double those within it"});
    if (is_at('\r'))
      return fail(place_, {"een regelterugloop zonder nieuwe regel",
                           "a carriage return without a line feed"});
    cell.text += text_[at_];
    step();
  }

  void read_quoted(CsvCell& cell) {
    step();
    while (at_ < text_.size()) {
      if (!is_at('"')) {
        cell.text += text_[at_];
        step();
        continue;
      }
      step();
      if (!is_at('"')) return end_quoted();
      cell.text += '"';
      step();
    }
    fail(cell.place, {"het aanhalingsteken waarmee deze cel begint wordt niet gesloten",
                      "the quote that begins this cell is not closed"});
  }

  void end_quoted() {
    while (is_at(' ') || is_at('\t')) step();
    if (!is_at(separator_) && !is_at_end_of_row())
      fail(place_, {"er staat iets achter het sluitende aanhalingsteken van een cel",
                    "something stands behind the closing quote of a cell"});
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  CsvPlace place_;
  std::optional<CsvFault> fault_;
  std::vector<CsvRow> rows_;
};

/// The place of the first byte that is no UTF-8, or a zero; none when there is none.
std::optional<CsvFault> bad_character(std::string_view text) {
  const bool is_good = is_utf8(text);
  const std::size_t zero = text.find('\0');
  if (is_good && zero == std::string_view::npos) return std::nullopt;
  std::size_t line = 1;
  for (std::string_view rest = text; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view one = rest.substr(0, end);
    if (!is_utf8(one))
      return CsvFault{{line, 1},
                      {"deze regel is geen UTF-8; bewaar het bestand als \"CSV UTF-8\"",
                       "this line is not UTF-8; save the file as \"CSV UTF-8\""}};
    if (one.find('\0') != std::string_view::npos)
      return CsvFault{{line, 1},
                      {"deze regel bevat een nulteken; bewaar het bestand als \"CSV UTF-8\"",
                       "this line holds a zero character; save the file as \"CSV UTF-8\""}};
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return CsvFault{{1, 1},
                  {"het bestand is geen UTF-8; bewaar het als \"CSV UTF-8\"",
                   "the file is not UTF-8; save it as \"CSV UTF-8\""}};
}

}  // namespace

boost::system::result<std::vector<CsvRow>, CsvFault> parse_csv(std::string_view text) {
  if (text.size() > csv_size_max)
    return CsvFault{{1, 1}, {"het bestand is groter dan 16 MiB", "the file is larger than 16 MiB"}};
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (auto fault = bad_character(text)) return std::move(*fault);
  return Reading(text).run();
}

std::string csv_cell(std::string_view text) {
  const bool is_plain = text.find_first_of("\",;\r\n#") == std::string_view::npos &&
                        !text.starts_with(' ') && !text.ends_with(' ');
  if (is_plain) return std::string(text);
  std::string quoted = "\"";
  for (const char byte : text) quoted += byte == '"' ? "\"\"" : std::string(1, byte);
  return quoted + '"';
}

}  // namespace verloop
