// Damage and failure that only a log on disk can meet.

#include "events/rocksdb/rocks_log.hpp"

#include <csignal>
#include <sys/resource.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class RocksLogTest : public testing::Test {
 protected:
  static constexpr int count = 4;

  RocksLogTest() {
    for (int number = 0; number < count; ++number) {
      Batch next = plain_batch("c1", {}, number);
      next.any_version = true;
      append_one(stores_.log(), std::move(next), at_second(number)).value();
    }
  }
  std::filesystem::path database() const { return stores_.path() / "log"; }
  std::filesystem::path anchor() const { return stores_.path() / "anchor"; }
  void sign() { stores_.log().sign_checkpoint().value(); }
  VerifyReport verify() { return verify_log(stores_.contents(), stores_.vault()); }
  bool verify_names(std::uint64_t position) {
    for (const Fault& fault : verify().faults) {
      if (fault.position == Position{position}) return true;
    }
    return false;
  }

  RocksStores stores_;
};

TEST_F(RocksLogTest, FindsAFlippedByteInEachRecord) {
  sign();
  for (std::uint64_t at = 0; at < count; ++at) {
    stores_.close();
    const std::string key = keys::record(Position{at});
    flip_byte(database(), key, 30 + at);
    stores_.reopen();
    const auto read = stores_.log().read({at}, 1);
    EXPECT_EQ(code_of(read), Errc::tampered);
    EXPECT_THAT(read.error().detail, HasSubstr("position " + std::to_string(at)));
    EXPECT_EQ(code_of(stores_.log().read_stream({"c1"}, {at}, 1)), Errc::tampered);
    const auto faults = verify().faults;
    ASSERT_THAT(faults, testing::SizeIs(1)) << at;
    EXPECT_EQ(faults[0].position, Position{at});
    stores_.close();
    flip_byte(database(), key, 30 + at);
  }
}

TEST_F(RocksLogTest, FindsARecordThatIsMissing) {
  stores_.close();
  remove_key(database(), keys::record({2}));
  stores_.reopen();
  const auto read = stores_.log().read({0}, 10);
  EXPECT_EQ(code_of(read), Errc::tampered);
  EXPECT_THAT(read.error().detail, HasSubstr("position 2"));
  EXPECT_TRUE(verify_names(2));
}

TEST_F(RocksLogTest, FindsAFlippedByteInAFile) {
  std::string note;  // Fills blocks of its own, and compression finds nothing alike in it.
  for (int part = 0; part < 600; ++part) note += to_base64url(view(sha256(std::to_string(part))));
  const std::string mark = "Qx7~kPz3#Wm9!vLt-oNlY-hErE";
  append_one(stores_.log(), batch("c2", {}, 8, {test_event(note)})).value();
  append_one(stores_.log(), batch("c2", 0, 9, {test_event(mark + note.substr(5000))})).value();
  stores_.close();
  ASSERT_TRUE(flip_in_files(database(), ".sst", mark));
  stores_.reopen();
  const auto read = stores_.log().read({0}, 9);
  EXPECT_EQ(code_of(read), Errc::tampered);
  EXPECT_THAT(read.error().detail, HasSubstr("position 5"));
  EXPECT_TRUE(verify_names(5));
}

TEST_F(RocksLogTest, HidesNothingFromATestByCompressingIt) {
  std::string note;
  for (int part = 0; part < 500; ++part) note += "the same again, ";
  append_one(stores_.log(), batch("c2", {}, 8, {test_event(note + "canary 51c2")})).value();
  stores_.close();
  bool is_plain = false;
  for (const auto& file : std::filesystem::directory_iterator(database()))
    is_plain =
        is_plain || read_file(file.path()).find("the same again, the same") != std::string::npos;
  EXPECT_FALSE(is_plain) << "it is compressed";
  EXPECT_TRUE(lies_in(database(), "again, canary 51c2"));
}

TEST_F(RocksLogTest, FindsARecordReplacedWithItsLeafHash) {
  sign();
  stores_.close();
  std::string record = value_at(database(), keys::record({1}));
  record.replace(record.find("note 1"), 6, "note 7");
  put_value(database(), keys::record({1}), record);
  put_value(database(), keys::leaf({1}), std::string(view(leaf_hash(record))));
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 0 on"));
  stores_.reopen(OpenMode::read_only);  // Only who appends needs the edge of the tree.
  const auto faults = verify().faults;
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults[0].position, Position{0});
  EXPECT_THAT(faults[0].text, HasSubstr("are not those that"));
}

