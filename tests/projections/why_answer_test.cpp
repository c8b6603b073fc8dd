#include "projections/why_answer.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/diff_answer.hpp"
#include "projections/worklist.hpp"
#include "tests/support/accessed.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// A permit that two applicants asked for, decided later.
class Why : public testing::Test {
 protected:
  explicit Why(const std::string& procedure =
                   replaced(permit_procedure, "PermitRequested: [kind, plan, applicant]",
                            "PermitRequested: [member, kind, plan, applicant]"))
      : world_(permits(procedure)) {
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("app-1", "applicant", "office-1", {"p-1"});
    world_.act("clerk-1", "requestPermit",
               {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}});
    world_.at("2026-03-10");
    world_.act("clerk-1", "decide", {{"verdict", "granted"}});
  }

  Reader reader(const std::string& id) {
    return std::get<Reader>(reader_of({id}, {}, *world_.processor().find({"c1"}).value(),
                                      world_.definition(), world_.directory().at(world_.now()),
                                      Language::en)
                                .value());
  }
  Sources sources() {
    return {world_.log(), world_.vault(), world_.definitions(), world_.directory()};
  }
  /// The rows, as the access log hands them out.
  json::array why(const std::string& who, const std::string& what, const std::string& id = "c1") {
    auto answer = accessed_.access().hand_out(
        why_answer(sources(), reader(who), world_.state(id), {what, {}, day("2026-03-10")}),
        {"why"});
    return answer->at("values").as_array();
  }
  json::object diff(const Until& from, const Until& to, const std::string& who = "clerk-1") {
    const auto at = [&](const Until& until) {
      return Moment{state_until(sources(), {"c1"}, until).value(), day("2026-05-10")};
    };
    Moment first = at(from);
    first.on = day("2026-03-02");
    return handed_out(diff_answer(sources(), reader(who), first, at(to))).value();
  }
  json::array worklist(const std::string& who, const std::string& today) {
    const LoadedCase loaded = *world_.processor().find({"c1"}).value();
    const Reader asking = reader(who);
    const Circumstances given{noon(today), day(today), world_.definition(), {}, false};
    return worklist_of(asking, loaded, given);
  }
  static std::string text(const json::value& value) { return json::serialize(value); }

  World world_;
  Accessed accessed_;
};

TEST_F(Why, NamesTheEventThatSetAValue) {
  const json::array rows = why("clerk-1", "decision.on");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.at(0).at("value"), json::value("2026-03-10"));
  ASSERT_EQ(rows.at(0).at("set").as_array().size(), 1u);
  EXPECT_EQ(rows.at(0).at("set").at(0).at("sentence"), json::value("Decision: granted."));
}

TEST_F(Why, NamesAllThatSetItWithTheOneThatCountsLast) {
  world_.act("clerk-1", "requestPermit",
             {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}}, "c2");
  world_.act("clerk-1", "decide", {{"verdict", "refused"}}, "c2");
  world_.at("2026-03-12");
  ASSERT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "granted"}}, "c2")), "accepted");
  const json::array rows = why("clerk-1", "decision", "c2");
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_EQ(rows.at(0).at("set").as_array().size(), 2u);
  EXPECT_EQ(rows.at(0).at("set").at(1).at("occurredOn"), json::value("2026-03-12"));
  EXPECT_EQ(rows.at(0).at("value"), json::value("2026-03-12"));
}

TEST_F(Why, AnswersForATrackAndForARuleWithItsEvidence) {
  const json::array track = why("clerk-1", "tracks.permit");
  ASSERT_EQ(track.size(), 1u);
  EXPECT_EQ(track.at(0).at("value"), json::value("decided"));
  EXPECT_EQ(track.at(0).at("set").as_array().size(), 2u) << "filed, then decided";
  const json::array rule = why("clerk-1", "R-1");
  ASSERT_EQ(rule.size(), 1u);
  EXPECT_EQ(rule.at(0).at("status"), json::value("satisfied"));
  EXPECT_EQ(rule.at(0).at("set").as_array().size(), 2u);
  EXPECT_EQ(text(why("clerk-1", "P-1")), text(rule)) << "by its deadline";
}

TEST_F(Why, OpensNothingButWhatIsAsked) {
  const std::size_t before = accessed_.entries().size();
  why("clerk-1", "decision.on");
  EXPECT_EQ(accessed_.entries().size(), before) << "nothing sealed was opened";
  EXPECT_THAT(text(why("clerk-1", "request.plan")), HasSubstr(R"("value":"a shed")"));
  EXPECT_EQ(accessed_.entries().size(), before + 1);
}

TEST_F(Why, KnowsNothingThatTheReaderMayNotSee) {
  EXPECT_TRUE(why("app-1", "decision.on").empty());
  EXPECT_TRUE(why("app-1", "request.plan").empty());
  EXPECT_TRUE(why("app-1", "R-2").empty());
  const auto names = askable(reader("app-1"), world_.state(), world_.definition());
  EXPECT_THAT(names, Not(Contains("decision.on")));
  EXPECT_THAT(names, Contains("R-1"));
  EXPECT_THAT(askable(reader("clerk-1"), world_.state(), world_.definition()),
              Contains("applicants/1/since"));
}

