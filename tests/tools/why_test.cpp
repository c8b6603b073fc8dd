#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class WhyAsked : public Played {
 protected:
  Ran why(const std::string& what, const std::string& actor, Program::Words more = {}) const {
    more.insert(more.begin(), what);
    more.insert(more.end(), {"--lang", "en"});
    return ask("why", actor, more);
  }
};

TEST_F(WhyAsked, TellsInWordsWhichEventsShowARule) {
  const Ran ran = why("K-OP-01", "ib-1");
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("K-OP-01"));
  EXPECT_THAT(ran.out, HasSubstr("[" + name + ".ib-1, internal coordinator]"));
}

TEST_F(WhyAsked, TellsWhatBroughtATrackToItsState) {
  const Ran ran = why("tracks.decision", "con-1");
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Decision (tracks.decision): "));
  const Ran json = why("tracks.decision", "con-1", {"--json"});
  EXPECT_EQ(boost::json::parse(json.out).at("values").at(0).at("path"),
            boost::json::value("tracks.decision"));
}

TEST_F(WhyAsked, SaysWhatIsNearestToANameThatIsNone) {
  const Ran ran = why("tracks.decisio", "con-1");
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("did you mean tracks.decision?"));
  EXPECT_EQ(why("tracks.decision", "con-1", {"--until", "2020-01-01"}).status, 1);
  EXPECT_EQ(why("tracks.decision", "con-1", {"--until", "banana"}).status, 2);
  EXPECT_EQ(why("tracks.decision", "con-1", {"--on", "banana"}).status, 2);
}

TEST_F(WhyAsked, HidesFromAConsultantWhatIsOfPupils) {
  const Ran school = why("members/1", "ib-1");
  ASSERT_EQ(school.status, 0) << school.all();
  const Ran consultant = why("members/1", "con-1");
  EXPECT_EQ(consultant.status, 1) << consultant.out;
}

TEST_F(WhyAsked, ComparesTwoDaysInWords) {
  const Ran ran = ask("diff", "ib-1", {"2020-01-01", "--lang", "en"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("(no case yet) -> "));
  EXPECT_THAT(ran.out, HasSubstr("\nTracks\n"));
  const Ran same = ask("diff", "ib-1", {"2099-01-01", "2099-01-01", "--lang", "en"});
  EXPECT_THAT(same.out, HasSubstr("No difference."));
  EXPECT_EQ(ask("diff", "ib-1", {"2019-01-01", "2020-01-01"}).status, 1);
  EXPECT_EQ(ask("diff", "ib-1", {"banana"}).status, 2);
}

TEST_F(WhyAsked, ListsTheWorkOfAnActor) {
  const Program::Words words{"worklist", "--data", "data", "--lang", "en", "--as", name + ".ib-1"};
  const Ran ran = program.run(words);
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr(case_name));
  const Ran parents = program.run({"worklist", "--data", "data", "--as", name + ".nobody"});
  EXPECT_EQ(parents.status, 1) << parents.all();
  const Ran nothing = program.run(
      {"worklist", "--data", "data", "--lang", "en", "--as", name + ".ib-1", "--role", "parent"});
  EXPECT_THAT(nothing.out, HasSubstr("Nothing to do."));
}

}  // namespace
}  // namespace verloop::test
