#include "projections/case_answers.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accessed.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A clerk, two applicants with a permit of their own in one case, and what each is told.
class CaseAnswers : public testing::Test {
 protected:
  explicit CaseAnswers(const std::string& procedure = permit_procedure)
      : world_(permits(procedure)) {
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("app-1", "applicant", "office-1", {"p-1"});
    world_.enter("app-2", "applicant", "office-1", {"p-2"});
    world_.act("clerk-1", "requestPermit",
               {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}});
  }

  std::variant<Reader, Refusal> reader(const std::string& id,
                                       const std::optional<RoleId>& role = std::nullopt) {
    return reader_of({id}, role, *world_.processor().find({"c1"}).value(), world_.definition(),
                     world_.directory().at(world_.now()), Language::en)
        .value();
  }
  Sources sources() {
    return {world_.log(), world_.vault(), world_.definitions(), world_.directory()};
  }
  boost::json::object asked(const std::string& id, const std::string& on = "2026-03-03") {
    return handed_out(case_answer(sources(), std::get<Reader>(reader(id)), world_.state(), day(on)))
        .value();
  }
  boost::json::object history(const std::string& id, const Until& until = {}) {
    return handed_out(history_answer(sources(), std::get<Reader>(reader(id)), {"c1"}, until,
                                     Detail::events_with_changes))
        .value();
  }
  boost::json::object action(const std::string& id, std::string_view name) {
    const LoadedCase& loaded = *world_.processor().find({"c1"}).value();
    const Circumstances given{world_.now(), day("2026-03-03"), world_.definition(), {}, false};
    for (const auto& row : actions_answer(std::get<Reader>(reader(id)), loaded, given))
      if (row.at("action").as_string() == name) return row.as_object();
    return {};
  }
  static std::string text(const boost::json::value& value) { return boost::json::serialize(value); }

  World world_;
};

TEST_F(CaseAnswers, AreForThoseWhoReachTheCase) {
  EXPECT_TRUE(std::holds_alternative<Reader>(reader("clerk-1")));
  EXPECT_TRUE(std::holds_alternative<Reader>(reader("app-1")));
  EXPECT_EQ(std::get<Refusal>(reader("app-2")).kind, RefusalKind::unknown);
  EXPECT_EQ(std::get<Refusal>(reader("nobody")).kind, RefusalKind::unknown);
  EXPECT_EQ(std::get<Refusal>(reader("clerk-1", RoleId{"applicant"})).kind,
            RefusalKind::unauthorised);
}

TEST_F(CaseAnswers, ShowOnADayWhatHadOccurredByThen) {
  world_.at("2026-03-10");
  Command late = world_.command("clerk-1", "decide", "c1", {{"verdict", "granted"}});
  late.occurred_on = parse_occurrence("2026-03-05").value();
  ASSERT_EQ(kind_of(world_.submit(late)), "accepted");
  const auto decided = [this](const char* on, const Until& until = {}) {
    const auto state = state_until(sources(), {"c1"}, until, day(on)).value();
    return state ? std::string(state->fields.contains("decision") ? "decided" : "open") : "none";
  };
  EXPECT_EQ(decided("2026-03-01"), "none");
  EXPECT_EQ(decided("2026-03-04"), "open");
  EXPECT_EQ(decided("2026-03-05"), "decided") << "by what is known now";
  EXPECT_EQ(decided("2026-03-05", {{}, noon("2026-03-09")}), "open") << "it was not known yet";
}

TEST_F(CaseAnswers, OpenSealedValuesForWhoMaySeeThem) {
  const std::string answer = text(asked("clerk-1").at("state"));
  EXPECT_THAT(answer, HasSubstr(R"("plan":"a shed")"));
  EXPECT_THAT(answer, HasSubstr(R"("name":"p-1")"));
  EXPECT_THAT(text(asked("app-1")), Not(HasSubstr("a shed")));
}

TEST_F(CaseAnswers, SayThatAValueWasErased) {
  ASSERT_TRUE(world_.vault().destroy({"case/c1"}));
  EXPECT_THAT(text(asked("clerk-1").at("state")), HasSubstr(R"("plan":{"erased":true})"));
  EXPECT_THAT(text(history("clerk-1")), HasSubstr("requested: [erased]."));
}

TEST_F(CaseAnswers, NameWhatTheyReflect) {
  const auto answer = asked("clerk-1");
  EXPECT_EQ(answer.at("version"), boost::json::value(2));
  EXPECT_EQ(answer.at("root").as_string(), to_base64url(view(world_.log().tail().root)));
  EXPECT_EQ(answer.at("definition").as_string(), world_.definition().reference);
  EXPECT_EQ(answer.at("on").as_string(), "2026-03-03");
}

