#include "events/size_anchor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/merkle.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

class SizeAnchorTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_ / "anchor"; }
  const std::string seed_ = std::string(32, 's');
  const KeyHistory keys_{verifier_key(test_origin, seed_)};
  TemporaryFolder folder_;
};

TEST_F(SizeAnchorTest, IsReadAsItWasWritten) {
  const Checkpoint checkpoint{test_origin, 7, sha256("root")};
  ASSERT_TRUE(write_anchor(path(), sign_checkpoint({test_origin, 6, sha256("old")}, seed_)));
  ASSERT_TRUE(write_anchor(path(), sign_checkpoint(checkpoint, seed_)));
  EXPECT_EQ(open_anchor(path(), keys_)->checkpoint, checkpoint);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "anchor.new"));
}

TEST_F(SizeAnchorTest, IsMissedWhenItIsNotThere) {
  EXPECT_EQ(code_of(read_anchor_note(path())), Errc::not_found);
  EXPECT_EQ(code_of(open_anchor(path(), keys_)), Errc::tampered);
}

TEST_F(SizeAnchorTest, IsRefusedWhenChangedOrSignedByAnother) {
  std::string note = sign_checkpoint({test_origin, 7, sha256("root")}, seed_);
  note.replace(note.find("\n7\n"), 3, "\n6\n");
  ASSERT_TRUE(write_anchor(path(), note));
  EXPECT_EQ(code_of(open_anchor(path(), keys_)), Errc::tampered);
  ASSERT_TRUE(write_anchor(
      path(), sign_checkpoint({test_origin, 7, sha256("root")}, std::string(32, 'x'))));
  EXPECT_EQ(code_of(open_anchor(path(), keys_)), Errc::tampered);
}

TEST_F(SizeAnchorTest, CantBeWrittenWhereThereIsNoFolder) {
  EXPECT_EQ(code_of(write_anchor(folder_ / "no/anchor", "note")), Errc::storage_failed);
}

}  // namespace
}  // namespace verloop::test
