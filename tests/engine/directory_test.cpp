#include "engine/directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/rights.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class DirectoryOfActors : public testing::Test {
 protected:
  std::string acting(const std::string& id, const char* role, const char* action) const {
    const Action* known = action == nullptr ? nullptr : permits_->procedure.action(action);
    const auto as = role == nullptr ? std::optional<RoleId>() : RoleId{role};
    const auto actor = world_.directory().at(world_.now()).acting({id}, as, known);
    if (const auto* refusal = std::get_if<Refusal>(&actor)) return refusal->sentence.en;
    return std::get<Actor>(actor).role.text + " at " + std::get<Actor>(actor).org.text;
  }
  Directory read_again() {
    Directory fresh;
    EXPECT_TRUE(fresh.load(world_.log()));
    return fresh;
  }
  std::vector<RoleAt> roles_read_again(const std::string& id) {
    return read_again().at(world_.now()).roles_of({id});
  }

  std::shared_ptr<const Definition> permits_ = permits();
  mutable World world_{permits_};
};

TEST_F(DirectoryOfActors, KnowsRolesAlsoAfterARestart) {
  world_.enter("a-1", "clerk", "office-1");
  world_.enter("a-1", "clerk", "office-2");
  const RoleAt here{{"clerk"}, {"office-1"}}, there{{"clerk"}, {"office-2"}};
  EXPECT_THAT(world_.directory().at(world_.now()).roles_of({"a-1"}), ElementsAre(here, there));
  EXPECT_THAT(roles_read_again("a-1"), ElementsAre(here, there));
  EXPECT_THAT(roles_read_again("a-2"), IsEmpty());
}

TEST_F(DirectoryOfActors, RecordsOnlyWhatIsNew) {
  world_.enter("a-1", "applicant", "town", {"p-1"});
  const auto size = world_.log().tail().size;
  world_.enter("a-1", "applicant", "town", {"p-1"});
  EXPECT_EQ(world_.log().tail().size, size);
  world_.enter("a-1", "applicant", "town", {"p-1", "p-2"});
  EXPECT_EQ(world_.log().tail().size, size + 1);
}

TEST_F(DirectoryOfActors, LinksSubjectsOfTheOrganisation) {
  world_.enter("a-1", "applicant", "town", {"p-1", "p-2"});
  world_.enter("a-2", "applicant", "village", {"p-1"});
  EXPECT_THAT(world_.directory().at(world_.now()).subjects_of({"a-1"}), SizeIs(2));
  const auto subject = world_.vault().find_subject("town", "p-1").value().value();
  const Directory again = read_again();
  EXPECT_TRUE(again.at(world_.now()).subjects_of({"a-1"}).contains(subject));
  EXPECT_FALSE(again.at(world_.now()).subjects_of({"a-2"}).contains(subject));
}

TEST_F(DirectoryOfActors, ActsInTheRoleThatTheActionAllows) {
  world_.enter("a-1", "clerk", "office-1");
  world_.enter("a-1", "applicant", "town");
  EXPECT_EQ(acting("a-1", nullptr, "decide"), "clerk at office-1");
  EXPECT_EQ(acting("a-1", nullptr, "object"), "applicant at town");
  EXPECT_EQ(acting("a-1", "applicant", "requestPermit"), "applicant at town");
  EXPECT_EQ(acting("a-1", "applicant", "decide"), "applicant at town") << "refused by the engine";
}

TEST_F(DirectoryOfActors, RefusesToGuessARole) {
  world_.enter("a-1", "clerk", "office-1");
  world_.enter("a-1", "applicant", "town");
  const std::string more = "More than one role of this actor may do this; name the role.";
  EXPECT_EQ(acting("a-1", nullptr, "requestPermit"), more);
  EXPECT_EQ(acting("a-1", nullptr, nullptr), more);
  EXPECT_EQ(acting("a-1", "mayor", "decide"), "This actor does not have that role.");
  EXPECT_EQ(acting("a-9", nullptr, "decide"), "This actor is not in the directory.");
}

TEST_F(DirectoryOfActors, FindsTheFirstWithARole) {
  world_.enter("a-2", "clerk", "office-1");
  world_.enter("a-1", "clerk", "office-1");
  EXPECT_EQ(world_.directory().at(world_.now()).first_with({"clerk"})->text, "a-2");
  EXPECT_EQ(world_.directory().at(world_.now()).first_with({"mayor"}), std::nullopt);
  EXPECT_THAT(read_again().actors(), ElementsAre(ActorId{"a-2"}, ActorId{"a-1"}));
}

TEST_F(DirectoryOfActors, KnowsTheHolderOfAToken) {
  world_.enter("a-1", "clerk", "office-1");
  const Digest token = sha256("a secret");
  ASSERT_TRUE(world_.directory().issue_token({"a-1"}, token, world_.log(), *system_catalogue(),
                                             random_seed, world_.now()));
  EXPECT_EQ(read_again().holder_of(token)->text, "a-1");
  EXPECT_EQ(read_again().holder_of(sha256("another")), std::nullopt);
}

TEST_F(DirectoryOfActors, KeepsNamesOutOfTheRecords) {
  world_.enter("a-1", "applicant", "town", {"p-1"});
  for (const StoredRecord& stored : world_.records("@directory")) {
    EXPECT_THAT(stored.bytes, testing::Not(testing::HasSubstr("Name of")));
    EXPECT_THAT(stored.bytes, testing::Not(testing::HasSubstr("p-1")));
  }
}

}  // namespace
}  // namespace verloop::test