TEST_F(CaseAnswers, JudgeOnTheDayThatIsAsked) {
  EXPECT_EQ(asked("clerk-1", "2026-04-28").at("rules").at("R-1").as_string(), "pending");
  EXPECT_EQ(asked("clerk-1", "2026-04-29").at("rules").at("R-1").as_string(), "violated");
}

TEST_F(CaseAnswers, NameTheEventThatSetWhatADueDateGoesBy) {
  const Position before{world_.log().tail().size - 1};
  const NewSetting setting{"termDays", cel::Value::of(std::int64_t{14}), day("2026-03-01"), {}};
  const auto changed = world_.definitions().change_setting(
      "building-permit", setting, engine_actor(), world_.log(), world_.seed(), world_.now());
  const std::string named = R"([{"setting":"rolls","value":true},{"setting":"termDays","value":14,)"
                            R"("position":)" +
                            std::to_string(changed->value) + R"(,"from":"2026-03-01"}])";
  const auto deadline = asked("clerk-1").at("deadlines").at(0).as_object();
  EXPECT_EQ(deadline.at("due").as_string(), "2026-03-16");
  EXPECT_EQ(text(deadline.at("settings")), named);
  const auto rules = [this](const CaseState& state) {
    return compliance_answer(std::get<Reader>(reader("app-1")), state, world_.definition(),
                             day("2026-03-03"));
  };
  EXPECT_EQ(text(rules(world_.state()).at(0).at("settings")), named);
  Until until;
  until.position = before;
  const auto then = state_until(sources(), {"c1"}, until).value().value();
  EXPECT_EQ(rules(then).at(0).at("due").as_string(), "2026-04-28") << "it was not known yet";
  until = {};
  until.moment = world_.now() - std::chrono::hours(1);
  EXPECT_EQ(state_until(sources(), {"c1"}, until).value(), std::nullopt);
  until.moment = world_.now() + std::chrono::hours(1);
  const auto later = state_until(sources(), {"c1"}, until).value().value();
  EXPECT_EQ(rules(later).at(0).at("due").as_string(), "2026-03-16");
}