TEST_F(RocksLogTest, RefusesALogThatIsShorterThanItsAnchor) {
  stores_.close();
  const std::string tail = value_at(database(), keys::tail());
  stores_.reopen();
  append_one(stores_.log(), plain_batch("c1", 3, 9)).value();
  sign();
  stores_.close();
  put_value(database(), keys::tail(), tail);
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 4 on are missing"));
}

TEST_F(RocksLogTest, RefusesAnotherHistoryThanTheAnchors) {
  sign();
  append_one(stores_.log(), plain_batch("c1", 3, 9)).value();
  sign();
  stores_.close();
  flip_byte(database(), keys::leaf({4}), 0);
  auto tail = values::tail_from(value_at(database(), keys::tail())).value();
  CompactRange tree;
  for (std::uint64_t at = 0; at < 5; ++at) {
    tree.append(digest_from(value_at(database(), keys::leaf({at}))).value());
  }
  put_value(database(), keys::tail(), values::tail({tail.recorded_at, tree}));
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 4 on"));
}

TEST_F(RocksLogTest, RefusesAnUnsignedEndThatDoesNotFitItsTail) {
  sign();
  append_one(stores_.log(), plain_batch("c1", 3, 9)).value();
  stores_.close();
  flip_byte(database(), keys::leaf({4}), 0);
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 4 on"));
}

TEST_F(RocksLogTest, RefusesAMissingOrForeignAnchor) {
  sign();
  stores_.close();
  const std::string note = read_file(anchor());
  std::filesystem::remove(anchor());
  EXPECT_EQ(code_of(stores_.try_open()), Errc::tampered);
  const std::string forged =
      sign_checkpoint({test_origin, 0, CompactRange().root()}, std::string(32, 'f'));
  write_anchor(anchor(), forged).value();
  EXPECT_EQ(code_of(stores_.try_open()), Errc::tampered);
  write_anchor(anchor(), note).value();
  EXPECT_TRUE(stores_.try_open());
}

TEST_F(RocksLogTest, RefusesToSignBelowItsAnchor) {
  const std::string seed = stores_.vault().signing_seed().value();
  write_anchor(anchor(), sign_checkpoint({test_origin, 9, CompactRange().root()}, seed)).value();
  const auto refused = stores_.log().sign_checkpoint();
  EXPECT_EQ(code_of(refused), Errc::tampered);
  EXPECT_THAT(refused.error().detail, HasSubstr("names 9 events, the log has 4"));
}

TEST_F(RocksLogTest, KeepsWhatWasNotSignedAndSignsItLater) {
  sign();
  append_one(stores_.log(), plain_batch("c1", 3, 9)).value();
  stores_.reopen();
  EXPECT_EQ(verify().unsigned_count, 1u);
  sign();
  EXPECT_EQ(verify().unsigned_count, 0u);
  EXPECT_THAT(verify().faults, IsEmpty());
}

TEST_F(RocksLogTest, StoresTheAnchorsCheckpointAgainWhenItWasLost) {
  sign();
  const std::string note = stores_.log().newest_checkpoint().value().value();
  stores_.close();
  remove_key(database(), keys::checkpoint(count));
  stores_.reopen();
  EXPECT_EQ(stores_.log().newest_checkpoint().value(), note);
  EXPECT_EQ(stores_.contents().next_checkpoint(1).value()->note, note);
}

TEST_F(RocksLogTest, RefusesALostTail) {
  stores_.close();
  remove_key(database(), keys::tail());
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("position 0"));
}

TEST_F(RocksLogTest, FindsDamageInIndexesAndSealedValues) {
  const std::pair<std::string, std::uint64_t> places[] = {
      {keys::entry({"c1"}, {1}), 1},
      {keys::sealed({2}, "words"), 2},
      {keys::leaf({3}), 3},
      {keys::command(command_id(0)), 0},
  };
  sign();  // Else opening would find the leaf hash.
  stores_.close();
  for (const auto& [key, position] : places) {
    const std::string good = value_at(database(), key);
    flip_byte(database(), key, good.size() - 3);
    stores_.reopen(OpenMode::read_only);
    EXPECT_TRUE(verify_names(position)) << position;
    stores_.close();
    remove_key(database(), key);
    stores_.reopen(OpenMode::read_only);
    EXPECT_TRUE(verify_names(position)) << position;
    stores_.close();
    put_value(database(), key, good);
  }
}

