#include "events/rocksdb/key_file.hpp"

#include <fstream>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/digest.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

class KeyFile : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_ / "data.key"; }
  TemporaryFolder folder_;
};

TEST_F(KeyFile, IsMadeForItsOwnerAloneAndReadAgain) {
  const std::string key = create_key_file(path()).value();
  EXPECT_EQ(key.size(), 32u);
  EXPECT_EQ(load_key(path()).value(), key);
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(KeyFile, IsNeverReplaced) {
  const std::string key = create_key_file(path()).value();
  EXPECT_EQ(code_of(create_key_file(path())), Errc::wrong_key);
  EXPECT_EQ(load_key(path()).value(), key);
}

TEST_F(KeyFile, IsWholeOrNotThereAfterAnAttemptThatWasCutShort) {
  const auto half = folder_ / "data.key.unfinished";
  std::ofstream(half) << "half a k";
  const std::string key = resume_key_file(path()).value();
  EXPECT_FALSE(std::filesystem::exists(half));
  std::ofstream(half) << "a copy that was not removed";
  EXPECT_EQ(resume_key_file(path()).value(), key);
  EXPECT_FALSE(std::filesystem::exists(half));
}

TEST_F(KeyFile, IsRefusedWhenItIsMissingOrHoldsNoKey) {
  EXPECT_EQ(code_of(load_key(path())), Errc::wrong_key);
  for (const std::string& text : {std::string(), std::string("word"), std::string(43, '!'),
                                  to_base64url(std::string(31, 'k')), std::string(999, 'A')}) {
    std::ofstream(path(), std::ios::trunc) << text;
    const auto loaded = load_key(path());
    EXPECT_EQ(code_of(loaded), Errc::wrong_key);
  }
}

TEST_F(KeyFile, MayBeNamedByItsTextOrItsPath) {
  const std::string key = create_key_file(path()).value();
  EXPECT_EQ(load_key_or_path(path().string()).value(), key);
  EXPECT_EQ(load_key_or_path(to_base64url(key)).value(), key);
  EXPECT_EQ(load_key_or_path(to_base64url(key) + "\n").value(), key);
}

TEST_F(KeyFile, CantBeMadeWhereThereIsNoFolder) {
  EXPECT_EQ(code_of(create_key_file(folder_ / "no/where.key")), Errc::storage_failed);
}

}  // namespace
}  // namespace verloop::test