TEST_F(CaseAnswers, ShowRulesByTheViewOnly) {
  EXPECT_TRUE(asked("clerk-1").at("rules").as_object().contains("R-2"));
  EXPECT_FALSE(asked("app-1").at("rules").as_object().contains("R-2"));
  const auto rows = compliance_answer(std::get<Reader>(reader("app-1")), world_.state(),
                                      world_.definition(), day("2026-03-03"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.front().at("due").as_string(), "2026-04-28");
}

TEST_F(CaseAnswers, ShowNoValueThatEventsAboutOthersWrite) {
  const auto state = asked("app-1").at("state").as_object();
  EXPECT_FALSE(state.contains("request")) << "any applicant's request writes it";
  EXPECT_EQ(text(state.at("applicants")), R"([{"active":true,"since":"2026-03-02"}])");
}

TEST_F(CaseAnswers, NameTheVersionsThatAreLeftOut) {
  world_.act("clerk-1", "decide", {{"verdict", "granted"}});
  const auto answer = history("app-1");
  EXPECT_EQ(answer.at("events").as_array().size(), 1u);
  EXPECT_EQ(text(answer.at("hidden")), R"({"governance":[3],"shared":[1,2]})");
}

TEST_F(CaseAnswers, AscribeToAnEventOnlyWhatItChanged) {
  world_.act("clerk-1", "close");
  world_.act("clerk-1", "decide", {{"verdict", "granted"}});
  const auto events = history("clerk-1").at("events").as_array();
  EXPECT_THAT(text(events.front().at("changes")), HasSubstr(R"("path":"request.kind")"));
  EXPECT_THAT(text(events.back().at("changes")), Not(HasSubstr("applicantCount")));
}

TEST_F(CaseAnswers, EndWhereTheyAreAskedTo) {
  Until first;
  first.position = world_.records().front().record.position;
  EXPECT_EQ(history("clerk-1", first).at("events").as_array().size(), 1u);
  EXPECT_EQ(state_until(sources(), {"c1"}, first).value()->version, Version{0});
  Until before;
  before.moment = noon("2026-03-01");
  EXPECT_EQ(state_until(sources(), {"c1"}, before).value(), std::nullopt);
  EXPECT_EQ(state_until(sources(), {"c1"}, {}).value(), world_.state());
}

TEST_F(CaseAnswers, SayWhatCanBeDoneAndWhyNotTheRest) {
  EXPECT_EQ(action("clerk-1", "decide").at("possible"), boost::json::value(true));
  EXPECT_THAT(text(action("clerk-1", "decide").at("payload")), HasSubstr(R"("field":"verdict")"));
  EXPECT_EQ(action("app-1", "decide").at("kind").as_string(), "unauthorised");
  EXPECT_TRUE(action("clerk-1", "requestPermit").empty()) << "it makes a case";
}

/// A term for each applicant, which a rule follows; who keeps the case may see which applicant, or
/// not.
const std::string term_by_applicant =
    replaced(replaced(permit_procedure, "from: one.since", "due: one.since + days(10)"),
             "deadline: P-1", "deadline: P-2");

class TermsByEntry : public CaseAnswers {
 protected:
  explicit TermsByEntry(const std::string& procedure = term_by_applicant)
      : CaseAnswers(procedure) {}

  boost::json::object term() {
    const auto answer = asked("clerk-1", "2026-03-20");
    for (const auto& row : answer.at("deadlines").as_array())
      if (row.at("deadline").as_string() == "P-2") return row.as_object();
    return {};
  }
  boost::json::object rule() {
    const auto rows = compliance_answer(std::get<Reader>(reader("clerk-1")), world_.state(),
                                        world_.definition(), day("2026-03-20"));
    return rows.front().as_object();
  }
};

TEST_F(TermsByEntry, KeepTheirDaysFromWhoDoesNotSeeTheEntries) {
  EXPECT_EQ(term().at("status").as_string(), "violated");
  EXPECT_EQ(rule().at("status").as_string(), "violated");
  EXPECT_THAT(text(term()), Not(HasSubstr("2026-03-1")));
  EXPECT_EQ(term().at("withheld"), boost::json::value(true));
  EXPECT_FALSE(term().contains("entries"));
  for (const char* detail : {"due", "since", "entries"}) EXPECT_FALSE(rule().contains(detail));
}

class TermsBySeenEntry : public TermsByEntry {
 protected:
  TermsBySeenEntry()
      : TermsByEntry(replaced(term_by_applicant, "PermitRequested: [kind, plan, applicant]",
                              "PermitRequested: [member, kind, plan, applicant]")) {}
};

TEST_F(TermsBySeenEntry, AreToldToWhoSeesTheEntries) {
  EXPECT_EQ(term().at("due").as_string(), "2026-03-12");
  EXPECT_FALSE(term().contains("withheld"));
  EXPECT_EQ(text(term().at("entries")),
            R"([{"entry":"1","status":"violated","due":"2026-03-12"}])");
  EXPECT_EQ(rule().at("due").as_string(), "2026-03-12");
  EXPECT_EQ(rule().at("since").as_string(), "2026-03-13");
  EXPECT_EQ(text(rule().at("entries")), R"({"1":"violated"})");
}

/// Deciding waits for a fee, closing for a word in its payload.
class GatedAnswers : public CaseAnswers {
 protected:
  GatedAnswers()
      : CaseAnswers(replaced(permit_procedure,
                             "gate: {actions: [decide, close], until: has(case.request.on)}",
                             "gate: {actions: [decide, close], until: case.fee == 1 || "
                             "data.verdict == 'refused'}")) {}
};

TEST_F(GatedAnswers, CallAnActionPossibleWhenItsPayloadMayOpenTheGate) {
  EXPECT_EQ(action("clerk-1", "decide").at("possible"), boost::json::value(true));
}

/// Findings as a view may list them.
class NarrowedAnswers : public CaseAnswers {
 protected:
  NarrowedAnswers()
      : CaseAnswers(replaced(permit_procedure, "      PermitDecided: [verdict]\n",
                             "      PermitDecided: [verdict]\n      FindingRaised: [rule]\n")) {
    world_.at("2026-05-20");
    world_.processor().notice({"c1"}, world_.now()).value();
  }
};

TEST_F(NarrowedAnswers, ShowOfAFindingWhatTheViewLists) {
  const auto events = history("clerk-1").at("events").as_array();
  EXPECT_EQ(text(events.back().at("data")), R"({"rule":"R-1"})");
}

TEST_F(NarrowedAnswers, ShowAFindingThatNoViewListsWithItsRule) {
  const auto events = history("app-1").at("events").as_array();
  EXPECT_THAT(text(events.back().at("data")), HasSubstr(R"("status":"violated")"));
}

}  // namespace
}  // namespace verloop::test
