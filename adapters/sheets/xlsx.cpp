#include "adapters/sheets/xlsx.hpp"

#include <algorithm>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace verloop {
namespace {

/// A file without a name, in memory.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("sheet", MFD_CLOEXEC)) {}
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  std::optional<std::string> bytes() const {
    const off_t size = lseek(descriptor_, 0, SEEK_END);
    if (size < 0) return std::nullopt;
    std::string all(static_cast<std::size_t>(size), '\0');
    for (std::size_t at = 0; at < all.size();) {
      const ssize_t got =
          pread(descriptor_, all.data() + at, all.size() - at, static_cast<off_t>(at));
      if (got <= 0) return std::nullopt;
      at += static_cast<std::size_t>(got);
    }
    return all;
  }

 private:
  int descriptor_;
};

Error failed(const std::string& why) {
  return {Errc::storage_failed, "can't make a spreadsheet: " + why};
}

/// Writes cells one below the other.
class SheetWriter {
 public:
  SheetWriter(lxw_workbook* book, Language language)
      : book_(book),
        heading_(workbook_add_format(book)),
        text_(workbook_add_format(book)),
        amount_(workbook_add_format(book)),
        day_(workbook_add_format(book)) {
    const bool nl = language == Language::nl;
    format_set_bold(heading_);
    format_set_text_wrap(heading_);
    for (lxw_format* format : {text_, amount_, day_})
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(text_);
    format_set_num_format(amount_, "#,##0.00");
    format_set_num_format(day_, nl ? "dd-mm-yyyy" : "yyyy-mm-dd");
  }

  void begin(const char* name) {
    sheet_ = workbook_add_worksheet(book_, name);
    worksheet_set_column(sheet_, 0, 0, 36, nullptr);
    worksheet_set_column(sheet_, 1, 9, 28, nullptr);
    row_ = 0;
  }

  void heading(const std::vector<std::string>& texts) {
    for (std::size_t at = 0; at < texts.size(); ++at) put(at, texts[at], heading_);
    ++row_;
  }

  void line(const std::vector<SheetCell>& cells) {
    for (std::size_t at = 0; at < cells.size(); ++at) put(at, cells[at]);
    ++row_;
  }

  void line(const std::string& label, const std::string& value) {
    put(0, label, text_);
    put(1, value, text_);
    ++row_;
  }

  void skip() { ++row_; }

 private:
  static lxw_col_t column(std::size_t at) { return static_cast<lxw_col_t>(at); }

  /// At most what a cell holds.
  void put(std::size_t at, const std::string& text, lxw_format* format) {
    if (worksheet_write_string(sheet_, row_, column(at), text.c_str(), format) ==
        LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
      worksheet_write_string(sheet_, row_, column(at), "(...)", format);
  }

  void put(std::size_t at, const SheetCell& cell) {
    switch (cell.kind) {
      case SheetCell::Kind::number:
        worksheet_write_number(sheet_, row_, column(at), static_cast<double>(cell.number), text_);
        return;
      case SheetCell::Kind::cents:
        worksheet_write_number(sheet_, row_, column(at), static_cast<double>(cell.number) / 100.0,
                               amount_);
        return;
      case SheetCell::Kind::day: {
        lxw_datetime day{static_cast<int>(cell.day->year()),
                         static_cast<int>(static_cast<unsigned>(cell.day->month())),
                         static_cast<int>(static_cast<unsigned>(cell.day->day())),
                         0,
                         0,
                         0.0};
        worksheet_write_datetime(sheet_, row_, column(at), &day, day_);
        return;
      }
      case SheetCell::Kind::none:
      case SheetCell::Kind::text:
      case SheetCell::Kind::truth:
        if (!cell.text.empty()) put(at, cell.text, text_);
        return;
    }
  }

  lxw_workbook* book_;
  lxw_format *heading_, *text_, *amount_, *day_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_row_t row_ = 0;
};

void write_page(lxw_workbook* book, const SheetPage& page) {
  const bool nl = page.language == Language::nl;
  SheetWriter writer(book, page.language);
  writer.begin(nl ? "Blad" : "Sheet");
  for (const SheetTable& table : page.parts) {
    if (!table.label.empty()) writer.heading({table.label});
    writer.heading(table.columns);
    for (const auto& row : table.rows) writer.line(row);
    if (&table != &page.parts.back()) writer.skip();
  }
  if (!page.reference.empty()) {
    writer.skip();
    writer.heading({page.reference});
  }
  writer.begin(nl ? "Over dit blad" : "About this sheet");
  writer.heading({page.title});
  writer.line(nl ? "waarvoor" : "what for", page.purpose);
  for (const auto& [label, value] : page.about) writer.line(label, value);
}

}  // namespace

Result<std::string> xlsx_of(const SheetPage& page) {
  const MemoryFile file;
  if (!file.is_open() || access("/dev/shm", W_OK) != 0)
    return failed("there is no place in memory for files (/dev/shm); take another format");
  std::string folder = "/dev/shm";
  lxw_workbook_options options{};
  options.tmpdir = folder.data();
  const std::string path = file.path();
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  if (book == nullptr) return failed("out of memory");
  std::string title = page.title;
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created =
      std::chrono::floor<std::chrono::seconds>(page.made).time_since_epoch().count();
  workbook_set_properties(book, &properties);
  write_page(book, page);
  const lxw_error closed = workbook_close(book);
  if (closed != LXW_NO_ERROR) return failed(lxw_strerror(closed));
  auto bytes = file.bytes();
  if (!bytes) return failed("it can't be read again");
  return std::move(*bytes);
}

}  // namespace verloop
