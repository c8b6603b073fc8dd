// Tables in CSV: what is read from them, and what is refused, with its place.

#include "adapters/csv/csv_reader.hpp"

#include <gmock/gmock.h>

#include "adapters/csv/cell_value.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::vector<std::string>> cells(std::string_view text) {
  std::vector<std::vector<std::string>> read;
  const auto rows = parse_csv(text);
  EXPECT_TRUE(rows.has_value());
  if (rows.has_error()) return read;
  for (const CsvRow& row : *rows) {
    read.emplace_back();
    for (const CsvCell& cell : row) read.back().push_back(cell.text);
  }
  return read;
}

TEST(CsvReader, ReadsWhatSpreadsheetsWrite) {
  const auto read =
      cells("\xEF\xBB\xBFzaak;naam\r\nc1;\"Zoë \"\"Z\"\" de Wit; zus\r\nvan Jip\"\r\n");
  EXPECT_THAT(read, ElementsAre(ElementsAre("zaak", "naam"),
                                ElementsAre("c1", "Zoë \"Z\" de Wit; zus\r\nvan Jip")));
}

TEST(CsvReader, TakesCommasWhereTheHeadingsHaveMoreOfThem) {
  EXPECT_THAT(cells("a,b,c\n1, x;y ,\n"),
              ElementsAre(ElementsAre("a", "b", "c"), ElementsAre("1", "x;y", "")));
}

TEST(CsvReader, LeavesOutEmptyRowsAndComments) {
  EXPECT_THAT(cells("# note: \"not closed, ;;;\n\na;b\n;\n# more\n1;2"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
}

TEST(CsvReader, KeepsSpacesWithinQuotesOnly) {
  EXPECT_THAT(cells("a,b\n \" x \" , y \n"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre(" x ", "y")));
}

TEST(CsvReader, NamesTheFirstFaultAndItsPlace) {
  struct Bad {
    std::string text;
    std::size_t line, column;
    const char* says;
  };
  const Bad all[] = {
      {"a,b\né,x\"y\n", 2, 4, "a quote within a cell"},
      {"a,b\n1,\"x\ny\n", 2, 3, "is not closed"},
      {"a,b\n\"x\"z,1\n", 2, 4, "behind the closing quote"},
      {"a,b\n1\r2,3\n", 2, 2, "carriage return"},
      {"a,b\nx,\xE9\n", 2, 1, "not UTF-8"},
      {std::string("a,b\nx,\0\n", 8), 2, 1, "zero character"},
      {"a\n" + std::string(csv_cell_max + 1, 'x'), 2, 1, "longer than 64 KiB"},
      {std::string(csv_cells_max + 1, ','), 1, csv_cells_max + 1, "too many cells"},
  };
  for (const Bad& bad : all) {
    const auto rows = parse_csv(bad.text);
    ASSERT_TRUE(rows.has_error()) << bad.says;
    EXPECT_EQ(rows.error().place, (CsvPlace{bad.line, bad.column})) << bad.says;
    EXPECT_THAT(rows.error().message.en, HasSubstr(bad.says));
    EXPECT_FALSE(rows.error().message.nl.empty());
  }
}

TEST(CsvReader, OfAWrittenCellGivesTheTextBack) {
  for (const char* text :
       {"plain", "a;b", "a,b", "say \"x\"", " x", "two\nlines", "# no comment"}) {
    const auto read = cells("h;i\n" + csv_cell(text) + ";x\n");
    ASSERT_EQ(read.size(), 2U) << text;
    EXPECT_EQ(read[1][0], text);
  }
}

FieldType of_kind(FieldKind kind) {
  FieldType type;
  type.kind = kind;
  return type;
}

std::string as_json(const std::string& text, const FieldType& type) {
  const auto value = cell_value(text, type);
  const auto* read = std::get_if<boost::json::value>(&value);
  return read == nullptr ? "fault" : boost::json::serialize(*read);
}

TEST(CellValue, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(as_json("10-3-2026", of_kind(FieldKind::date)), "\"2026-03-10\"");
  EXPECT_EQ(as_json("2026-03-10", of_kind(FieldKind::date)), "\"2026-03-10\"");
  EXPECT_EQ(as_json("1250,5", of_kind(FieldKind::cents)), "125050");
  EXPECT_EQ(as_json("1250.50", of_kind(FieldKind::cents)), "125050");
  EXPECT_EQ(as_json("1250", of_kind(FieldKind::cents)), "125000");
  EXPECT_EQ(as_json("90", of_kind(FieldKind::minutes)), "90");
  EXPECT_EQ(as_json("Ja", of_kind(FieldKind::boolean)), "true");
  EXPECT_EQ(as_json("nee", of_kind(FieldKind::boolean)), "false");
  FieldType list = of_kind(FieldKind::list);
  list.element = {of_kind(FieldKind::text)};
  EXPECT_EQ(as_json("lezen | rekenen", list), "[\"lezen\",\"rekenen\"]");
}

TEST(CellValue, ThatIsNoneIsAFault) {
  for (const char* text : {"31-2-2026", "10-3-26", "3/10/2026", "maart", "1-1-1-2026", "-1-2026"})
    EXPECT_EQ(as_json(text, of_kind(FieldKind::date)), "fault") << text;
  for (const char* text : {"1.250,50", "€ 12", "-3", "1,234", "", ",5", "99999999999999999999"})
    EXPECT_EQ(as_json(text, of_kind(FieldKind::cents)), "fault") << text;
  EXPECT_EQ(as_json("1,5", of_kind(FieldKind::integer)), "fault");
  EXPECT_EQ(as_json("misschien", of_kind(FieldKind::boolean)), "fault");
}

TEST(CellValue, OfAWordIsItsNameOrALabelElseTheNearestIsNamed) {
  FieldType words = of_kind(FieldKind::enumeration);
  words.values = {"external", "internal"};
  words.value_labels = {{"external", {"extern", "external"}}, {"internal", {"intern", "internal"}}};
  EXPECT_EQ(as_json("Extern", words), "\"external\"");
  EXPECT_EQ(as_json("internal", words), "\"internal\"");
  const auto wrong = cell_value("extren", words);
  EXPECT_EQ(std::get<CellFault>(wrong).meant, "extern");
  EXPECT_EQ(std::get<CellFault>(wrong).expected.nl, "een van: extern, intern");
}

}  // namespace
}  // namespace verloop::test
