// What the two shipped procedures look for in texts, and what they let pass.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text_checks.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

const std::vector<std::string> procedures = {"clusterarrangement-top", "clusterarrangement-ot"};

bool holds_text(const FieldType& type) {
  if (type.kind == FieldKind::list) return holds_text(type.element.front());
  return type.kind == FieldKind::text || type.kind == FieldKind::document ||
         std::any_of(type.members.begin(), type.members.end(),
                     [](const Field& field) { return holds_text(field.type); });
}

bool is_checked(const Definition& definition, const std::string& event, const std::string& field) {
  const auto& checks = definition.procedure.text_checks.checks;
  return std::any_of(checks.begin(), checks.end(), [&](const TextCheck& check) {
    const auto fields = check.fields.find(event);
    return fields != check.fields.end() && fields->second.contains(field);
  });
}

/// The finds that a text of this field meets; nothing is known of the case.
std::set<std::string> found(const Definition& definition, const std::string& event,
                            const std::string& field, const std::string& text) {
  Action action;
  action.events.push_back({event, {}});
  Command command;
  command.data = {{field, text}};
  const Date today = day("2026-11-27");
  Circumstances given{noon("2026-11-27"), today, definition, {}, false};
  add_name(given.known_names, "Noor de Vries");
  std::set<std::string> finds;
  for (const TextHit& hit : text_hits({}, action, command, given)) finds.insert(hit.find);
  return finds;
}

