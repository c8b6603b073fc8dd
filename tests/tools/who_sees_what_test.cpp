// Every cell of the table of views, tried with a canary in each field, under both procedures.

#include "tests/tools/serving.hpp"
#include "tests/tools/who_sees_what_course.hpp"

namespace verloop::test::who {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string page = "domain/F-privacy.md";

const Table& table() {
  static const Table read = read_table(read_file(who_file("table")));
  return read;
}

class WhoSeesWhat : public Serving, public testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    ASSERT_EQ(course_.play(), "");
    course_.look();
  }

  /// All that arrives by a subscription, as many events as the history has.
  std::vector<json::object> subscribed(const Actor& actor) {
    Line line(port_, token_of_[actor.id]);
    line.call("subscription.open", {{"from", 0}});
    std::vector<json::object> events;
    while (events.size() < course_.count_of(actor)) {
      const auto said = line.next();
      if (!said || !said->contains("params")) break;
      events.push_back(said->at("params").at("event").as_object());
    }
    return events;
  }

  /// The answer to an actor, and what is logged of it.
  std::string refused(const std::string& actor, const char* method, const json::object& params) {
    Line line(port_, token_of_[actor]);
    const auto answer = line.call(method, params);
    return (answer ? json::serialize(*answer) : "") + read_file(program_ / "stderr");
  }

  Course course_{GetParam(), table(), program_};
  std::map<std::string, std::string> token_of_;  // By actor's id.
};

TEST_P(WhoSeesWhat, IsAsTheTableSaysByEveryWayOfAsking) {
  EXPECT_THAT(course_.faults_of_the_table(), IsEmpty());
  EXPECT_THAT(course_.faults_of_fields(), IsEmpty());
  EXPECT_EQ(course_.faults_of_words(), "");
  EXPECT_THAT(course_.faults_of_numbers(), IsEmpty());
  EXPECT_THAT(course_.faults_of_exports(), IsEmpty());
  EXPECT_THAT(course_.faults_of_strangers(), IsEmpty());
  EXPECT_THAT(course_.faults_of_looks(), IsEmpty());
  EXPECT_THAT(course_.faults_of_access_log(table().row("Access and refusal log")), IsEmpty());

  // What other programs read of a server, and what is left of refusals.
  std::set<std::string> roles;
  for (const Actor& actor : course_.actors())
    if (roles.insert(actor.role).second || actor.id == "con-9")
      token_of_[actor.id] = token_of(course_.name_of(actor));
  start_server();
  for (const Actor& actor : course_.actors()) {
    if (actor.is_stranger() || !token_of_.contains(actor.id)) continue;
    const std::vector<json::object> events = subscribed(actor);
    EXPECT_EQ(events.size(), course_.count_of(actor)) << actor.id;
    EXPECT_THAT(course_.faults_of_feed(actor, events), IsEmpty());
  }
  const json::object submitted{{"id", "6b1f1c1e-58b4-4e0e-9f5e-000000000001"},
                               {"case", GetParam() + ".c1"},
                               {"action", "includePupil"},
                               {"data", {{"pupil", "pup-1"}, {"name", "w-Refused.name-1"}}}};
  std::string said = refused("con-9", "case.get", {{"case", GetParam() + ".c1"}}) +
                     refused("con-1", "command.submit", submitted);
  EXPECT_THAT(said, AllOf(HasSubstr("unknown"), HasSubstr("unauthorised")));
  kill_server();
  said +=
      program_.run({"audit", "--access", "--json", "--data", "data", "--type", "Refused"}).all();
  EXPECT_THAT(said, AllOf(HasSubstr("includePupil"), Not(HasSubstr("w-Refused"))));
  EXPECT_THAT(course_.faults_of_text("a refusal or a log line", said), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Under, WhoSeesWhat, testing::Values("top", "ot"),
                         [](const auto& one) { return one.param; });

TEST(WhoSeesWhatTable, ReadsAsItsSymbolsOrHasAReason) {
  const Judged judged = judge_cells(table());
  EXPECT_THAT(judged.faults, IsEmpty());
  for (const std::string procedure : {"top", "ot"}) {
    EXPECT_EQ(judged.agree.at(procedure) + judged.read.at(procedure), 20 * 12) << procedure;
  }
}

TEST(WhoSeesWhatTable, HasTheRowsColumnsAndCellsOfTheDomain) {
  VERLOOP_NEEDS_SHARED(page);
  EXPECT_THAT(differences(table(), read_file(shared_data(page))), IsEmpty());
}

// The checks themselves, on what is wrong.

/// TOP with a view that shows a field too many, one that lacks a field, and one that tells parents
/// of others' children.
std::string top_with_faults() {
  std::string text = replaced(shipped_text("engine/procedures/clusterarrangement-top.yaml"),
                              "\nversion: 1\n", "\nversion: 2\n");
  const auto plant = [&text](const std::string& role, const std::string& old,
                             const std::string& with) {
    const std::size_t view = text.find("\n  " + role + ":\n", text.find("\nviews:"));
    const std::size_t at = text.find(old, view);
    if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + old);
    text.replace(at, old.size(), with);
  };
  plant("teacher", "    events:\n",
        "    events:\n      ProcessNoteAdded: [note]\n      QuoteAttached: [hourlyRate]\n");
  plant("consultant", "ProcessNoteAdded: [topic, note]", "ProcessNoteAdded: [topic]");
  plant("parent", "    own: true\n", "");
  return text;
}

