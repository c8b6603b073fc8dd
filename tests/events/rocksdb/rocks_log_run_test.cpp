// Damage that only shows where a log is read in bulk: at the borders of runs, tiles and blocks, and
// in indexes that are held against the records as a whole.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

/// More than two tiles of leaf hashes and more than one block of verification; a record, a sealed
/// value and a command at each position, seven streams in turn.
class LongRocksLog : public testing::Test {
 protected:
  static constexpr int size = 600;
  static constexpr int streams = 7;

  LongRocksLog() {
    std::vector<Batch> batches;
    for (int number = 0; number < size; ++number) {
      batches.push_back(plain_batch(stream_at(number), {}, number));
      batches.back().any_version = true;
    }
    stores_.log().append(std::move(batches), at_second(0)).value();
    stores_.log().sign_checkpoint().value();
    stores_.close();
  }
  static std::string stream_at(int number) { return "c" + std::to_string(number % streams); }
  static std::string entry_at(int number) {
    return keys::entry({stream_at(number)}, {static_cast<std::uint64_t>(number / streams)});
  }
  static Position at(int number) { return {static_cast<std::uint64_t>(number)}; }
  std::filesystem::path database() const { return stores_.path() / "log"; }

  std::vector<Fault> faults() {
    stores_.reopen(OpenMode::read_only);
    std::vector<Fault> found = verify_log(stores_.contents(), stores_.vault()).faults;
    stores_.close();
    return found;
  }
  std::vector<int> places() {
    std::vector<int> found;
    for (const Fault& fault : faults())
      found.push_back(fault.position ? static_cast<int>(fault.position->value) : -1);
    return found;
  }

  RocksStores stores_;
};

TEST_F(LongRocksLog, HasNoFaults) {
  EXPECT_THAT(places(), IsEmpty());
}

TEST_F(LongRocksLog, GivesInARunWhatItGivesOneByOne) {
  stores_.reopen(OpenMode::read_only);
  const LogContents& log = stores_.contents();
  std::uint64_t next = 0;
  while (next < size) {
    const std::vector<StoredPosition> run = log.stored_run({next}, size);
    ASSERT_FALSE(run.empty());
    for (const StoredPosition& stored : run) {
      const Position position{next++};
      EXPECT_EQ(stored.bytes, log.stored_bytes(position).value().value());
      EXPECT_EQ(stored.leaf, log.stored_leaf(position).value().value());
      const auto sealed = log.sealed_values(position).value();
      ASSERT_EQ(stored.sealed.size(), sealed.size());
      EXPECT_EQ(stored.sealed[0].bytes, sealed[0].bytes);
    }
  }
  EXPECT_TRUE(log.stored_run({size}, 1).empty());
  EXPECT_EQ(log.stored_run({3}, 4).size(), 4u);
}

TEST_F(LongRocksLog, EndsARunBeforeWhatIsMissing) {
  remove_key(database(), keys::record({5}));
  put_value(database(), keys::sealed({12}, "words"), "");
  stores_.reopen(OpenMode::read_only);
  EXPECT_EQ(stores_.contents().stored_run({0}, 100).size(), 5u);
  EXPECT_TRUE(stores_.contents().stored_run({5}, 100).empty());
  EXPECT_EQ(stores_.contents().stored_run({6}, 100).size(), 6u);
}

TEST_F(LongRocksLog, GivesManyCommandsAsItGivesEach) {
  remove_key(database(), keys::command(command_id(3)));
  put_value(database(), keys::command(command_id(4)), "{}");
  stores_.reopen(OpenMode::read_only);
  const LogContents& log = stores_.contents();
  const std::vector<CommandId> wanted = {command_id(2), command_id(3), command_id(4),
                                         command_id(2)};
  const std::vector<StoredCommand> found = log.stored_commands(wanted);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].value()->receipt.first, Position{2});
  EXPECT_EQ(found[1].value().has_value(), false);
  EXPECT_EQ(found[2].error().detail, log.stored_command(command_id(4)).error().detail);
  EXPECT_EQ(found[3].value()->receipt.first, Position{2});
}

TEST_F(LongRocksLog, NamesWhatIsGoneAtEveryBorder) {
  const std::vector<int> borders = {0, 255, 256, 511, 512, 599};
  for (const int number : borders) remove_key(database(), keys::sealed(at(number), "words"));
  EXPECT_THAT(places(), ElementsAreArray(borders));
  for (const int number : borders) remove_key(database(), keys::record(at(number)));
  EXPECT_THAT(places(), ElementsAreArray(borders));
}

TEST_F(LongRocksLog, NamesASealedValueThatWasMoved) {
  for (const int number : {255, 511}) {
    const std::string value = value_at(database(), keys::sealed(at(number), "words"));
    remove_key(database(), keys::sealed(at(number), "words"));
    put_value(database(), keys::sealed(at(number + 1), "words"), value);
  }
  EXPECT_THAT(places(), ElementsAre(255, 256, 511, 512));
}

TEST_F(LongRocksLog, NamesEntriesThatWereSwappedBetweenStreams) {
  const std::string one = value_at(database(), entry_at(511));
  put_value(database(), entry_at(511), value_at(database(), entry_at(512)));
  put_value(database(), entry_at(512), one);
  const auto found = faults();
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].position, Position{511});
  EXPECT_THAT(found[0].text, HasSubstr("the stream index does not lead to the record"));
  EXPECT_EQ(found[1].position, Position{512});
  EXPECT_THAT(found[3].text, HasSubstr("where another event lies"));
}

TEST_F(LongRocksLog, NamesAnEntryThatIsNoPosition) {
  // Read as a number it would be that of its record.
  put_value(database(), entry_at(0), "");
  const auto found = faults();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].position, Position{0});
  EXPECT_THAT(found[0].text, HasSubstr("is damaged"));
}

TEST_F(LongRocksLog, NamesAnEntryTooMany) {
  put_value(database(), keys::entry({"c1"}, {900}), values::number(8));
  EXPECT_THAT(places(), ElementsAre(8));
  put_value(database(), keys::entry({"c1"}, {900}), values::number(size));
  EXPECT_THAT(places(), ElementsAre(size));
}

TEST_F(LongRocksLog, NamesAnEntryThatIsMissingBesideOneTooMany) {
  remove_key(database(), entry_at(300));
  put_value(database(), keys::entry({"c1"}, {900}), values::number(300));
  EXPECT_THAT(places(), ElementsAre(300, 300));
}

TEST_F(LongRocksLog, NamesCommandsThatAreMissingOrWrong) {
  for (const int number : {0, 511, 512}) remove_key(database(), keys::command(command_id(number)));
  put_value(database(), keys::command(command_id(599)),
            value_at(database(), keys::command(command_id(598))));
  // The last is what is remembered of a command of 599, but names 598.
  EXPECT_THAT(places(), ElementsAre(0, 511, 512, 599, 598));
}

TEST_F(LongRocksLog, NamesFaultsOfEveryKindInTheOrderOfTheLog) {
  flip_byte(database(), keys::record({600 - 1}), 40);
  put_value(database(), entry_at(256), values::number(0));
  remove_key(database(), keys::command(command_id(100)));
  remove_key(database(), keys::sealed({511}, "words"));
  const std::vector<int> found = places();
  ASSERT_GE(found.size(), 4u);
  EXPECT_THAT(std::vector<int>(found.begin(), found.begin() + 4), ElementsAre(100, 256, 511, 599));
}

}  // namespace
}  // namespace verloop::test
