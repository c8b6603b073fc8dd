#include "events/rocksdb/rocks_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"

namespace verloop::test {
namespace {

class RocksVaultTest : public testing::Test {
 protected:
  RocksVaultTest() { open(OpenMode::create); }
  void open(OpenMode mode) { vault_ = RocksVault::open(path(), test_key, mode).value(); }
  std::filesystem::path path() const { return folder_ / "vault"; }
  void close() { vault_.reset(); }

  TemporaryFolder folder_;
  std::unique_ptr<RocksVault> vault_;
};

TEST_F(RocksVaultTest, LeavesADestroyedKeyInNoFile) {
  ASSERT_TRUE(vault_->create_keys({{"s-noor"}, {"s-daan"}}));
  close();
  const std::string wrapped = value_at(path(), keys::data_key({"s-noor"}));
  const std::string kept = value_at(path(), keys::data_key({"s-daan"}));
  ASSERT_TRUE(lies_in(path(), wrapped));
  open(OpenMode::read_write);
  ASSERT_TRUE(vault_->destroy({"s-noor"}));
  EXPECT_FALSE(lies_in(path(), wrapped));
  EXPECT_TRUE(lies_in(path(), kept));
}

TEST_F(RocksVaultTest, LeavesAKeyThatWasJustMadeInNoFile) {
  ASSERT_TRUE(vault_->create_keys({{"s-noor"}, {"s-daan"}}));
  const std::string wrapped = value_at(path(), keys::data_key({"s-noor"}));
  ASSERT_TRUE(lies_in(path(), wrapped));
  ASSERT_TRUE(vault_->destroy({"s-noor"}));
  EXPECT_FALSE(lies_in(path(), wrapped));
  EXPECT_FALSE(lies_in(path(), wrapped.substr(12, 32)));
}

TEST_F(RocksVaultTest, FinishesADestructionThatWasCutShort) {
  ASSERT_TRUE(vault_->create_keys({{"s-noor"}, {"s-daan"}}));
  close();
  const std::string wrapped = value_at(path(), keys::data_key({"s-noor"}));
  {
    auto database = Database::open(path(), OpenMode::read_write);
    rocksdb::WriteBatch batch;
    batch.Delete(keys::data_key({"s-noor"}));
    batch.Put(keys::destroyed({"s-noor"}), "");
    batch.Put(keys::unfinished(), "");
    ASSERT_TRUE(database->write(std::move(batch), "the first half"));
  }
  ASSERT_TRUE(lies_in(path(), wrapped));
  open(OpenMode::read_only);
  EXPECT_TRUE(vault_->has_unfinished_destruction().value());
  close();
  open(OpenMode::read_write);
  EXPECT_FALSE(vault_->has_unfinished_destruction().value());
  EXPECT_FALSE(lies_in(path(), wrapped));
  EXPECT_TRUE(vault_->encrypt({"s-daan"}, "words", "context"));
}

TEST_F(RocksVaultTest, SaysWhenAnotherFileHoldsAKeyThatWasDestroyed) {
  ASSERT_TRUE(vault_->create_keys({{"s-noor"}}));
  const std::string wrapped = value_at(path(), keys::data_key({"s-noor"}));
  std::filesystem::create_directory(path() / "archive");
  std::ofstream(path() / "archive/000001.old", std::ios::binary) << "x" << wrapped;
  const auto destroyed = vault_->destroy({"s-noor"});
  EXPECT_EQ(code_of(destroyed), Errc::storage_failed);
  EXPECT_THAT(destroyed.error().detail, testing::HasSubstr("still lies in a file"));
  EXPECT_TRUE(vault_->has_unfinished_destruction().value());
}

TEST_F(RocksVaultTest, FindsADamagedMark) {
  ASSERT_TRUE(vault_->destroy({"s-noor"}));
  close();
  put_value(path(), keys::destroyed({"s-noor"}), "{\"ground\":\"whim\"}");
  open(OpenMode::read_write);
  EXPECT_EQ(code_of(vault_->erased({"s-noor"})), Errc::tampered);
  EXPECT_EQ(code_of(vault_->decrypt({"s-noor"}, "x", "context")), Errc::tampered);
}

TEST_F(RocksVaultTest, LeavesEarlierKeysWhenManyAreDestroyed) {
  std::vector<SubjectId> subjects;
  for (int number = 0; number < 20; ++number) subjects.push_back({"s-" + std::to_string(number)});
  ASSERT_TRUE(vault_->create_keys(subjects));
  for (int number = 0; number < 5; ++number) {
    const SubjectId& subject = subjects[static_cast<std::size_t>(number) * 4];
    const std::string wrapped = value_at(path(), keys::data_key(subject));
    ASSERT_TRUE(vault_->destroy(subject));
    EXPECT_FALSE(lies_in(path(), wrapped));
  }
  EXPECT_TRUE(vault_->encrypt({"s-1"}, "words", "context"));
}

TEST_F(RocksVaultTest, NamesEachEntryThatIsWrongInItself) {
  ASSERT_TRUE(vault_->create_keys({{"s-noor"}, {"s-daan"}}));
  const SubjectId pupil = vault_->subject_of("school-1", "pup-1").value();
  EXPECT_THAT(vault_->faults().value(), testing::IsEmpty());
  close();
  put_value(path(), "x", "leftover");
  put_value(path(), keys::secret("spare"), "leftover");
  put_value(path(), keys::destroyed({"s-daan"}), "");
  put_value(path(), keys::handle(sha256("another name")), pupil.text);
  put_value(path(), keys::handle(sha256("a third name")), "nobody");
  flip_byte(path(), keys::data_key({"s-noor"}), 20);
  open(OpenMode::read_only);
  EXPECT_THAT(vault_->faults().value(),
              testing::UnorderedElementsAre(
                  testing::HasSubstr("no kind this program knows, with a key of 1 bytes: 78"),
                  testing::HasSubstr("no kind this program knows, with a key of 7 bytes"),
                  testing::HasSubstr("a key of subject s-daan beside the mark"),
                  testing::HasSubstr("more than one name of a person that leads to subject s-"),
                  testing::HasSubstr("leads to no subject"),
                  testing::HasSubstr("the stored key of subject s-noor is damaged")));
}

TEST_F(RocksVaultTest, RefusesAnotherKey) {
  close();
  const auto opened = RocksVault::open(path(), std::string(32, 'x'), OpenMode::read_write);
  EXPECT_EQ(code_of(opened), Errc::wrong_key);
  EXPECT_THAT(opened.error().detail, testing::HasSubstr("name the right key file"));
  EXPECT_EQ(code_of(RocksVault::open(path(), "short", OpenMode::read_write)), Errc::wrong_key);
}

TEST_F(RocksVaultTest, KeepsNeitherKeyNorHandleInTheClear) {
  const std::string seed = vault_->signing_seed().value();
  ASSERT_TRUE(vault_->subject_of("school-1", "noor.de.vries"));
  close();
  EXPECT_FALSE(lies_in(path(), seed));
  EXPECT_FALSE(lies_in(path(), test_key));
  EXPECT_FALSE(lies_in(path(), "noor.de.vries"));
}

TEST_F(RocksVaultTest, FindsADamagedKey) {
  ASSERT_TRUE(vault_->create_keys({{"s-noor"}}));
  close();
  flip_byte(path(), keys::data_key({"s-noor"}), 20);
  flip_byte(path(), keys::secret("signing"), 20);
  EXPECT_EQ(code_of(RocksVault::open(path(), test_key, OpenMode::read_write)), Errc::tampered);
  flip_byte(path(), keys::secret("signing"), 20);
  open(OpenMode::read_write);
  EXPECT_EQ(code_of(vault_->encrypt({"s-noor"}, "words", "context")), Errc::tampered);
}

TEST_F(RocksVaultTest, WritesNothingWhenOpenedForReading) {
  close();
  open(OpenMode::read_only);
  EXPECT_EQ(code_of(vault_->create_keys({{"s-noor"}})), Errc::read_only);
  EXPECT_EQ(code_of(vault_->subject_of("school-1", "noor")), Errc::read_only);
}

TEST_F(RocksVaultTest, IsLockedWhileItIsOpen) {
  EXPECT_EQ(code_of(RocksVault::open(path(), test_key, OpenMode::read_write)), Errc::locked);
}

}  // namespace
}  // namespace verloop::test
