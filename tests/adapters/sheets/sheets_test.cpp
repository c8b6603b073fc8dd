// Sheets and tables as CSV, as a page and as a spreadsheet.

#include <gmock/gmock.h>

#include "adapters/sheets/csv.hpp"
#include "adapters/sheets/html.hpp"
#include "adapters/sheets/xlsx.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

SheetCell text(const std::string& text) {
  return {SheetCell::Kind::text, text, 0, std::nullopt};
}

SheetTable table_of(std::vector<SheetCell> row) {
  SheetTable table;
  table.label = "Part";
  for (std::size_t i = 0; i < row.size(); ++i) table.columns.push_back("c" + std::to_string(i));
  table.rows.push_back(std::move(row));
  return table;
}

SheetPage page_of(std::vector<SheetCell> row) {
  SheetPage page;
  page.title = "A sheet";
  page.purpose = "There is no connection.";
  page.about = {{"position", "7"}};
  page.reference = "Reference";
  page.made = parse_timestamp("2026-10-21T08:00:00Z").value();
  page.language = Language::en;
  page.parts = {table_of(std::move(row))};
  return page;
}

const SheetCell amount{SheetCell::Kind::cents, "€ -1234,05", -123405, std::nullopt};
const SheetCell day{SheetCell::Kind::day, "10 March 2026", 0, parse_date("2026-03-10").value()};

TEST(Csv, SeparatesAndCountsAsTheLanguageDoes) {
  const SheetTable table = table_of({amount, day, text("Daan; Noor")});
  EXPECT_EQ(csv_of(table, Language::nl),
            "\xEF\xBB\xBF"
            "c0;c1;c2\r\n-1234,05;2026-03-10;\"Daan; Noor\"\r\n");
  EXPECT_EQ(csv_of(table, Language::en),
            "\xEF\xBB\xBF"
            "c0,c1,c2\r\n-1234.05,2026-03-10,\"Daan; Noor\"\r\n");
}

TEST(Csv, QuotesWhatWouldBreakALine) {
  const std::string csv = csv_of(table_of({text("one \"two\"\nthree")}), Language::nl);
  EXPECT_THAT(csv, HasSubstr("\"one \"\"two\"\"\nthree\"\r\n"));
}

TEST(Csv, KeepsTextsFromBecomingFormulas) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
    const std::string csv = csv_of(table_of({text(formula)}), Language::en);
    EXPECT_THAT(csv, HasSubstr("'" + std::string(formula))) << formula;
  }
  EXPECT_THAT(csv_of(table_of({text("a=1")}), Language::en), Not(HasSubstr("'")));
}

TEST(Csv, OfASheetHasLinesOfOneLength) {
  const std::string csv = csv_of(page_of({text("a"), text("b"), text("c"), text("d")}));
  EXPECT_THAT(csv, HasSubstr("A sheet,There is no connection.,,,\r\n"));
  EXPECT_THAT(csv, HasSubstr("Part,a,b,c,d\r\n"));
  EXPECT_THAT(csv, HasSubstr("A sheet,Reference,,,\r\n"));
}

TEST(Html, ShowsTextAsTextAndFetchesNothing) {
  const std::string html = html_of(page_of({text("<script>alert(1)</script> & \"so\"")}));
  EXPECT_THAT(html, StartsWith("<!doctype html>\n<html lang=\"en\">"));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(Html, LetsWhatIsYesOrNoBeTicked) {
  const SheetCell yes{SheetCell::Kind::truth, "yes", 1, std::nullopt};
  const SheetCell no{SheetCell::Kind::truth, "no", 0, std::nullopt};
  const std::string html = html_of(page_of({yes, no}));
  EXPECT_THAT(html, HasSubstr("<td>\u2611 yes</td><td>\u2610 no</td>"));
  EXPECT_THAT(html, HasSubstr("Reference: <span>"));
}

TEST(Xlsx, IsTheSameForTheSamePageAndBearsItsMoment) {
  const SheetPage page = page_of({amount, day, text("=1+1")});
  const auto first = xlsx_of(page);
  ASSERT_TRUE(first.has_value()) << first.error().detail;
  EXPECT_THAT(*first, StartsWith("PK\x03\x04"));
  EXPECT_EQ(*first, *xlsx_of(page));
  SheetPage later = page;
  later.made += std::chrono::hours(1);
  EXPECT_NE(*first, *xlsx_of(later));
}

}  // namespace
}  // namespace verloop::test
