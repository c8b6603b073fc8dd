#include "events/rocksdb/cut_log.hpp"

#include "events/erasure_list.hpp"
#include "events/rocksdb/folder_backup.hpp"
#include "events/verify_log.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

constexpr int commands = 250;
constexpr int signed_first = 4;    // After so many commands the log is signed for the first time,
constexpr int signed_again = 190;  // and then.

/// A log of more events than a tile holds, every third command with two, and its backup.
class CutLogTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_.vault().create_keys({SubjectId{"s-noor"}}).value();
    for (int number = 1; number <= commands; ++number) {
      const std::string name = std::to_string(number);
      std::vector<SealedEvent> events{test_event("note " + name, "secret of " + name)};
      if (number % 3 == 0) events.push_back(test_event("more " + name));
      Batch next = batch("c" + std::to_string(number % 7), {}, number, std::move(events));
      next.any_version = true;
      append_one(folder_.log(), std::move(next), at_second(number)).value();
      tails_[folder_.log().tail().size] = folder_.log().tail();
      if (number == signed_first || number == signed_again)
        notes_.push_back(folder_.log().sign_checkpoint().value());
    }
    made_ = back_up(folder_, {places_, std::chrono::days(30)}, {}).value();
  }

  Result<DataFolder> begin_cut(std::uint64_t size) {
    fs::remove_all(place_ / "cut");
    return begin_restored(place_ / "cut", find_log_backup(places_.log, std::nullopt).value(),
                          places_, key_, size);
  }
  /// The folder as it is opened from then on.
  Result<DataFolder> cut(std::uint64_t size, const fs::path& erasures = {}) {
    {
      auto begun = begin_cut(size);
      if (!begun) return begun.error();
      begun->finish(place_ / "cut").value();
    }
    return DataFolder::open(place_ / "cut", key_, OpenMode::read_only, erasures);
  }
  std::string why_not(std::uint64_t size) {
    const auto begun = begin_cut(size);
    EXPECT_EQ(code_of(begun), Errc::malformed);
    return begun ? "" : begun.error().detail;
  }
  static std::uint64_t size_of(const std::string& note) {
    return std::stoull(note.substr(note.find('\n') + 1));
  }

  const std::string key_ = std::string(32, 'k');
  TemporaryFolder place_;
  DataFolder folder_ = DataFolder::create(place_ / "data", "example.org/log", key_).value();
  const BackupPlaces places_{place_ / "log", place_ / "vault"};
  std::map<std::uint64_t, LogTail> tails_;  // After each command, by size.
  std::vector<std::string> notes_;
  MadeBackup made_;
};

TEST_F(CutLogTest, KeepsTheFirstEventsAsTheyWere) {
  const std::uint64_t whole = folder_.log().tail().size;
  ASSERT_GT(whole, 300U);
  int tried = 0;
  for (const auto& [size, tail] : tails_) {
    const bool is_near_tile = size + 2 >= tile_width_full && size <= tile_width_full + 2;
    const bool is_signed = size == size_of(notes_[0]) || size == size_of(notes_[1]);
    if (!is_near_tile && !is_signed && size != whole && size % 50 != 0) continue;
    SCOPED_TRACE(size);
    ++tried;
    auto folder = cut(size);
    ASSERT_TRUE(folder.has_value()) << folder.error().detail;
    EXPECT_EQ(folder->contents().tail().size, size);
    EXPECT_EQ(folder->contents().tail().root, tail.root);
    EXPECT_EQ(folder->contents().tail().recorded_at, tail.recorded_at);
    EXPECT_EQ(folder->cut_to(), size);
    VerifyOptions how;
    std::uint64_t signed_size = 0;
    for (const std::string& note : {notes_[0], notes_[1], made_.note}) {
      if (size_of(note) > size) continue;
      how.earlier_checkpoints.push_back(note);
      signed_size = size_of(note);
    }
    const VerifyReport report = verify_log(folder->contents(), folder->vault(), how);
    for (const Fault& fault : report.faults) ADD_FAILURE() << fault.text;
    EXPECT_EQ(report.unsigned_count, size - signed_size);
  }
  EXPECT_GT(tried, 5);
}