class TextsInWords : public testing::TestWithParam<std::string> {
 protected:
  std::set<std::string> in_note(const std::string& text) const {
    return found(*definition_, "ProcessNoteAdded", "note", text);
  }
  const std::shared_ptr<const Definition> definition_ = cluster_definition(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Of, TextsInWords, testing::ValuesIn(procedures),
                         [](const auto& one) { return one.param.substr(19); });

TEST(ShippedTextChecks, ReadEveryTextThatOthersThanTheSchoolSee) {
  for (const std::string& name : procedures) {
    const auto definition = cluster_definition(name);
    std::vector<std::string> unread;
    for (const Action& action : definition->procedure.actions) {
      for (const Made& made : action.events) {
        const EventType* type = definition->catalogue.find(made.event);
        if (type->audience != Audience::shared) continue;
        for (const Field& field : type->fields)
          if (holds_text(field.type) && !is_checked(*definition, made.event, field.name))
            unread.push_back(made.event + '.' + field.name);
      }
    }
    std::erase(unread, "SchoolContactRegistered.address");  // A mail address, and meant to be one.
    std::erase(unread, "TextAllowedOnAppeal.ground");       // For the privacy officer alone.
    std::erase_if(unread, [](const std::string& field) { return field.starts_with("Entry"); });
    EXPECT_THAT(unread, IsEmpty()) << name;
  }
}

TEST_P(TextsInWords, FindWhatIsOfOnePupil) {
  EXPECT_THAT(in_note("Met noor gaat het beter."), UnorderedElementsAre("name"));
  EXPECT_THAT(in_note("BSN 111222333"), UnorderedElementsAre("citizenNumber"));
  EXPECT_THAT(in_note("geboren 12 maart 2016"), UnorderedElementsAre("birthDate"));
  EXPECT_THAT(in_note("born 12 March 2016"), UnorderedElementsAre("birthDate"));
  EXPECT_THAT(in_note("geb. 1/3/16"), UnorderedElementsAre("birthDate"));
  EXPECT_THAT(in_note("mail moeder@thuis.example"), UnorderedElementsAre("mailAddress"));
  for (const char* number : {"06-12345678", "06 12 34 56 78", "+31 6 12345678", "0031612345678",
                             "030-1234567", "(030) 123 45 67", "0346 123456", "+31 (0)30 1234567"})
    EXPECT_THAT(in_note(std::string("bel ") + number), UnorderedElementsAre("phoneNumber"))
        << number;
  for (const char* pupil : {"een jongen uit groep 7", "het meisje van groep 6a", "jongen, groep 8",
                            "the girl in group 5", "jongen (9 jaar) uit groep 6"})
    EXPECT_THAT(in_note(pupil), UnorderedElementsAre("onePupil")) << pupil;
  for (const char* initials :
       {"J.P. was er", "J. P. was er", "J. de V. was er", "met J. van der Berg"})
    EXPECT_THAT(in_note(initials), UnorderedElementsAre("initials")) << initials;
}

TEST_P(TextsInWords, LetPassWhatIsOfTheProcess) {
  for (const char* text :
       {"De leerlingen uit groep 7 werken samen.", "groep 7", "de leerling in groep 5",
        "een kind uit groep 6", "S.M.A.R.T., H.G.W. en het O.P.P.; het M.T. en het S.W.V.",
        "Twee jongens uit groep 7 en 8.", "Offerte 2026-117 van 4.500 euro, factuur Q-111222333.",
        "€ 12.345,50 of € 111.222.333", "Evaluatie op 12-10-2026 om 14:00, daarna 1-2-27.",
        "Sinds 01-09-2026 10 uur per week.", "Afspraak met Fritz B.V., o.a. over M.b.t. a.u.b.",
        "Zie vitamine D. De groep werkt door.", "Budget 24 x 60 minuten; 3.600 minuten",
        "Met D. gaat het beter.", "noordkant"})
    EXPECT_THAT(in_note(text), IsEmpty()) << text;
}

TEST_P(TextsInWords, AreReadInMotivations) {
  Action start;
  start.id = {"startExecution"};
  Command command;
  command.action = start.id;
  EXPECT_EQ(reads_names(command, *definition_), nullptr);
  command.motivation = {{"K-EV-09", "Noor is gestopt, bel 06-12345678"},
                        {"K-QU-09", "Er is in de klas geen ruimte."}};
  EXPECT_NE(reads_names(command, *definition_), nullptr);
  Circumstances given{noon("2026-11-27"), day("2026-11-27"), *definition_, {}, false};
  add_name(given.known_names, "Noor de Vries");
  const auto hits = text_hits({}, start, command, given);
  ASSERT_EQ(hits.size(), 2u);
  for (const TextHit& hit : hits) EXPECT_EQ(hit.path, "motivation.K-EV-09");
  EXPECT_EQ(hits[0].find, "name");
  EXPECT_EQ(hits[1].find, "phoneNumber");
  EXPECT_TRUE(refused_text(hits, definition_->procedure).has_value());
  command.motivation = {{"K-EV-09", "Ook de tweede uitvoerder is gestopt."}};
  EXPECT_THAT(text_hits({}, start, command, given), IsEmpty());
}

TEST_P(TextsInWords, AreReadInNamesOfDocuments) {
  Action action;
  action.events.push_back({"QuoteAttached", {}});
  Circumstances given{noon("2026-11-27"), day("2026-11-27"), *definition_, {}, false};
  add_name(given.known_names, "Noor de Vries");
  const auto hits = [&](const std::string& name) {
    const boost::json::object document{{"id", "d-1"},
                                       {"name", name},
                                       {"mediaType", "application/pdf"},
                                       {"size", 1},
                                       {"sha256", "ab"}};
    Command command;
    command.data["quote"] = document;
    return text_hits({}, action, command, given);
  };
  const auto named = hits("offerte_noor_de_vries.pdf");
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0].path, "quote.name");
  EXPECT_EQ(named[0].find, "name");
  EXPECT_TRUE(named[0].refuses);
  EXPECT_THAT(hits("Offerte 2026-117, groep 7.pdf"), IsEmpty());
}

TEST_P(TextsInWords, TellADateOfBirthFromTheDateOfALaw) {
  const auto in_ground = [&](const std::string& text) {
    return found(*definition_, "ArrangementRefused", "ground", text);
  };
  EXPECT_THAT(in_ground("De wet van 1 augustus 2014."), UnorderedElementsAre("birthDate"))
      << "only warned of";
  for (const char* text : {"Geboren op 12 maart 2016.", "geb. 1/3/2016", "born 12 March 2016"})
    EXPECT_THAT(in_ground(text), UnorderedElementsAre("birthDate", "bornOn")) << text;
  for (const char* text : {"Gebouw 3, 1-12-2026.", "Er is behoefte aan 12 uur."})
    EXPECT_THAT(in_ground(text), IsEmpty()) << text;
  const auto refuses = [&](const std::string& event, const std::string& find) {
    const auto& checks = definition_->procedure.text_checks.checks;
    return std::any_of(checks.begin(), checks.end(), [&](const TextCheck& check) {
      return check.fields.contains(event) &&
             std::find(check.refuses.begin(), check.refuses.end(), find) != check.refuses.end();
    });
  };
  EXPECT_FALSE(refuses("ArrangementRefused", "birthDate"));
  EXPECT_TRUE(refuses("ArrangementRefused", "bornOn"));
  EXPECT_TRUE(refuses("ProcessNoteAdded", "birthDate"));
}