TEST_F(Why, AnswersForOneEntryOfAList) {
  const json::array rows = why("clerk-1", "applicants/1/since");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.at(0).at("value"), json::value("2026-03-02"));
  EXPECT_TRUE(why("clerk-1", "applicants/2").empty());
  EXPECT_TRUE(why("clerk-1", "applic").empty()) << "half a name is none";
}

/// Whoever keeps the case may not see which applicant is which.
class WhyWithoutNumbers : public Why {
 protected:
  WhyWithoutNumbers() : Why(permit_procedure) {}
};

TEST_F(WhyWithoutNumbers, NamesNoEntryByANumberThatTheReaderDoesNotSee) {
  const auto names = askable(reader("clerk-1"), world_.state(), world_.definition());
  EXPECT_THAT(names, Not(Contains(HasSubstr("applicants/"))));
  EXPECT_TRUE(why("clerk-1", "applicants/1/since").empty());
}

TEST_F(Why, ComparesTwoMoments) {
  const auto answer = diff(Until{{}, noon("2026-03-09")}, {});
  EXPECT_EQ(text(answer.at("tracks")), R"([{"track":"permit","from":"filed","to":"decided"}])");
  EXPECT_THAT(text(answer.at("values")), HasSubstr(R"({"path":"decision.on","to":"2026-03-10"})"));
  EXPECT_THAT(text(answer.at("values")), Not(HasSubstr("request.kind"))) << "it is the same";
  EXPECT_THAT(text(answer.at("rules")),
              HasSubstr(R"({"rule":"R-1","from":"pending","to":"satisfied"})"));
  ASSERT_EQ(answer.at("events").as_array().size(), 1u);
  EXPECT_EQ(answer.at("events").at(0).at("sentence"), json::value("Decision: granted."));
}

TEST_F(Why, ComparesWithATimeBeforeTheCase) {
  const auto answer = diff(Until{{}, noon("2026-01-01")}, {});
  EXPECT_FALSE(answer.at("from").as_object().contains("position"));
  EXPECT_THAT(text(answer.at("values")), HasSubstr(R"({"path":"request.kind","to":"shed"})"));
  EXPECT_EQ(answer.at("events").as_array().size(), 2u);
}

TEST_F(Why, ComparesOnlyWhatTheReaderSees) {
  const std::string answer = text(diff(Until{{}, noon("2026-01-01")}, {}, "app-1"));
  EXPECT_THAT(answer, Not(HasSubstr("granted")));
  EXPECT_THAT(answer, Not(HasSubstr("a shed")));
}

/// The same before it was decided.
class Work : public Why {
 protected:
  Work() {
    world_.at("2026-03-11");
    world_.act("clerk-1", "requestPermit",
               {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}}, "c2");
  }
  json::array of(const std::string& who, const std::string& today) {
    const LoadedCase loaded = *world_.processor().find({"c2"}).value();
    const auto asking =
        std::get<Reader>(reader_of({who}, {}, loaded, world_.definition(),
                                   world_.directory().at(world_.now()), Language::en)
                             .value());
    return worklist_of(asking, loaded,
                       Circumstances{noon(today), day(today), world_.definition(), {}, false});
  }
};

TEST_F(Work, IsWhatTheRoleCanMeetAndByWhen) {
  const json::array rows = of("clerk-1", "2026-03-12");
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.at(0).at("id"), json::value("P-1"));
  EXPECT_EQ(rows.at(0).at("due"), json::value("2026-05-06"));
  EXPECT_EQ(rows.at(0).at("status"), json::value("pending"));
  EXPECT_THAT(text(rows.at(0).at("actions")), HasSubstr(R"("field":"verdict")"));
  EXPECT_EQ(of("clerk-1", "2026-06-12").at(0).at("status"), json::value("violated"));
}

TEST_F(Work, IsNothingForWhoCanDoNothing) {
  EXPECT_TRUE(of("app-1", "2026-03-12").empty());
}

TEST_F(Work, IsNothingOnceItIsDoneOrClosed) {
  EXPECT_THAT(text(worklist("clerk-1", "2026-03-12")), Not(HasSubstr(R"("id":"P-1")")));
  world_.act("clerk-1", "close", {}, "c2");
  EXPECT_TRUE(of("clerk-1", "2026-06-12").empty());
}

TEST_F(Work, ComesByDueDay) {
  json::array rows{json::object{{"case", "b"}, {"id", "x"}},
                   json::object{{"case", "b"}, {"id", "x"}, {"due", "2026-04-01"}},
                   json::object{{"case", "a"}, {"id", "y"}, {"due", "2026-04-01"}},
                   json::object{{"case", "a"}, {"id", "y"}, {"due", "2026-03-01"}}};
  sort_worklist(rows);
  EXPECT_EQ(text(rows),
            R"([{"case":"a","id":"y","due":"2026-03-01"},{"case":"a","id":"y","due":"2026-04-01"},)"
            R"({"case":"b","id":"x","due":"2026-04-01"},{"case":"b","id":"x"}])");
}

}  // namespace
}  // namespace verloop::test
