#include "engine/text_checks.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/given.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string checks = R"yaml(textChecks:
  finds:
    name:
      builtin: knownNames
      in: {PermitRequested: [applicant]}
      label: {nl: een naam, en: a name}
    number: {builtin: elevenTest, label: {nl: een nummer, en: a number}}
    mail: {pattern: '[\w.]+@[\w.]+', label: {nl: een mailadres, en: a mail address}}
  checks:
    - rule: R-2
      fields: {PermitRequested: [plan], PermitDecided: [reason]}
      refuses: [name, number]
      warns: [mail]
      unless: has(case.fee) && case.fee == 7
      appeal: {nl: Vraag de beheerder., en: Ask the keeper.}
)yaml";

std::string checked() {
  return permit_procedure + checks;
}

Command deciding(const std::string& reason) {
  return command("decide", {{"verdict", "granted"}, {"reason", reason}});
}

TEST(TextChecks, RefuseByTheRuleAndSayWhatAndWhereButNotTheWords) {
  Given given(permits(checked()));
  given.requested();
  const Decision decision = given.when(deciding("Zie 111222333."));
  ASSERT_EQ(outcome(decision), "rule R-2");
  const auto& refusal = std::get<Refusal>(decision);
  EXPECT_EQ(refusal.sentence.nl,
            "Niet dubbel. In reason staat, naar het lijkt: een nummer. Vraag de beheerder.");
  EXPECT_EQ(refusal.sentence.en, "Not twice. reason seems to hold: a number. Ask the keeper.");
  ASSERT_EQ(refusal.hits.size(), 1u);
  EXPECT_EQ(refusal.hits[0].path, "reason");
  EXPECT_EQ(refusal.hits[0].find, "number");
  EXPECT_EQ(refusal.hits[0].from, 4u);
  EXPECT_EQ(refusal.hits[0].to, 13u);
}

TEST(TextChecks, CountCharactersAndNotBytes) {
  Given given(permits(checked()));
  given.requested();
  const auto refusal = std::get<Refusal>(given.when(deciding("éé 111222333")));
  EXPECT_EQ(refusal.hits.at(0).from, 3u);
}

TEST(TextChecks, LetPassWhatTheyFindNothingIn) {
  Given given(permits(checked()));
  given.requested();
  const Decision decision = given.when(deciding("Past in de omgeving."));
  EXPECT_EQ(outcome(decision), "PermitDecided");
  EXPECT_TRUE(std::get<Accepted>(decision).hits.empty());
}

TEST(TextChecks, OnlyTellOfWhatTheyWarnOf) {
  Given given(permits(checked()));
  given.requested();
  const Decision decision = given.when(deciding("Mail a@b.nl"));
  ASSERT_EQ(outcome(decision), "PermitDecided");
  const auto& hits = std::get<Accepted>(decision).hits;
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].find, "mail");
  EXPECT_FALSE(hits[0].refuses);
}

TEST(TextChecks, AreLiftedWhileTheirConditionHolds) {
  Given given(permits(checked()));
  given.requested();
  given.event("FeeSet", "2026-03-02", {{"fee", 7}, {"urgent", false}});
  EXPECT_EQ(outcome(given.when(deciding("Zie 111222333."))), "PermitDecided");
}

TEST(TextChecks, ComeAfterRulesThatRefuseAndBeforeThoseThatHoldBack) {
  std::string procedure = checked();
  procedure = replaced(procedure, "until: has(case.request.on)", "until: \"1 == 2\"");
  Given given(permits(procedure));
  given.requested();
  EXPECT_THAT(std::get<Refusal>(given.when(deciding("111222333"))).sentence.en,
              HasSubstr("seems to hold"));
  EXPECT_THAT(std::get<Refusal>(given.when(deciding("niets"))).sentence.en,
              Not(HasSubstr("seems to hold")));
}

TEST(TextChecks, RefuseWhatComesAfterAnyNumberOfWarnings) {
  const std::string find = "{pattern: '[\\w.]+@[\\w.]+', label: {nl: mail, en: mail}}\n";
  std::string procedure = permit_procedure + "textChecks:\n  finds:\n";
  for (const char* name : {"one", "two", "three", "four", "five"})
    procedure += "    " + std::string(name) + ": " + find;
  procedure += R"yaml(    number: {builtin: elevenTest, label: {nl: een nummer, en: a number}}
  checks:
    - {rule: R-2, fields: {PermitDecided: [reason]}, warns: [one, two, three, four, five]}
    - rule: R-2
      fields: {PermitDecided: [reason]}
      refuses: [number]
      appeal: {nl: Vraag het., en: Ask.}
)yaml";
  Given given(permits(procedure));
  given.requested();
  std::string mails;
  for (int i = 0; i < 70; ++i) mails += "a@b.nl ";
  const auto warned = given.when(deciding(mails));
  ASSERT_EQ(outcome(warned), "PermitDecided");
  EXPECT_EQ(std::get<Accepted>(warned).hits.size(), 64u);
  const auto decision = given.when(deciding(mails + "111222333"));
  ASSERT_EQ(outcome(decision), "rule R-2");
  const auto& hits = std::get<Refusal>(decision).hits;
  ASSERT_EQ(hits.size(), 64u);
  EXPECT_EQ(hits.front().find, "number");
  EXPECT_FALSE(hits.back().refuses);
}

