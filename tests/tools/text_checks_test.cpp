// What is found in a text before it is recorded: as who writes it is told, and nobody else.

#include <gmock/gmock.h>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class TextsThatAreRead : public Played {
 protected:
  Ran note(const std::string& actor, const std::string& text,
           const Program::Words& more = {}) const {
    Program::Words words{"do",     case_name, "addProcessNote", "topic=progress",  "note=" + text,
                         "--data", "data",    "--as",           name + "." + actor};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
};

TEST_F(TextsThatAreRead, AreToldOfInATrialWithFieldAndPlace) {
  const Ran json = note("con-1", "Zie 111.222.333", {"--dry-run", "--json"});
  EXPECT_EQ(json.status, 1) << json.all();
  EXPECT_THAT(json.out, AllOf(HasSubstr(R"("rule":"K-PR-04")"), HasSubstr(R"("field":"note")"),
                              HasSubstr(R"("find":"citizenNumber")"), HasSubstr(R"("from":4)"),
                              HasSubstr(R"("to":15)"), Not(HasSubstr("111"))));
  const Ran dutch = note("con-1", "Zie 111.222.333", {"--dry-run", "--lang", "nl"});
  EXPECT_THAT(dutch.out, HasSubstr("note, teken 5 tot en met 15: een burgerservicenummer"));
  const Ran english = note("con-1", "Zie 111.222.333", {"--dry-run", "--lang", "en"});
  EXPECT_THAT(english.out, HasSubstr("note, character 5 to 15: a citizen service number"));
}

TEST_F(TextsThatAreRead, AreRefusedWithoutTheirWordsAnywhere) {
  const Ran refused = note("con-1", "bel 06-12345678 of jansen@huis.example");
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.all(),
              AllOf(HasSubstr("K-PR-04"), Not(HasSubstr("06-1")), Not(HasSubstr("huis.example"))));
  const Ran audit = program.run({"audit", "--access", "--json", "--data", "data"});
  EXPECT_THAT(audit.out, AllOf(HasSubstr("addProcessNote"), Not(HasSubstr("06-1")),
                               Not(HasSubstr("huis.example"))));
}

}  // namespace
}  // namespace verloop::test
