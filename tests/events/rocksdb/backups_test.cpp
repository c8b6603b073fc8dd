#include "events/rocksdb/backups.hpp"

#include <random>

#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

class BackupsTest : public testing::Test {
 protected:
  std::uint32_t back_up(const std::string& value) {
    rocksdb::WriteBatch batch;
    batch.Put("key", value);
    database_.write(std::move(batch), "writing").value();
    return database_.back_up(folder_ / "backups", "about " + value)->id;
  }
  std::string restored(std::uint32_t id) {
    fs::remove_all(folder_ / "restored");
    restore_backup(folder_ / "backups", id, folder_ / "restored").value();
    return value_at(folder_ / "restored", "key");
  }

  TemporaryFolder folder_;
  Database database_ = Database::open(folder_ / "database", OpenMode::create).value();
};

TEST_F(BackupsTest, GiveBackWhatWasThereThen) {
  const std::uint32_t first = back_up("first");
  const std::uint32_t second = back_up("second");
  EXPECT_EQ(restored(first), "first");
  EXPECT_EQ(restored(second), "second");
  const auto all = list_backups(folder_ / "backups").value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, first);
  EXPECT_EQ(all[1].text, "about second");
}

TEST_F(BackupsTest, AddOnlyWhatIsNew) {
  std::string large;
  std::minstd_rand random;  // So that it can't be compressed.
  while (large.size() < 100'000) large += static_cast<char>(random() >> 8);
  rocksdb::WriteBatch batch;
  batch.Put("large", large);
  database_.write(std::move(batch), "writing").value();
  const auto bytes = [&] {
    std::uintmax_t sum = 0;
    for (const auto& file : fs::recursive_directory_iterator(folder_ / "backups"))
      sum += file.is_regular_file() ? file.file_size() : 0;
    return sum;
  };
  back_up("first");
  const std::uintmax_t once = bytes();
  EXPECT_GT(once, large.size());
  back_up("second");
  EXPECT_LT(bytes() - once, large.size() / 4);
  EXPECT_EQ(restored(2), "second");
}

TEST_F(BackupsTest, AreDeletedWithAllThatTheyAloneHold) {
  back_up("the first value");
  {
    rocksdb::WriteBatch gone;
    gone.Delete("key");
    database_.write(std::move(gone), "deleting").value();
    database_.rewrite().value();
  }
  const std::uint32_t second = back_up("the second value");
  const auto made = list_backups(folder_ / "backups")->back().made_at;
  const auto delete_before = [&](std::chrono::sys_seconds moment) {
    return delete_backups_before(folder_ / "backups", moment).value();
  };
  EXPECT_EQ(delete_before(made - std::chrono::days(9)), 0U);
  EXPECT_TRUE(lies_in(folder_ / "backups", "the first value"));
  EXPECT_EQ(delete_before(made + std::chrono::days(1)), 1U);
  EXPECT_FALSE(lies_in(folder_ / "backups", "the first value"));
  EXPECT_EQ(restored(second), "the second value") << "the newest is never deleted";
}

TEST_F(BackupsTest, AreCheckedBeforeTheyAreTakenForGood) {
  const std::uint32_t id = back_up("some value");
  fs::path damaged;
  for (const auto& file : fs::recursive_directory_iterator(folder_ / "backups")) {
    if (file.path().extension() == ".sst") damaged = file.path();
  }
  std::string bytes = read_file(damaged);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream(damaged, std::ios::binary) << bytes;
  const auto restore = [&] {
    return restore_backup(folder_ / "backups", id, folder_ / "restored");
  };
  EXPECT_EQ(code_of(restore()), Errc::tampered);
  fs::remove(damaged);
  EXPECT_EQ(code_of(restore()), Errc::tampered) << "a file is missing";
  EXPECT_FALSE(fs::exists(folder_ / "restored"));
}

TEST_F(BackupsTest, AreNotThereWhereNobodyMadeAny) {
  EXPECT_EQ(code_of(list_backups(folder_ / "none")), Errc::not_found);
  EXPECT_FALSE(fs::exists(folder_ / "none"));
}

}  // namespace
}  // namespace verloop::test