class TextsOfCases : public testing::Test {
 protected:
  TextsOfCases() {
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("clerk-2", "clerk", "office-2");
    open("c1", "clerk-1", "Noor-Vries");
  }
  void open(const std::string& id, const std::string& actor, const std::string& who) {
    world_.act(actor, "requestPermit", {{"applicant", who}, {"kind", "shed"}, {"plan", "a"}}, id);
  }
  std::string decided(const std::string& id, const std::string& actor, const std::string& reason) {
    return kind_of(world_.act(actor, "decide", {{"verdict", "granted"}, {"reason", reason}}, id));
  }

  World world_{permits(checked())};
};

TEST_F(TextsOfCases, AreComparedWithTheNamesOfTheCase) {
  EXPECT_EQ(decided("c1", "clerk-1", "Met noor-vries besproken"), "rule");
  EXPECT_EQ(decided("c1", "clerk-1", "Besproken"), "accepted");
}

TEST_F(TextsOfCases, AreComparedWithTheNamesOfTheSameOrganisationOnly) {
  open("c2", "clerk-1", "Bram-Bos");
  open("c3", "clerk-2", "Zita-Smit");
  EXPECT_EQ(decided("c1", "clerk-1", "Zoals bij Bram-Bos"), "rule");
  EXPECT_EQ(decided("c3", "clerk-2", "Zoals bij Bram-Bos"), "accepted");
}

TEST_F(TextsOfCases, AreNotComparedWithNamesThatWereErased) {
  const auto subject = world_.vault().find_subject("office-1", "Noor-Vries").value();
  world_.vault().destroy(*subject).value();
  EXPECT_EQ(decided("c1", "clerk-1", "Met Noor-Vries besproken"), "accepted");
}

TEST_F(TextsOfCases, TellAboutNamesInATrialToWhoIsShownThem) {
  Command trial = world_.command("clerk-1", "decide", "c1",
                                 {{"verdict", "granted"}, {"reason", "Met Noor-Vries"}});
  const auto decision = world_.processor().rehearse(trial, world_.now()).value();
  EXPECT_EQ(outcome(decision), "rule R-2");
}

TEST(TextsOfOthers, TellNothingOfNamesInATrialToWhoIsNotShownThem) {
  World world{permits(replaced(checked(), "PermitRequested: [kind, plan, applicant]",
                               "PermitRequested: [kind, plan]"))};
  world.enter("clerk-1", "clerk", "office-1");
  world.act("clerk-1", "requestPermit",
            {{"applicant", "Noor-Vries"}, {"kind", "shed"}, {"plan", "a"}});
  const Command command = world.command(
      "clerk-1", "decide", "c1", {{"verdict", "granted"}, {"reason", "Met Noor-Vries 111222333"}});
  const auto tried = world.processor().rehearse(command, world.now()).value();
  ASSERT_EQ(std::get<Refusal>(tried).hits.size(), 1u);
  EXPECT_EQ(std::get<Refusal>(tried).hits[0].find, "number");
  const auto answer = world.submit(command);
  EXPECT_THAT(std::get<Refusal>(answer).sentence.en,
              AllOf(HasSubstr("a name, a number"), Not(HasSubstr("Noor"))));
}

class PlantedInTextChecks : public testing::TestWithParam<Planted> {};

TEST_P(PlantedInTextChecks, IsFoundAtItsPlace) {
  const Planted& fault = GetParam();
  const std::string text = plant(checked(), fault);
  const auto loaded = load(permit_catalogue, text);
  ASSERT_TRUE(loaded.has_error()) << "nothing was found";
  EXPECT_TRUE(
      has_fault(loaded.error(), "building-permit.yaml", planted_place(text, fault), fault.says))
      << format(loaded.error());
}

INSTANTIATE_TEST_SUITE_P(
    Fault, PlantedInTextChecks,
    testing::Values(Planted{"rule", "    - rule: R-2\n", "    - rule: R-3\n", "R-3\n",
                            "unknown rule \"R-3\"; did you mean"},
                    Planted{"find", "refuses: [name, number]", "refuses: [name, numbre]", "numbre]",
                            "nothing is looked for under \"numbre\"; did you mean \"number\"?"},
                    Planted{"event", "{PermitRequested: [plan], PermitDecided",
                            "{PermitRequest: [plan], PermitDecided",
                            "PermitRequest:", "did you mean \"PermitRequested\"?"},
                    Planted{"field", "PermitDecided: [reason]}", "PermitDecided: [reasn]}",
                            "reasn]", "did you mean \"reason\"?"},
                    Planted{"field_without_text", "PermitDecided: [reason]}",
                            "PermitDecided: [startsOn]}", "startsOn]", "holds no text"},
                    Planted{"open_field_as_a_name", "in: {PermitRequested: [applicant]}",
                            "in: {PermitRequested: [kind]}", "kind]", "no sealed text or ref"},
                    Planted{
                        "particle", "      in: {PermitRequested: [applicant]}\n",
                        "      in: {PermitRequested: [applicant]}\n      particles: [van der]\n",
                        "van der]", "a particle is one word"},
                    Planted{"builtin", "builtin: elevenTest", "builtin: elevenTset", "elevenTset",
                            "expected \"elevenTest\", or one of"},
                    Planted{"pattern", "pattern: '[\\w.]+@[\\w.]+'", "pattern: '[\\w.'", "'[\\w.'",
                            "must be a regular expression of re2"},
                    Planted{"pattern_of_nothing", "pattern: '[\\w.]+@[\\w.]+'", "pattern: 'a*'",
                            "'a*'", "that finds something"},
                    Planted{"condition", "unless: has(case.fee)", "unless: has(case.fees)",
                            "fees) && case", "'case' has no field 'fees'"}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace verloop::test