TEST(WhoSeesWhatChecks, FindAFieldTooManyAFieldTooFewAndAChildOfOthers) {
  const Program program;
  Course course("top", table(), program);
  ASSERT_EQ(course.play(top_with_faults()), "");
  course.look();
  std::vector<std::string> faults = course.faults_of_fields();
  EXPECT_THAT(faults, Contains("top: tea-1 sees ProcessNoteAdded.note of pupil 0"));
  EXPECT_THAT(faults, Contains("top: con-1 does not see ProcessNoteAdded.note of pupil 0"));
  EXPECT_THAT(faults, Contains("top: par-1 sees OppDrawnUp.summary of pupil 2"));
  std::erase_if(faults, [](const std::string& fault) {
    return fault.find("ProcessNoteAdded") != std::string::npos ||
           fault.starts_with("top: tea-1 sees QuoteAttached") || fault.starts_with("top: par-");
  });
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_THAT(course.faults_of_numbers(),
              Contains(AllOf(HasSubstr("top: tea-1 has "), HasSubstr("QuoteAttached.hourlyRate"))));
  // And their words in whatever else is asked.
  const std::string words = course.faults_of_words(top_with_faults());
  EXPECT_THAT(words, HasSubstr("expected: hides: w-ProcessNoteAdded.note-0"));
  EXPECT_THAT(words, HasSubstr("expected: shows: w-ProcessNoteAdded.note-0"));
  EXPECT_THAT(words, HasSubstr("expected: hides: w-OppDrawnUp.summary-2"));
}

/// The table as the domain's page would have it.
std::string as_page(const Table& table) {
  std::string text = "| Data |";
  for (const Column& column : table.columns) text += " " + column.name + " |";
  text += "\n|---|\n";
  for (const Row& row : table.rows) {
    text += "| " + row.name + " |";
    for (const std::string& says : row.says)
      text += " " + (says == "-" ? std::string("\xE2\x80\x93") : says) + " |";
    text += "\n";
  }
  return text + "\n";
}

TEST(WhoSeesWhatChecks, FindACellARowAndAColumnThatTheDomainHasOtherwise) {
  const std::string right = as_page(table());
  EXPECT_THAT(differences(table(), right), IsEmpty());
  EXPECT_THAT(differences(table(), replaced(right, "| Zienswijze | F | \xE2\x80\x93 |",
                                            "| Zienswijze | F | F |")),
              ElementsAre("Zienswijze, cell 2 is another"));
  EXPECT_THAT(differences(table(), replaced(right, "| Proposal |", "| Proposals |")),
              ElementsAre("row 13: here `Proposal`, there `Proposals`"));
  EXPECT_THAT(differences(table(), replaced(right, "| Auditor |", "| Auditors |")),
              ElementsAre("the columns are others"));
  EXPECT_THAT(differences(table(), "no page"), ElementsAre("the page has no table"));
}

TEST(WhoSeesWhatChecks, FindACellThatReadsOtherwiseAndAReadingOfNone) {
  const std::string right = read_file(who_file("table"));
  EXPECT_THAT(judge_cells(read_table(replaced(
                              right, "{of: [ProcessNoteAdded], all: [ib, consultant, swv-admin]",
                              "{of: [ProcessNoteAdded], all: [ib, teacher, swv-admin]")))
                  .faults,
              ElementsAre(HasSubstr("Process notes (log), Teacher, top: says -"),
                          HasSubstr("Process notes (log), Consultant, top: says F")));
  EXPECT_THAT(judge_cells(read_table(replaced(right, "readings:\n",
                                              "readings:\n  - {row: Proposal, column: School, "
                                              "because: none}\n")))
                  .faults,
              ElementsAre(HasSubstr("a reading of no cell, or without a reason: Proposal")));
}

}  // namespace
}  // namespace verloop::test::who