TEST(ShippedTextChecks, WarnOfAGroupsNameAndCompareItWithPupils) {
  const auto top = cluster_definition("clusterarrangement-top");
  EXPECT_THAT(found(*top, "ClusterPupilCreated", "lastName", "groep 7"),
              UnorderedElementsAre("groupName"));
  EXPECT_THAT(found(*top, "ClusterPupilCreated", "lastName", "Noor"), UnorderedElementsAre("name"));
  EXPECT_THAT(found(*top, "ClusterPupilCreated", "lastName", "rekenen"), IsEmpty());
}

TEST(ShippedTextChecks, RefuseANoteAboutAPupil) {
  World world{clusters()};
  world.enter("ib-1", "ib", "school-1");
  world.enter("con-1", "consultant", "swv-1");
  world.enter("adm-1", "swv-admin", "swv-1");
  world.enter("pri-1", "privacy-officer", "swv-1");
  world.act("ib-1", "openCase", {{"title", "cluster taal"}});
  world.act("adm-1", "assignConsultant", {{"consultant", "con-1"}});
  world.act("ib-1", "includePupil",
            {{"pupil", "pup-noor"}, {"name", "Noor Vermeulen"}, {"consentsRequired", 1}});
  const boost::json::object note{{"topic", "progress"},
                                 {"note", "Met Noor Vermeulen gaat het beter."}};
  const auto refused = world.act("con-1", "addProcessNote", note);
  ASSERT_EQ(kind_of(refused), "rule");
  const auto& refusal = std::get<Refusal>(refused);
  EXPECT_EQ(refusal.rule.text, "K-PR-04");
  for (const std::string& said : {refusal.sentence.nl, refusal.sentence.en}) {
    EXPECT_THAT(said, HasSubstr("note"));
    EXPECT_THAT(said, Not(HasSubstr("Noor")));
  }
  EXPECT_EQ(kind_of(world.act("con-1", "addProcessNote",
                              {{"topic", "progress"}, {"note", "De samenwerking gaat beter."}})),
            "accepted");
  ASSERT_EQ(
      kind_of(world.act(
          "pri-1", "allowText",
          {{"object", "processNote"}, {"until", "2026-03-09"}, {"ground", "een straatnaam"}})),
      "accepted");
  EXPECT_EQ(kind_of(world.act("con-1", "addProcessNote", note)), "accepted");
  world.at("2026-03-10");
  EXPECT_EQ(kind_of(world.act("con-1", "addProcessNote", note)), "rule") << "the day is over";
}

TEST(ShippedTextChecks, TakeNoParticleForANameHoweverItIsWritten) {
  World world{clusters()};
  world.enter("ib-1", "ib", "school-1");
  world.act("ib-1", "openCase", {{"title", "cluster taal"}});
  for (const char* name : {"NOOR VAN DEN BERG", "mees van der velde"})
    ASSERT_EQ(
        kind_of(world.act(
            "ib-1", "includePupil",
            {{"pupil", std::string("pup-") + name[0]}, {"name", name}, {"consentsRequired", 1}})),
        "accepted");
  const auto corrected = [&](const std::string& title) {
    return kind_of(world.act("ib-1", "correctEntry",
                             {{"entry", 0}, {"reason", "fout"}, {"fields", {{"title", title}}}}));
  };
  EXPECT_EQ(corrected("cluster Velde"), "rule");
  EXPECT_EQ(corrected("cluster van den Berg"), "rule");
  EXPECT_EQ(corrected("cluster van de onderbouw, der eerste ten dele"), "accepted");
}

TEST(ShippedTextChecks, RefuseACorrectionThatNamesAPupil) {
  World world{clusters()};
  world.enter("ib-1", "ib", "school-1");
  world.act("ib-1", "openCase", {{"title", "cluster taal"}});
  world.act("ib-1", "includePupil",
            {{"pupil", "pup-noor"}, {"name", "Noor Vermeulen"}, {"consentsRequired", 1}});
  const auto corrected = [&](const std::string& title) {
    return kind_of(world.act("ib-1", "correctEntry",
                             {{"entry", 0}, {"reason", "fout"}, {"fields", {{"title", title}}}}));
  };
  EXPECT_EQ(corrected("cluster Noor"), "rule");
  EXPECT_EQ(corrected("cluster rekenen"), "accepted");
}

}  // namespace
}  // namespace verloop::test
