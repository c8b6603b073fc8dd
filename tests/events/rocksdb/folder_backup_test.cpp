#include "events/rocksdb/folder_backup.hpp"

#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

class FolderBackupTest : public testing::Test {
 protected:
  MadeBackup back_up(std::chrono::days later = {}) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return verloop::back_up(folder_, places_, now + later, std::chrono::days(30)).value();
  }

  const std::string key_ = std::string(32, 'k');
  TemporaryFolder place_;
  DataFolder folder_ = DataFolder::create(place_ / "data", "example.org/log", key_).value();
  const BackupPlaces places_{place_ / "log", place_ / "vault"};
};

TEST_F(FolderBackupTest, KeepsEveryLogAndTheVaultsOfThirtyDays) {
  back_up();
  EXPECT_EQ(back_up(std::chrono::days(29)).deleted_vaults, 0U);
  EXPECT_EQ(back_up(std::chrono::days(31)).deleted_vaults, 2U);
  EXPECT_EQ(list_backups(places_.vault)->size(), 1U);
  EXPECT_EQ(list_backups(places_.log / "log")->size(), 3U);
}

TEST_F(FolderBackupTest, CountsOnlyOnceItsLogIsThere) {
  const MadeBackup made = back_up();
  // What comes before the log, and was cut short there.
  folder_.back_up_vault(places_.vault, R"({"origin":"example.org/log"})").value();
  folder_.back_up_access(places_.log / "access", R"({"origin":"example.org/log/access"})").value();
  const LogBackup found = find_log_backup(places_.log, std::nullopt).value();
  EXPECT_EQ(found.id, made.log_id);
  EXPECT_EQ(found.access_id, 1U);
  auto restored = begin_restored(place_ / "again", found, places_, key_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  EXPECT_TRUE(check_goes_on(*restored, made.note).has_value());
  EXPECT_TRUE(check_goes_on(*restored, made.access_note).has_value());
}

TEST_F(FolderBackupTest, TakesUpWhereARestoreWasCutShort) {
  back_up();
  const LogBackup found = find_log_backup(places_.log, std::nullopt).value();
  ASSERT_TRUE(begin_restored(place_ / "again", found, places_, key_).has_value());
  EXPECT_TRUE(DataFolder::is_unfinished(place_ / "again"));
  EXPECT_EQ(code_of(DataFolder::open(place_ / "again", key_, OpenMode::read_only)),
            Errc::foreign_folder);
  auto again = begin_restored(place_ / "again", found, places_, key_);
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->finish(place_ / "again").has_value());
}

}  // namespace
}  // namespace verloop::test
