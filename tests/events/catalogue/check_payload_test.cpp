#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/catalogue.hpp"

namespace verloop {
namespace {

using testing::HasSubstr;

Field field(std::string name, FieldKind kind) {
  Field made;
  made.name = std::move(name);
  made.type.kind = kind;
  return made;
}

std::vector<Field> fields() {
  std::vector<Field> all = {
      field("title", FieldKind::text),       field("code", FieldKind::name),
      field("day", FieldKind::date),         field("moment", FieldKind::timestamp),
      field("count", FieldKind::integer),    field("time", FieldKind::minutes),
      field("price", FieldKind::cents),      field("urgent", FieldKind::boolean),
      field("kind", FieldKind::enumeration), field("who", FieldKind::reference),
      field("letter", FieldKind::document),  field("number", FieldKind::member),
      field("lines", FieldKind::list)};
  all[0].type.min = 2;
  all[0].type.max = 5;
  all[4].type.min = -3;
  all[4].type.max = 9'007'199'254'740'991;
  all[8].type.values = {"red", "green"};
  FieldType line;
  line.kind = FieldKind::record;
  line.members = {field("minutes", FieldKind::minutes), field("note", FieldKind::text)};
  line.members[0].required = true;
  all[12].type.element = {line};
  all[12].type.max = 3;
  return all;
}

/// `path: problem (expected)`; empty when all is right.
std::string fault(std::string_view json, const std::vector<Field>& checked = fields()) {
  const auto found = check_payload(boost::json::parse(json).as_object(), checked);
  return found ? found->path + ": " + found->problem.en + " (" + found->expected.en + ")" : "";
}

TEST(CheckPayload, AcceptsEveryKindOfField) {
  EXPECT_EQ(fault(R"({"title":"héél","code":"a@b._/:-9","day":"2028-02-29",
      "moment":"2026-03-10T12:00:00+01:00","count":9007199254740991,"time":0,"price":-5,
      "urgent":false,"kind":"red","who":"s-1",
      "letter":{"id":"d1","name":"x.pdf","mediaType":"application/pdf","size":3,"sha256":"ab"},
      "lines":[{"minutes":3},{"minutes":4,"note":"x"}]})"),
            "");
  EXPECT_EQ(fault("{}"), "");
}

struct Case {
  const char* name;
  const char* json;
  const char* expected;
};

class WrongPayload : public testing::TestWithParam<Case> {};

TEST_P(WrongPayload, IsRefusedWithItsPathAndWhatWasExpected) {
  EXPECT_THAT(fault(GetParam().json), HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Values, WrongPayload,
    testing::Values(
        Case{"text", R"({"title":3})", "title: not a text (a text)"},
        Case{"null", R"({"title":null})", "title: not a text"},
        Case{"short", R"({"title":"a"})", "title: too short (at least 2 and at most 5 characters)"},
        Case{"long", R"({"title":"abcdef"})", "title: too long"},
        Case{"name", R"({"code":"a b"})", "code: not of the form"},
        Case{"empty_name", R"({"code":""})", "code: not of the form"},
        Case{"day", R"({"day":"2026-02-29"})",
             "day: not of the form that is expected (an existing day"},
        Case{"moment", R"({"moment":"2026-02-28T10:00:00"})", "moment: not of the form"},
        Case{"integer", R"({"count":1.5})", "count: not a whole number"},
        Case{"integer_text", R"({"count":"1"})", "count: not a whole number"},
        Case{"small", R"({"count":-4})", "count: too small (at least -3"},
        Case{"large", R"({"count":9007199254740992})",
             "count: too large (a whole number within 2^53 - 1"},
        Case{"huge", R"({"count":18446744073709551615})", "count: too large"},
        Case{"negative", R"({"price":-9007199254740992})", "price: too large"},
        Case{"minutes", R"({"time":-1})", "time: negative (0 or more minutes)"},
        Case{"boolean", R"({"urgent":"true"})", "urgent: not true or false"},
        Case{"enumeration", R"({"kind":"blue"})",
             "kind: not one of the values (one of: red green)"},
        Case{"reference", R"({"who":7})", "who: not a text"},
        Case{"document", R"({"letter":"x"})", "letter: not an object"},
        Case{"document_part", R"({"letter":{"id":"d1"}})", "letter.name: missing"},
        Case{"list", R"({"lines":{}})", "lines: not a list"},
        Case{"long_list", R"({"lines":[{},{},{},{}]})", "lines: too long (at most 3 entries)"},
        Case{"nested", R"({"lines":[{"minutes":1},{"minutes":1},{"minutes":-2}]})",
             "lines[2].minutes: negative"},
        Case{"nested_missing", R"({"lines":[{}]})", "lines[0].minutes: missing"},
        Case{"nested_unknown", R"({"lines":[{"minutes":1,"nota":"x"}]})",
             "lines[0].nota: unknown field (note)"},
        Case{"unknown", R"({"titel":"x"})", "titel: unknown field (title)"},
        Case{"unknown_far", R"({"zzzzzzzz":"x"})", "zzzzzzzz: unknown field (one of: title code"},
        Case{"member", R"({"number":1})", "number: unknown field"}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(CheckPayload, DemandsWhatIsRequired) {
  std::vector<Field> all = fields();
  all[1].required = true;
  EXPECT_EQ(fault(R"({"title":"abc"})", all), "code: missing (a value for this field)");
}

TEST(CheckPayload, AsksNoMemberNumber) {
  std::vector<Field> all = fields();
  all[11].required = true;
  EXPECT_EQ(fault("{}", all), "");
}

TEST(CheckPayload, SaysEachProblemInDutchToo) {
  const auto dutch = [](std::string_view json) {
    const auto found = check_payload(boost::json::parse(json).as_object(), fields());
    return found ? found->problem.nl + " (" + found->expected.nl + ")" : "";
  };
  EXPECT_EQ(dutch(R"({"title":"a"})"), "te kort (ten minste 2 en hoogstens 5 tekens)");
  EXPECT_EQ(dutch(R"({"title":3})"), "geen tekst (een tekst)");
  EXPECT_EQ(dutch(R"({"lines":[{},{},{},{}]})"), "te lang (hoogstens 3 onderdelen)");
  EXPECT_EQ(dutch(R"({"kind":"blue"})"), "niet een van de waarden (een van: red green)");
  EXPECT_EQ(dutch(R"({"lines":[{}]})"), "ontbreekt (een waarde voor dit veld)");
  EXPECT_EQ(dutch(R"({"titel":"x"})"), "onbekend veld (title)");
  for (const char* json :
       {R"({"code":"a b"})", R"({"day":"x"})", R"({"moment":"x"})", R"({"count":1.5})",
        R"({"count":-4})", R"({"time":-1})", R"({"urgent":1})", R"({"letter":1})"})
    EXPECT_NE(dutch(json), fault(json).substr(fault(json).find(": ") + 2)) << json;
}

TEST(CheckPayload, NeverQuotesAValue) {
  for (const char* json :
       {R"({"code":"Jan Jansen"})", R"({"kind":"Jan Jansen"})", R"({"day":"Jan Jansen"})",
        R"({"title":"Jan Jansen"})", R"({"Jan Jansen":1})", R"({"lines":[{"Jan Jansen":1}]})"})
    EXPECT_THAT(fault(json),
                testing::AllOf(testing::Not(testing::IsEmpty()), testing::Not(HasSubstr("Jan"))));
}

TEST(Nearest, SuggestsASlipOfTheFingerAndNothingElse) {
  const std::vector<std::string> names = {"requestPermit", "decide", "close"};
  EXPECT_EQ(nearest("requestPermt", names), "requestPermit");
  EXPECT_EQ(nearest("dceide", names), "decide");
  EXPECT_EQ(nearest("Close", names), "close");
  EXPECT_EQ(nearest("withdraw", names), std::nullopt);
  EXPECT_EQ(nearest("x", {}), std::nullopt);
}

}  // namespace
}  // namespace verloop
