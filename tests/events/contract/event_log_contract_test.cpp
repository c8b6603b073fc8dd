// What every log must do, whatever it is built on.

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/disclosure.hpp"
#include "events/json/canonical_json.hpp"
#include "events/merkle.hpp"
#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

template <class Stores>
class EventLogContract : public testing::Test {
 protected:
  EventLog& log() { return stores_.log(); }
  Stores stores_;
};

using Implementations = testing::Types<MemoryStores, RocksStores>;
TYPED_TEST_SUITE(EventLogContract, Implementations);

TYPED_TEST(EventLogContract, StartsEmpty) {
  const LogTail tail = this->log().tail();
  EXPECT_EQ(tail.size, 0u);
  EXPECT_EQ(tail.root, CompactRange().root());
  EXPECT_THAT(this->log().read({}, 10).value(), IsEmpty());
  EXPECT_THAT(this->log().streams().value(), IsEmpty());
  EXPECT_EQ(this->log().newest_checkpoint().value(), std::nullopt);
  EXPECT_EQ(this->log().last_version({"c1"}).value(), std::nullopt);
  EXPECT_THAT(this->log().read_stream({"c1"}, {}, 10).value(), IsEmpty());
}

TYPED_TEST(EventLogContract, GivesPositionsAndVersionsInOrder) {
  const auto first =
      append_one(this->log(), batch("c1", {}, 1, {test_event("a"), test_event("b")}));
  const auto second = append_one(this->log(), batch("c2", {}, 2, {test_event("c")}));
  const auto third = append_one(this->log(), batch("c1", 1, 3, {test_event("d")}));
  EXPECT_EQ(first->first, Position{0});
  EXPECT_EQ(first->position, Position{1});
  EXPECT_EQ(first->version, Version{1});
  EXPECT_EQ(second->version, Version{0});
  EXPECT_EQ(third->position, Position{3});
  EXPECT_EQ(third->version, Version{2});
  EXPECT_FALSE(third->repeated);
}

TYPED_TEST(EventLogContract, ReadsBackWhatWasRecorded) {
  ASSERT_TRUE(append_one(this->log(), batch("c1", {}, 1, {test_event("a"), test_event("b")})));
  ASSERT_TRUE(append_one(this->log(), batch("c2", {}, 2, {test_event("c")})));
  const auto all = this->log().read({}, 10).value();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[2].record.case_id, CaseId{"c2"});
  EXPECT_EQ(all[2].record.data.at("note"), "c");
  EXPECT_EQ(all[1].bytes, encode(all[1].record));
  EXPECT_THAT(this->log().read({1}, 1).value(), SizeIs(1));
  EXPECT_THAT(this->log().read({3}, 1).value(), IsEmpty());
}

TYPED_TEST(EventLogContract, ReadsAStreamAlone) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1)));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c10", {}, 2)));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 0, 3)));
  const auto stream = this->log().read_stream({"c1"}, {}, 10).value();
  ASSERT_THAT(stream, SizeIs(2));
  EXPECT_EQ(stream[1].record.position, Position{2});
  EXPECT_THAT(this->log().read_stream({"c1"}, {1}, 10).value(), SizeIs(1));
  EXPECT_EQ(this->log().last_version({"c1"}).value(), Version{1});
  EXPECT_THAT(this->log().streams().value(), testing::ElementsAre(CaseId{"c1"}, CaseId{"c10"}));
}

TYPED_TEST(EventLogContract, HashesItsRecordsIntoTheRoot) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1)));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 0, 2)));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 1, 3)));
  CompactRange tree;
  for (const StoredRecord& record : this->log().read({}, 10).value()) {
    tree.append(leaf_hash(record.bytes));
  }
  EXPECT_EQ(this->log().tail().root, tree.root());
}

TYPED_TEST(EventLogContract, ConflictNamesTheActualVersion) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1)));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 0, 2)));
  const auto stale = append_one(this->log(), plain_batch("c1", 0, 3));
  EXPECT_EQ(code_of(stale), Errc::version_conflict);
  EXPECT_THAT(stale.error().detail, HasSubstr("at version 1, not at 0"));
  EXPECT_EQ(code_of(append_one(this->log(), plain_batch("c1", {}, 4))), Errc::version_conflict);
  const auto unknown = append_one(this->log(), plain_batch("c2", 0, 5));
  EXPECT_THAT(unknown.error().detail, HasSubstr("at version -1, not at 0"));
  EXPECT_EQ(this->log().tail().size, 2u);
}

TYPED_TEST(EventLogContract, AnyVersionIgnoresTheExpectedOne) {
  Batch first = plain_batch("@directory", 7, 1);
  Batch second = plain_batch("@directory", {}, 2);
  first.any_version = second.any_version = true;
  EXPECT_TRUE(append_one(this->log(), std::move(first)));
  EXPECT_EQ(append_one(this->log(), std::move(second))->version, Version{1});
}

