#include "events/rocksdb/folder_backup.hpp"

#include "events/verify_log.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

class FolderBackupTest : public testing::Test {
 protected:
  MadeBackup back_up(std::chrono::days later = {}) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return verloop::back_up(folder_, {places_, std::chrono::days(30)}, now + later).value();
  }

  /// One event with a sealed value; and one entry in the access log.
  void record(DataFolder& folder, int number) {
    const std::string stream = "c" + std::to_string(number);
    folder.vault().create_keys({SubjectId{"s-noor"}}).value();
    append_one(folder.log(), plain_batch(stream, {}, number)).value();
    append_one(folder.access(), batch(stream, {}, number, {test_event("read")})).value();
  }
  Result<DataFolder> restore(const std::string& key) {
    std::filesystem::remove_all(place_ / "again");
    return begin_restored(place_ / "again", find_log_backup(places_.log, std::nullopt).value(),
                          places_, key);
  }
  static void expect_no_faults(DataFolder& folder, std::size_t size) {
    for (const LogContents* log : {&folder.contents(), &folder.access_contents()}) {
      const VerifyReport report = verify_log(*log, folder.vault());
      EXPECT_EQ(report.size, size);
      for (const Fault& fault : report.faults) ADD_FAILURE() << fault.text;
    }
  }

  static void put_document(DataFolder& folder, std::uint64_t position, const std::string& bytes) {
    folder.documents().put({{position}, "words", {"s-noor"}}, {bytes}).value();
  }
  static std::string document_in(Result<DataFolder>&& folder, std::uint64_t position) {
    return folder->documents().part({position}, "words", 0).value().value_or("none");
  }
  /// As a version made it that knew no documents.
  void back_up_without_documents() {
    const fs::path held = folder_.hold().value();
    const std::string own = R"("origin":"example.org/log"})";
    const std::string notes = R"({"access":1,"accessNote":")" +
                              escaped(folder_.access().sign_checkpoint().value()) +
                              R"(","note":")" + escaped(folder_.log().sign_checkpoint().value());
    const auto add = [&](const char* part, const fs::path& to, const std::string& text) {
      Database::open(held / part, OpenMode::held)->back_up(to, text).value();
    };
    add("vault", places_.vault, "{" + own);
    add("access", places_.log / "access", R"({"origin":"example.org/log/access"})");
    add("log", places_.log / "log", notes + "\"," + own);
    fs::remove_all(held);
  }
  static std::string escaped(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
      text.replace(at, 1, "\\n");
    return text;
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

TEST_F(FolderBackupTest, GivesBackBothLogsWhichGoOn) {
  record(folder_, 1);
  back_up();
  auto restored = restore(key_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  expect_no_faults(*restored, 1);
  EXPECT_EQ(restored->contents().tail().root, folder_.contents().tail().root);
  record(*restored, 2);
  restored->log().sign_checkpoint().value();
  restored->access().sign_checkpoint().value();
  expect_no_faults(*restored, 2);
}

TEST_F(FolderBackupTest, GivesBackTheDocumentsOfItsMoment) {
  record(folder_, 1);
  put_document(folder_, 0, "first bytes");
  auto held = HeldFolder::hold(folder_);
  ASSERT_TRUE(held.has_value()) << held.error().detail;
  put_document(folder_, 0, "later bytes");
  held->back_up({places_, std::chrono::days(30)}, {}).value();
  EXPECT_EQ(document_in(restore(key_), 0), "first bytes");
  back_up();
  EXPECT_EQ(document_in(restore(key_), 0), "later bytes");
}

TEST_F(FolderBackupTest, GivesNoDocumentsWhenAnEarlierVersionMadeIt) {
  record(folder_, 1);
  put_document(folder_, 0, "bytes");
  back_up_without_documents();
  EXPECT_FALSE(find_log_backup(places_.log, std::nullopt)->documents_id);
  EXPECT_EQ(document_in(restore(key_), 0), "none");
  back_up();  // In the same places.
  EXPECT_EQ(document_in(restore(key_), 0), "bytes");
}

TEST_F(FolderBackupTest, CutGivesTheDocumentsOfTheFirstEventsAndNoByteMore) {
  for (int number = 1; number <= 3; ++number) {
    record(folder_, number);
    folder_.log().sign_checkpoint().value();
    const auto position = static_cast<std::uint64_t>(number - 1);
    put_document(folder_, position, "bytes at " + std::to_string(position));
  }
  back_up();
  const LogBackup found = find_log_backup(places_.log, std::nullopt).value();
  auto cut = begin_restored(place_ / "again", found, places_, key_, 2);
  ASSERT_TRUE(cut.has_value()) << cut.error().detail;
  EXPECT_EQ(cut->documents().places()->size(), 2U);
  EXPECT_EQ(cut->documents().part({1}, "words", 0).value(), "bytes at 1");
  EXPECT_TRUE(lies_in(place_ / "again" / "documents", "bytes at 1"));
  EXPECT_FALSE(lies_in(place_ / "again" / "documents", "bytes at 2"));
}

TEST_F(FolderBackupTest, KeepsNoDocumentOfWhoWasErasedSinceInTheFolderThatIsMade) {
  record(folder_, 1);
  put_document(folder_, 0, "bytes of hers");
  folder_.documents().put({{1}, "words", {"s-other"}}, {"bytes of another"}).value();
  back_up();
  folder_.vault().destroy({"s-noor"}).value();
  back_up();
  const LogBackup older = find_log_backup(places_.log, 1).value();
  auto restored = begin_restored(place_ / "again", older, places_, key_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  EXPECT_TRUE(lies_in(place_ / "again" / "documents", "bytes of hers"));
  ASSERT_TRUE(restored->erase_again({}).has_value());
  EXPECT_FALSE(lies_in(place_ / "again" / "documents", "bytes of hers"));
  EXPECT_EQ(restored->documents().part({1}, "words", 0).value(), "bytes of another");
}

TEST_F(FolderBackupTest, DoesNotGoOnWhereItWouldMakeASecondHistory) {
  back_up();
  record(folder_, 1);
  const std::string note = folder_.log().sign_checkpoint().value();
  const std::string access_note = folder_.access().sign_checkpoint().value();
  auto restored = restore(key_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  EXPECT_EQ(code_of(check_goes_on(*restored, note)), Errc::version_conflict);
  EXPECT_EQ(code_of(check_goes_on(*restored, access_note)), Errc::version_conflict);
  record(*restored, 2);
  EXPECT_EQ(code_of(check_goes_on(*restored, note)), Errc::tampered) << "as long, but another";
  EXPECT_EQ(code_of(check_goes_on(*restored, access_note)), Errc::tampered);
}

TEST_F(FolderBackupTest, IsOfOneLogAlone) {
  back_up();
  auto other = DataFolder::create(place_ / "other", "example.org/other", key_).value();
  const auto try_back_up = [](DataFolder& folder, const BackupPlaces& to) {
    return code_of(verloop::back_up(folder, {to, std::chrono::days(30)}, {}));
  };
  const BackupPlaces others{place_ / "other-log", place_ / "other-vault"};
  EXPECT_EQ(try_back_up(other, {places_.log, others.vault}), Errc::foreign_folder);
  EXPECT_EQ(try_back_up(other, {others.log, places_.vault}), Errc::foreign_folder);
  EXPECT_EQ(try_back_up(folder_, {places_.vault, places_.log}), Errc::foreign_folder);
  EXPECT_EQ(try_back_up(other, others), Errc{});
  const LogBackup found = find_log_backup(places_.log, std::nullopt).value();
  EXPECT_EQ(code_of(begin_restored(place_ / "again", found, {places_.log, others.vault}, key_)),
            Errc::foreign_folder);
  EXPECT_EQ(code_of(find_log_backup(places_.log, 99)), Errc::not_found);
}

TEST_F(FolderBackupTest, OpensWithItsKeyAloneAndHoldsNeitherItNorAValue) {
  record(folder_, 1);
  back_up();
  EXPECT_EQ(code_of(restore(std::string(32, 'x'))), Errc::wrong_key);
  std::string all;  // As it was before the database compressed it.
  for (const fs::path& place : {places_.log / "log", places_.log / "access", places_.vault}) {
    const fs::path plain = place_ / ("plain-" + place.filename().string());
    restore_backup(place, 1, plain).value();
    Database::open(plain, OpenMode::read_only)
        ->scan("", "",
               [&all](std::string_view key, std::string_view value) {
                 all.append(key).append(value);
                 return true;
               })
        .value();
    EXPECT_FALSE(lies_in(place, key_));
  }
  EXPECT_EQ(all.find(key_), std::string::npos);
  EXPECT_EQ(all.find("secret of"), std::string::npos);
  EXPECT_NE(all.find("note 1"), std::string::npos) << "what is open lies there as it is";
}

TEST_F(FolderBackupTest, IsRefusedWhenAnyPartOfItIsDamaged) {
  record(folder_, 1);
  put_document(folder_, 0, "bytes");
  for (const fs::path& part :
       {places_.log / "log", places_.log / "access", places_.log / "documents", places_.vault}) {
    fs::remove_all(places_.log);
    fs::remove_all(places_.vault);
    back_up();
    for (const auto& file : fs::recursive_directory_iterator(part)) {
      if (file.path().extension() != ".sst") continue;
      std::string bytes = read_file(file.path());
      bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
      std::ofstream(file.path(), std::ios::binary) << bytes;
    }
    EXPECT_EQ(code_of(restore(key_)), Errc::tampered) << part;
  }
}

TEST_F(FolderBackupTest, CountsOnlyOnceItsLogIsThere) {
  const MadeBackup made = back_up();
  record(folder_, 1);
  // The log can't be written, which comes after vault and access log.
  fs::rename(places_.log / "log", place_ / "aside");
  std::ofstream(places_.log / "log").put('x');
  EXPECT_EQ(code_of(verloop::back_up(folder_, {places_, std::chrono::days(30)}, {})),
            Errc::storage_failed);
  fs::remove(places_.log / "log");
  fs::rename(place_ / "aside", places_.log / "log");
  EXPECT_EQ(list_backups(places_.vault)->size(), 2U);
  const LogBackup found = find_log_backup(places_.log, std::nullopt).value();
  EXPECT_EQ(found.id, made.log_id);
  EXPECT_EQ(found.access_id, 1U);
  auto restored = begin_restored(place_ / "again", found, places_, key_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  EXPECT_TRUE(check_goes_on(*restored, made.note).has_value());
  EXPECT_TRUE(check_goes_on(*restored, made.access_note).has_value());
}

TEST_F(FolderBackupTest, HoldsWhatWasThereWhenItWasAskedFor) {
  record(folder_, 1);
  auto held = HeldFolder::hold(folder_);
  ASSERT_TRUE(held.has_value()) << held.error().detail;
  record(folder_, 2);  // With a key, an event and an entry of its own.
  folder_.vault().create_keys({SubjectId{"s-late"}}).value();
  const std::string later = folder_.log().sign_checkpoint().value();
  const MadeBackup made = held->back_up({places_, std::chrono::days(30)}, {}).value();
  EXPECT_EQ(made.size, 1U);
  EXPECT_GT(made.bytes, 0U);
  auto restored = restore(key_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  expect_no_faults(*restored, 1);
  EXPECT_FALSE(restored->vault().has_key(SubjectId{"s-late"}).value());
  EXPECT_TRUE(check_goes_on(*restored, made.note).has_value());
  EXPECT_EQ(code_of(check_goes_on(*restored, later)), Errc::version_conflict);
  expect_no_faults(folder_, 2);
}

TEST_F(FolderBackupTest, LeavesNothingBehindInTheFolder) {
  const fs::path place = place_ / "data" / "held";
  {
    const auto held = HeldFolder::hold(folder_);
    ASSERT_TRUE(held.has_value());
    EXPECT_TRUE(fs::exists(place / "log"));
    EXPECT_TRUE(fs::exists(place / "documents"));
  }
  EXPECT_FALSE(fs::exists(place));
  { const DataFolder closed = std::move(folder_); }
  fs::create_directories(place / "vault");  // As a crash leaves it.
  ASSERT_TRUE(DataFolder::open(place_ / "data", key_, OpenMode::read_write).has_value());
  EXPECT_FALSE(fs::exists(place));
}

TEST_F(FolderBackupTest, AddsOnlyWhatIsNew) {
  for (int number = 1; number <= 300; ++number) record(folder_, number);
  const auto bytes = [&] {
    std::uintmax_t sum = 0;
    for (const auto& file : fs::recursive_directory_iterator(places_.log))
      sum += file.is_regular_file() ? file.file_size() : 0;
    return sum;
  };
  const std::uint64_t first = back_up().bytes;
  const std::uintmax_t once = bytes();
  record(folder_, 301);
  EXPECT_GT(back_up().bytes, first);
  EXPECT_LT(bytes() - once, once / 4);
}

TEST_F(FolderBackupTest, StopsWhenItIsToldToAndCountsForNothing) {
  const MadeBackup made = back_up();
  record(folder_, 1);
  std::stop_source stop;
  stop.request_stop();
  const auto held = HeldFolder::hold(folder_);
  EXPECT_EQ(code_of(held->back_up({places_, std::chrono::days(30)}, {}, stop.get_token())),
            Errc::storage_failed);
  EXPECT_EQ(find_log_backup(places_.log, std::nullopt)->id, made.log_id);
  EXPECT_GT(back_up().log_id, made.log_id);
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
