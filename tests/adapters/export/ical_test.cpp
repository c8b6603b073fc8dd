#include "adapters/export/ical.hpp"

#include <functional>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/definitions.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string text_of(const json::value& value) {
  return std::string(value.as_string());
}

TEST(IcalLine, IsFoldedAsThePublishedCasesAre) {
  VERLOOP_NEEDS_SHARED("vectors/ical/fold-escape.json");
  const json::value cases = json::parse(read_file(shared_data("vectors/ical/fold-escape.json")));
  for (const json::value& one : cases.at("fold").as_array())
    EXPECT_EQ(ical_line(text_of(one.at("line"))), from_hex(text_of(one.at("foldedHex"))))
        << one.at("desc");
  for (const json::value& one : cases.at("escape").as_array())
    EXPECT_EQ(ical_text(text_of(one.at("text"))), text_of(one.at("escaped")));
}

TEST(IcalLine, HasAtMost75OctetsAndNoBrokenCharacter) {
  for (const std::string character : {"a", "é", "€", "\xF0\x9F\x98\x80"}) {
    for (std::size_t ahead = 0; ahead < 4; ++ahead) {
      std::string content(ahead, 'x');
      for (int i = 0; i < 200; ++i) content += character;
      std::string folded = ical_line(content);
      std::string joined;
      for (std::size_t end = folded.find("\r\n"); end != std::string::npos;
           end = folded.find("\r\n")) {
        EXPECT_LE(end, 75U);
        const bool is_later = !joined.empty();
        EXPECT_EQ(folded.front() == ' ', is_later);
        EXPECT_EQ((end - (is_later ? 1 : ahead)) % character.size(), 0U) << character;
        joined += folded.substr(is_later ? 1 : 0, end - (is_later ? 1 : 0));
        folded.erase(0, end + 2);
      }
      EXPECT_EQ(joined, content);
      EXPECT_TRUE(folded.empty());
    }
  }
}

TEST(IcalLine, OfBytesThatAreNoTextEndsAllTheSame) {
  const std::string folded = ical_line(std::string(200, '\x80'));
  EXPECT_EQ(folded.substr(75, 3), "\r\n ");
}

TEST(IcalText, LeavesControlCharactersOut) {
  EXPECT_EQ(ical_text("a\r\nb\tc\x7F"), "a\\nbc");
}

CalendarItem due() {
  CalendarItem item;
  item.kind = CalendarItem::Kind::due;
  item.case_id = {"c1"};
  item.name = "D-01";
  item.entry = "2";
  item.label = "Besluit; snel";
  item.source = {"BY-1", "BY-2"};
  item.at = day("2026-03-31");
  item.changed_at = parse_timestamp("2026-03-02T11:00:00.5Z").value();
  return item;
}

const IcalSettings dutch{"log.example/verloop", Language::nl, true};

TEST(Ical, SaysWhatIsDueAsATask) {
  const std::string text = ical_of({due()}, dutch);
  EXPECT_THAT(text, testing::StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
  EXPECT_THAT(text, HasSubstr("BEGIN:VTODO\r\nUID:"));
  EXPECT_THAT(text, HasSubstr("@log.example\r\nDTSTAMP:20260302T110000Z\r\nSEQUENCE:0\r\n"
                              "CLASS:CONFIDENTIAL\r\nSUMMARY:Besluit\\; snel (c1\\, 2)\r\n"
                              "DESCRIPTION:Zaak c1\\nBron: BY-1\\, BY-2\r\n"
                              "DUE;VALUE=DATE:20260331\r\nSTATUS:NEEDS-ACTION\r\n"));
  EXPECT_THAT(text, HasSubstr("TRIGGER;RELATED=END:-P7D\r\n"));
  EXPECT_THAT(text, testing::EndsWith("END:VTODO\r\nEND:VCALENDAR\r\n"));
}

TEST(Ical, SaysWhatIsPlannedAsAnEventOfADayOrAMoment) {
  CalendarItem item = due();
  item.kind = CalendarItem::Kind::planned;
  EXPECT_THAT(ical_of({item}, dutch),
              HasSubstr("DTSTART;VALUE=DATE:20260331\r\nSTATUS:CONFIRMED\r\n"));
  item.at = parse_timestamp("2026-03-31T10:00:00+02:00").value();
  EXPECT_THAT(ical_of({item}, dutch), HasSubstr("DTSTART:20260331T080000Z\r\n"));
}

TEST(Ical, RemindsOfNothingThatIsDoneOrOff) {
  CalendarItem item = due();
  item.status = CalendarItem::Status::done;
  EXPECT_THAT(ical_of({item}, dutch), HasSubstr("STATUS:COMPLETED\r\nPERCENT-COMPLETE:100"));
  EXPECT_THAT(ical_of({item}, dutch), Not(HasSubstr("VALARM")));
  item.status = CalendarItem::Status::off;
  EXPECT_THAT(ical_of({item}, dutch), HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(ical_of({item}, dutch), Not(HasSubstr("VALARM")));
}

/// The line of the UID.
std::string uid(const CalendarItem& item) {
  const std::string text = ical_of({item}, dutch);
  const std::size_t at = text.find("UID:");
  return text.substr(at, text.find("\r\n", at) - at);
}

TEST(Ical, KeepsTheUidOfAnItemWhateverChangesOfIt) {
  CalendarItem item = due();
  const std::string first = uid(item);
  item.at = day("2026-04-01");
  item.sequence = 3;
  item.label = "other";
  item.status = CalendarItem::Status::done;
  EXPECT_EQ(uid(item), first);
  EXPECT_THAT(first, Not(HasSubstr("c1")));
  for (const auto& change : std::vector<std::function<void(CalendarItem&)>>{
           [](CalendarItem& one) { one.case_id = {"c2"}; },
           [](CalendarItem& one) { one.cycle = 2; }, [](CalendarItem& one) { one.entry = "3"; },
           [](CalendarItem& one) { one.name = "D-02"; },
           [](CalendarItem& one) { one.kind = CalendarItem::Kind::planned; }}) {
    CalendarItem another = due();
    change(another);
    EXPECT_NE(uid(another), first);
  }
}

}  // namespace
}  // namespace verloop::test