TYPED_TEST(EventLogContract, ABatchSeesThoseBeforeIt) {
  std::vector<Batch> batches;
  batches.push_back(plain_batch("c1", {}, 1));
  batches.push_back(plain_batch("c1", {}, 2));
  batches.push_back(plain_batch("c1", 0, 3));
  const auto outcomes = this->log().append(std::move(batches), at_second(0)).value();
  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_TRUE(outcomes[0]);
  EXPECT_EQ(code_of(outcomes[1]), Errc::version_conflict);
  EXPECT_THAT(outcomes[1].error().detail, HasSubstr("at version 0"));
  EXPECT_EQ(outcomes[2]->position, Position{1});
  EXPECT_EQ(this->log().tail().size, 2u);
}

TYPED_TEST(EventLogContract, RepeatsAnAnswerByteForByte) {
  const auto first = append_one(this->log(), plain_batch("c1", {}, 1));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 0, 2)));
  this->stores_.reopen();
  const auto again = append_one(this->log(), plain_batch("c1", {}, 1));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(boost::json::serialize(again->answer), boost::json::serialize(first->answer));
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(again->version, first->version);
  EXPECT_EQ(this->log().tail().size, 2u);
}

TYPED_TEST(EventLogContract, RepeatsAnAnswerWithinOneAppend) {
  std::vector<Batch> batches;
  batches.push_back(plain_batch("c1", {}, 1));
  batches.push_back(plain_batch("c1", {}, 1));
  const auto outcomes = this->log().append(std::move(batches), at_second(0)).value();
  EXPECT_FALSE(outcomes[0]->repeated);
  EXPECT_TRUE(outcomes[1]->repeated);
  EXPECT_EQ(outcomes[1]->position, outcomes[0]->position);
  EXPECT_EQ(this->log().tail().size, 1u);
}

TYPED_TEST(EventLogContract, RefusesAReusedCommand) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1)));
  Batch other = plain_batch("c1", 0, 1);
  other.content = sha256("another");
  EXPECT_EQ(code_of(append_one(this->log(), std::move(other))), Errc::command_reused);
  EXPECT_EQ(this->log().tail().size, 1u);
}

TYPED_TEST(EventLogContract, FindsACommand) {
  const auto receipt = append_one(this->log(), plain_batch("c1", {}, 1));
  const Digest content = plain_batch("c1", {}, 1).content;
  const auto found = this->log().find_command(command_id(1), content).value();
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->repeated);
  EXPECT_EQ(found->position, receipt->position);
  EXPECT_EQ(this->log().find_command(command_id(2), content).value(), std::nullopt);
  EXPECT_EQ(code_of(this->log().find_command(command_id(1), sha256("other"))),
            Errc::command_reused);
}

TYPED_TEST(EventLogContract, RefusesARecordThatIsTooLargeAndItsWholeBatch) {
  std::vector<Batch> batches;
  batches.push_back(batch("c1", {}, 1, {test_event("a"), test_event(std::string(66'000, 'x'))}));
  batches.push_back(plain_batch("c1", {}, 2));
  const auto outcomes = this->log().append(std::move(batches), at_second(0)).value();
  EXPECT_EQ(code_of(outcomes[0]), Errc::too_large);
  EXPECT_EQ(outcomes[1]->position, Position{0});
}

TYPED_TEST(EventLogContract, TimeNeverGoesBack) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1), at_second(9)));
  this->stores_.reopen();
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 0, 2), at_second(5)));
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 1, 3), at_second(11)));
  const auto records = this->log().read({}, 10).value();
  EXPECT_EQ(records[1].record.recorded_at, at_second(9));
  EXPECT_EQ(records[2].record.recorded_at, at_second(11));
  EXPECT_EQ(this->log().tail().recorded_at, at_second(11));
}

TYPED_TEST(EventLogContract, SealsValuesUnderTheirSubject) {
  ASSERT_TRUE(append_one(this->log(), batch("c1", {}, 1, {test_event("a", "a secret")})));
  const auto values = this->log().sealed_values({0}).value();
  ASSERT_THAT(values, SizeIs(1));
  const Record record = this->log().read({}, 1).value()[0].record;
  const std::string context =
      sealed_context(this->log().origin(), {0}, "words", record.sealed.at("words"));
  const auto plain = this->stores_.vault().decrypt(values[0].subject, values[0].bytes, context);
  const Disclosure disclosure = decode_disclosure(plain.value().value()).value();
  EXPECT_EQ(disclosure.value, "a secret");
  EXPECT_TRUE(commits_to(record, disclosure));
}

