#include "projections/make_bundle.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/directory_orders.hpp"
#include "events/on_behalf.hpp"
#include "events/verify_bundle.hpp"
#include "tests/support/accessed.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

/// A small case of the shipped procedure in which a pupil was included: a derived event says how
/// many pupils there are.
class MakeBundle : public testing::Test {
 protected:
  MakeBundle() : world_(clusters()) {
    world_.at("2026-03-02");
    world_.enter("ib-1", "ib", "school-1");
    world_.enter("con-1", "consultant", "swv");
    world_.enter("adm-1", "swv-admin", "swv");
    world_.enter("aud-1", "auditor", "swv");
    accept(world_.act("ib-1", "openCase", {{"title", "cluster SOVA"}}));
    accept(world_.act("adm-1", "assignConsultant", {{"consultant", "con-1"}}));
    accept(world_.act("ib-1", "includePupil", {{"pupil", "pup-1"}, {"name", "Noor"}}));
    accept(world_.act("ib-1", "includePupil", {{"pupil", "pup-2"}, {"name", "Daan"}}));
    world_.log().sign_checkpoint().value();
  }
  static void accept(const Answer& answer) { ASSERT_EQ(kind_of(answer), "accepted"); }

  Sources sources() {
    return {world_.log(), world_.vault(), world_.definitions(), world_.directory()};
  }
  Result<Bundle> make(const std::string& actor) {
    const LoadedCase& loaded = *world_.processor().find({"c1"}).value();
    const auto reader = reader_of({actor}, std::nullopt, loaded, world_.definition(),
                                  world_.directory().at(world_.now()), Language::nl);
    reader_ = std::get<Reader>(reader.value());
    return handed_out(make_bundle(sources(), reader_, loaded.state));
  }
  static std::string words(const Bundle& bundle) {
    std::string text;
    for (const BundledEvent& event : bundle.events) {
      text += event.record.bytes + "\n";
      for (const std::string& disclosure : event.disclosures) text += disclosure + "\n";
    }
    return text;
  }
  static std::string left_out(const Bundle& bundle) {
    std::string text;
    for (const LeftOut& left : bundle.left_out) {
      text += std::to_string(left.version.value) + " " + std::string(name_of(left.audience)) + " " +
              std::string(name_of(left.why)) + "\n";
    }
    return text;
  }

  World world_;
  Reader reader_;
};

TEST_F(MakeBundle, GivesTheSchoolAllThatItRecorded) {
  const Bundle bundle = make("ib-1").value();
  EXPECT_EQ(left_out(bundle), "");
  EXPECT_EQ(bundle.events.size(), bundle.version.value + 1);
  EXPECT_THAT(words(bundle), HasSubstr(R"("name","Noor"])"));
  EXPECT_TRUE(verify_bundle(bundle, world_.log().verifier_key()).faults.empty());
}

TEST_F(MakeBundle, LeavesOutWhatTheRoleMayNotSeeAndSaysWhy) {
  const Bundle bundle = make("con-1").value();
  // The size of the cluster is known on the other side, but not who caused it to be stated.
  EXPECT_EQ(left_out(bundle),
            "2 school unseen\n3 shared partly\n4 school unseen\n5 shared partly\n");
  EXPECT_THAT(words(bundle), testing::Not(HasSubstr("Noor")));
  EXPECT_THAT(words(bundle), testing::Not(HasSubstr("includePupil")));
}

TEST_F(MakeBundle, GivesAnAuditorEveryRecordAndNoValue) {
  const Bundle bundle = make("aud-1").value();
  EXPECT_EQ(left_out(bundle), "");
  EXPECT_THAT(words(bundle), HasSubstr("includePupil"));
  EXPECT_THAT(words(bundle), testing::Not(HasSubstr("Noor")));
}

TEST_F(MakeBundle, HandsOutNoOpenFieldThatTheHistoryHides) {
  for (const char* actor : {"ib-1", "con-1"}) {
    const Bundle bundle = make(actor).value();
    for (const BundledEvent& event : bundle.events) {
      const Record record = decode_record(event.record.bytes).value();
      Looks looks;
      const auto row =
          event_answer(sources(), reader_, record, world_.definition(), looks).value().value();
      for (const auto& member : record.data)
        EXPECT_TRUE(row.at("data").as_object().contains(member.key())) << actor << member.key();
    }
  }
}

TEST_F(MakeBundle, GoesAsFarAsIsSigned) {
  accept(world_.act("ib-1", "includePupil", {{"pupil", "pup-3"}, {"name", "Sem"}}));
  const auto refused = make("ib-1");
  EXPECT_EQ(refused.error().code, Errc::not_found);
  EXPECT_THAT(refused.error().detail, HasSubstr("sign with: verloop checkpoint"));
  world_.log().sign_checkpoint().value();
  EXPECT_TRUE(make("ib-1"));
}

TEST_F(MakeBundle, ProvesTheMandateOfWhoActsForAnother) {
  world_.enter("con-2", "consultant", "swv");
  const DirectoryWork work{world_.log(),
                           world_.vault(),
                           world_.directory(),
                           world_.definitions(),
                           *system_catalogue(),
                           world_.seed(),
                           {}};
  const NewMandate mandate{{"con-1"}, {"con-2"},         {"consultant"},    {},
                           {},        day("2026-03-01"), day("2026-03-31"), "on leave"};
  const auto given = give_mandate(work, mandate, {engine_actor(), world_.now()}).value();
  Command command = world_.command("con-2", "confirmCostInsight", "c1");
  command.actor.on_behalf_of = on_behalf_of({"con-1"}, std::get<Position>(given));
  accept(world_.submit(command));
  world_.log().sign_checkpoint().value();
  Bundle bundle = make("con-1").value();
  const VerifierKey key = world_.log().verifier_key();
  EXPECT_TRUE(verify_bundle(bundle, key).faults.empty());
  std::erase_if(bundle.directory, [&given](const BundledRecord& one) {
    return one.position == std::get<Position>(given);
  });
  const BundleReport report = verify_bundle(bundle, key);
  ASSERT_EQ(report.faults.size(), 1U);
  EXPECT_EQ(report.faults[0].text, "nothing proves that its actor had that role before");
}

TEST_F(MakeBundle, HoldsBeforeAndAfterAnErasure) {
  const Bundle before = make("ib-1").value();
  const auto noor = world_.vault().find_subject("school-1", "pup-1").value().value();
  ASSERT_TRUE(world_.vault().destroy(noor));
  const Bundle after = make("ib-1").value();
  EXPECT_THAT(words(before), HasSubstr("Noor"));
  EXPECT_THAT(words(after), testing::Not(HasSubstr("Noor")));
  EXPECT_THAT(words(after), HasSubstr("Daan"));
  const VerifierKey key = world_.log().verifier_key();
  EXPECT_TRUE(verify_bundle(before, key).faults.empty());
  EXPECT_TRUE(verify_bundle(after, key).faults.empty());
}

}  // namespace
}  // namespace verloop::test