TEST_F(RocksLogTest, FindsWhatNoEventSpeaksFor) {
  sign();
  stores_.close();
  put_value(database(), keys::sealed({1}, "smuggled"),
            values::sealed({"smuggled", {"s-noor"}, std::string(40, 'x')}));
  put_value(database(), keys::record({7}), "{}");
  put_value(database(), keys::entry({"c9"}, {0}), values::number(2));
  put_value(database(), keys::head({"c9"}), values::number(0));
  KnownCommand known;
  known.receipt = {{"c1"}, {3}, {3}, {3}, {}, false};
  put_value(database(), keys::command(command_id(77)), values::command(known));
  stores_.reopen();
  const auto faults = verify().faults;
  EXPECT_THAT(faults, testing::SizeIs(5));
  for (const std::uint64_t position : {1u, 2u, 3u, 7u}) EXPECT_TRUE(verify_names(position));
}

TEST_F(RocksLogTest, FindsWhatIsOfNoKind) {
  sign();
  stores_.close();
  const std::string strangers[] = {"x",
                                   std::string("\0odd", 4),
                                   "r12",
                                   keys::record({1}) + "1",
                                   keys::tail() + "t",
                                   "v",
                                   "c",
                                   "n",
                                   keys::sealed_prefix({2}),
                                   "k" + values::number(2) + "2"};
  for (const std::string& key : strangers) put_value(database(), key, "leftover");
  stores_.reopen(OpenMode::read_only);
  const auto faults = verify().faults;
  ASSERT_EQ(faults.size(), std::size(strangers));
  for (const Fault& fault : faults)
    EXPECT_THAT(fault.text, HasSubstr("/log holds an entry that is of no kind"));
}

TEST_F(RocksLogTest, FindsACommandsAnswerThatIsNotItsRecords) {
  sign();
  stores_.close();
  const std::string key = keys::command(command_id(2));
  const KnownCommand good = values::command_from(value_at(database(), key)).value();
  const auto changed = [&good](auto change) {
    KnownCommand known = good;
    change(known.receipt);
    return values::command(known);
  };
  using boost::json::array;
  const std::string wrong[] = {
      changed([](Receipt& receipt) { receipt.position = {3}; }),
      changed([](Receipt& receipt) { receipt.version = {1}; }),
      changed([](Receipt& receipt) { receipt.case_id = {"c2"}; }),
      changed([](Receipt& receipt) { receipt.first = {1}; }),
      changed([](Receipt& receipt) { receipt.answer["events"] = array{"Other"}; }),
      changed([](Receipt& receipt) { receipt.answer["findings"] = array{"K-1"}; }),
      "{}",
  };
  for (const std::string& value : wrong) {
    put_value(database(), key, value);
    stores_.reopen(OpenMode::read_only);
    const auto faults = verify().faults;
    ASSERT_THAT(faults, testing::SizeIs(1)) << value;
    EXPECT_EQ(faults[0].position, Position{2}) << value;
    stores_.close();
  }
}

TEST_F(RocksLogTest, FindsAWrongAnswerThoughAnotherRecordIsLost) {
  sign();
  stores_.close();
  KnownCommand known =
      values::command_from(value_at(database(), keys::command(command_id(3)))).value();
  known.receipt.version = {7};
  put_value(database(), keys::command(command_id(3)), values::command(known));
  flip_byte(database(), keys::record({0}), 9);
  stores_.reopen(OpenMode::read_only);
  EXPECT_TRUE(verify_names(0));
  EXPECT_TRUE(verify_names(3));
}