TYPED_TEST(EventLogContract, RefusesTheBatchOfADestroyedSubjectAlone) {
  ASSERT_TRUE(this->stores_.vault().create_keys({{"s-gone"}}));
  ASSERT_TRUE(this->stores_.vault().destroy({"s-gone"}));
  std::vector<Batch> batches;
  batches.push_back(plain_batch("c1", {}, 1));
  batches.push_back(batch("c1", 0, 2, {test_event("b", "x", "s-gone")}));
  batches.push_back(plain_batch("c1", 0, 3));
  const auto outcomes = this->log().append(std::move(batches), at_second(0)).value();
  EXPECT_TRUE(outcomes[0]);
  EXPECT_EQ(code_of(outcomes[1]), Errc::not_found);
  EXPECT_EQ(outcomes[2]->position, Position{1});
}

TYPED_TEST(EventLogContract, RemovesTheValuesOfASubjectAndKeepsTheirPlaces) {
  ASSERT_TRUE(append_one(this->log(), batch("c1", {}, 1, {test_event("a", "x", "s-gone")})));
  ASSERT_TRUE(append_one(this->log(), batch("c1", 0, 2, {test_event("b", "y", "s-here")})));
  ASSERT_TRUE(append_one(this->log(), batch("c1", 1, 3, {test_event("c", "z", "s-gone")})));
  const auto places = this->log().places_of({{"s-gone"}}).value();
  ASSERT_THAT(places, SizeIs(2));
  EXPECT_EQ(places[1].position, Position{2});
  EXPECT_EQ(places[1].field, "words");
  EXPECT_EQ(this->log().erasures_done().value(), 0u);
  ASSERT_TRUE(this->log().remove_values({places, {}, 7}));
  this->stores_.reopen();
  EXPECT_EQ(this->log().erasures_done().value(), 7u);
  EXPECT_THAT(this->log().places_of({{"s-gone"}}).value(), SizeIs(2));
  EXPECT_EQ(this->log().sealed_values({0}).value()[0].bytes, "");
  EXPECT_EQ(this->log().sealed_values({0}).value()[0].subject, SubjectId{"s-gone"});
  EXPECT_NE(this->log().sealed_values({1}).value()[0].bytes, "");
}

TYPED_TEST(EventLogContract, NoLongerKnowsARetryOfAForgottenCommand) {
  const Batch forgotten = plain_batch("c1", {}, 1);
  const Batch kept = plain_batch("c2", {}, 2);
  ASSERT_TRUE(append_one(this->log(), forgotten));
  ASSERT_TRUE(append_one(this->log(), kept));
  ASSERT_TRUE(this->log().remove_values({{}, {forgotten.command}, 1}));
  this->stores_.reopen();
  EXPECT_EQ(code_of(append_one(this->log(), forgotten)), Errc::command_reused);
  EXPECT_EQ(code_of(this->log().find_command(forgotten.command, forgotten.content)),
            Errc::command_reused);
  EXPECT_TRUE(append_one(this->log(), kept)->repeated);
}

TYPED_TEST(EventLogContract, SignsACheckpointOfAllThereIs) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1)));
  const std::string note = this->log().sign_checkpoint().value();
  const Checkpoint checkpoint = open_checkpoint(note, this->log().verifier_key()).value();
  EXPECT_EQ(checkpoint, (Checkpoint{test_origin, 1, this->log().tail().root}));
  EXPECT_EQ(this->log().newest_checkpoint().value(), note);
  this->stores_.reopen();
  EXPECT_EQ(this->log().newest_checkpoint().value(), note);
}

TYPED_TEST(EventLogContract, SignsNothingNewWhenAllIsCovered) {
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", {}, 1)));
  const std::string note = this->log().sign_checkpoint().value();
  EXPECT_EQ(this->log().sign_checkpoint().value(), note);
  ASSERT_TRUE(append_one(this->log(), plain_batch("c1", 0, 2)));
  EXPECT_EQ(this->log().newest_checkpoint().value(), note);
  EXPECT_NE(this->log().sign_checkpoint().value(), note);
}

TYPED_TEST(EventLogContract, VerifiesWithoutFault) {
  for (int number = 0; number < 5; ++number) {
    const std::string stream = "c" + std::to_string(number % 2);
    Batch next = plain_batch(stream, {}, number);
    next.any_version = true;
    ASSERT_TRUE(append_one(this->log(), std::move(next), at_second(number)));
    if (number == 2) {
      ASSERT_TRUE(this->log().sign_checkpoint());
    }
  }
  this->stores_.reopen();
  const VerifyReport report = verify_log(this->stores_.contents(), this->stores_.vault());
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.size, 5u);
  EXPECT_EQ(report.root, this->log().tail().root);
  EXPECT_EQ(report.signed_size, 3u);
  EXPECT_EQ(report.unsigned_count, 2u);
  EXPECT_EQ(report.sealed_count, 5u);
}

}  // namespace
}  // namespace verloop::test