TEST_F(CutLogTest, HoldsNothingOfWhatCameAfter) {
  const std::uint64_t size = size_of(notes_[0]);
  ASSERT_TRUE(cut(size).has_value());
  const std::string last = std::to_string(signed_first), gone = std::to_string(signed_first + 1);
  std::string all;
  Database::open(place_ / "cut" / "log", OpenMode::read_only)
      ->scan("", "",
             [&all](std::string_view key, std::string_view value) {
               all.append(key).append(value);
               return true;
             })
      .value();
  EXPECT_NE(all.find("note " + last), std::string::npos);
  EXPECT_EQ(all.find("note " + gone), std::string::npos);
  EXPECT_EQ(all.find(command_id(signed_first + 1).text), std::string::npos);
  std::uintmax_t bytes = 0;
  for (const auto& file : fs::directory_iterator(place_ / "cut" / "log"))
    bytes += file.path().extension() == ".sst" ? file.file_size() : 0;
  EXPECT_LT(bytes, 10'000U) << "what was removed still lies in a file";
}

TEST_F(CutLogTest, EndsBetweenCommands) {
  // Commands 1 to 4 have five events, 5 has one and 6 has two.
  const std::uint64_t inside = size_of(notes_[0]) + 2;
  ASSERT_FALSE(tails_.contains(inside));
  EXPECT_THAT(why_not(inside), HasSubstr("take the first " + std::to_string(inside - 1) +
                                         " or the first " + std::to_string(inside + 1)));
}

TEST_F(CutLogTest, NeedsACheckpointAndSoManyEvents) {
  EXPECT_THAT(why_not(1), HasSubstr("take the first " + std::to_string(size_of(notes_[0]))));
  EXPECT_THAT(why_not(100'000), HasSubstr("the backup holds " +
                                          std::to_string(folder_.log().tail().size) + " events"));
}

TEST_F(CutLogTest, IsNeverWrittenOrSigned) {
  const std::uint64_t between = size_of(notes_[0]) + 1;
  {
    auto folder = cut(between);
    ASSERT_TRUE(folder.has_value());
    for (EventLog* log : {&folder->log(), &folder->access()}) {
      EXPECT_EQ(code_of(append_one(*log, plain_batch("c9", {}, 999))), Errc::read_only);
    }
    EXPECT_EQ(folder->log().newest_checkpoint().value(), notes_[0]) << "no size of its own";
  }
  const auto refused = DataFolder::open(place_ / "cut", key_, OpenMode::read_write);
  EXPECT_EQ(code_of(refused), Errc::read_only);
  EXPECT_THAT(refused.error().detail, HasSubstr("a second history"));
  EXPECT_THAT(read_file(place_ / "cut" / "verloop.json"), HasSubstr("\"format\":4"))
      << "an older program would go on with it";
}

TEST_F(CutLogTest, ForgetsWhoIsErasedAfterwards) {
  const std::uint64_t size = size_of(notes_[1]);
  ErasureList list = ErasureList::load(place_ / "list").value();
  ASSERT_TRUE(cut(size).has_value());
  Erasure erasure;
  erasure.origin = "example.org/log";
  erasure.subject = {"s-noor"};
  erasure.by = {{"administrator"}, {"administrator"}, {"verloop"}, {}};
  erasure.at = at_second(1000);
  erasure.backups_until = *parse_date("2026-12-31");
  erasure.command = command_id(1000);
  list.add(erasure).value();
  auto folder = DataFolder::open(place_ / "cut", key_, OpenMode::read_only, place_ / "list");
  ASSERT_TRUE(folder.has_value()) << folder.error().detail;
  EXPECT_FALSE(folder->vault().has_key({"s-noor"}).value());
  EXPECT_FALSE(verify_log(folder->contents(), folder->vault()).faults.empty())
      << "nothing says why";
  VerifyOptions how;
  how.erased_later = {{SubjectId{"s-noor"}, {}}};
  const VerifyReport report = verify_log(folder->contents(), folder->vault(), how);
  for (const Fault& fault : report.faults) ADD_FAILURE() << fault.text;
  EXPECT_EQ(report.erased_count, report.sealed_count);
}

}  // namespace
}  // namespace verloop::test