TEST_F(RocksLogTest, FindsEveryStoredCheckpointThatIsDamaged) {
  sign();
  for (const int number : {10, 11}) {
    Batch next = plain_batch("c2", {}, number);
    next.any_version = true;
    append_one(stores_.log(), std::move(next), at_second(number)).value();
    sign();
  }
  stores_.close();
  put_value(database(), keys::checkpoint(4), "x");
  put_value(database(), keys::checkpoint(5),
            value_at(database(), keys::checkpoint(5)).replace(1, 32, std::string(32, 'x')));
  stores_.reopen(OpenMode::read_only);
  const auto faults = verify().faults;
  ASSERT_THAT(faults, testing::SizeIs(2));
  EXPECT_THAT(faults[0].text, HasSubstr("the checkpoint of size 4 is not signed"));
  EXPECT_THAT(faults[1].text, HasSubstr("the checkpoint of size 5 lies beside subtree hashes"));
}

TEST_F(RocksLogTest, SaysWhatToDoWhenFilesOfTheDatabaseAreGone) {
  stores_.close();
  std::filesystem::remove(database() / "CURRENT");
  EXPECT_THAT(stores_.try_open(OpenMode::read_only).error().detail,
              HasSubstr("restore it from a backup"));
}

TEST_F(RocksLogTest, ReadsButNeverWritesWhenOpenedForReading) {
  stores_.reopen(OpenMode::read_only);
  EXPECT_EQ(code_of(append_one(stores_.log(), plain_batch("c1", 3, 9))), Errc::read_only);
  EXPECT_EQ(code_of(stores_.log().sign_checkpoint()), Errc::read_only);
  EXPECT_EQ(code_of(stores_.vault().destroy({"s-noor"})), Errc::read_only);
  EXPECT_THAT(verify().faults, IsEmpty());
}

/// While it lives, no file may grow beyond `bytes`.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit small{bytes, limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit limit_{};
  void (*handler_)(int);
};

TEST_F(RocksLogTest, IsReadOnlyAfterItsStorageFailed) {
  {
    const FullDisk full(64);
    EXPECT_EQ(code_of(append_one(stores_.log(), plain_batch("c1", 3, 9))), Errc::storage_failed);
  }
  EXPECT_EQ(code_of(append_one(stores_.log(), plain_batch("c1", 3, 9))), Errc::read_only);
  EXPECT_EQ(stores_.log().read({0}, 10)->size(), std::size_t{count});
  stores_.reopen();
  EXPECT_TRUE(append_one(stores_.log(), plain_batch("c1", 3, 9)));
  EXPECT_THAT(verify().faults, IsEmpty());
}

TEST_F(RocksLogTest, TakesWritesAgainWhenThereIsRoomAgain) {
  {
    const FullDisk full(64);
    EXPECT_EQ(code_of(append_one(stores_.log(), plain_batch("c1", 3, 9))), Errc::storage_failed);
    EXPECT_EQ(code_of(stores_.log().recover()), Errc::storage_failed);
    EXPECT_EQ(code_of(append_one(stores_.log(), plain_batch("c1", 3, 9))), Errc::read_only);
    EXPECT_EQ(stores_.log().read({0}, 10)->size(), std::size_t{count}) << "it is read meanwhile";
  }
  EXPECT_TRUE(stores_.log().recover());
  EXPECT_TRUE(append_one(stores_.log(), plain_batch("c1", 3, 9)));
  EXPECT_TRUE(stores_.log().sign_checkpoint());
  EXPECT_TRUE(stores_.log().recover()) << "nothing to do";
  EXPECT_EQ(stores_.log().tail().size, std::uint64_t{count} + 1);
  EXPECT_THAT(verify().faults, IsEmpty());
  stores_.reopen();
  EXPECT_EQ(stores_.log().tail().size, std::uint64_t{count} + 1);
}

TEST_F(RocksLogTest, TheVaultMakesKeysAgainWhenThereIsRoomAgain) {
  {
    const FullDisk full(64);
    EXPECT_EQ(code_of(stores_.vault().create_keys({{"s-new"}})), Errc::storage_failed);
    EXPECT_EQ(code_of(stores_.vault().recover()), Errc::storage_failed);
    EXPECT_TRUE(stores_.vault().signing_seed()) << "it is read meanwhile";
  }
  EXPECT_TRUE(stores_.vault().recover());
  EXPECT_TRUE(stores_.vault().create_keys({{"s-new"}}));
}

}  // namespace
}  // namespace verloop::test
