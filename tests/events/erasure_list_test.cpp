#include "events/erasure_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/log_batches.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class ErasureListTest : public testing::Test {
 protected:
  static Erasure erasure(const std::string& subject, const std::string& origin = test_origin) {
    return {origin,
            {subject},
            ErasureGround::retention,
            {{"a-1"}, {"administrator"}, {"verloop"}, {}},
            at_second(1),
            *parse_date("2026-04-08"),
            command_id(1)};
  }
  std::filesystem::path file() const { return folder_ / "data.key.erased"; }

  TemporaryFolder folder_;
};

TEST_F(ErasureListTest, IsReadAsItWasWritten) {
  ErasureList list = ErasureList::load(file()).value();
  EXPECT_THAT(list.of({test_origin}), SizeIs(0));
  ASSERT_TRUE(list.add(erasure("s-noor")));
  ASSERT_TRUE(list.add(erasure("s-daan", "other.example/log")));
  const auto own = ErasureList::load(file()).value().of({test_origin});
  ASSERT_THAT(own, SizeIs(1));
  EXPECT_EQ(encode(own[0]), encode(erasure("s-noor")));
  EXPECT_EQ(own[0].destruction().erased,
            (Erased{day_in_amsterdam(at_second(1)), ErasureGround::retention}));
}

TEST_F(ErasureListTest, IsKeptInMemoryWithoutAFile) {
  ErasureList list;
  ASSERT_TRUE(list.add(erasure("s-noor")));
  EXPECT_THAT(list.of({test_origin}), SizeIs(1));
}

TEST_F(ErasureListTest, KeepsWhatAnotherProcessAddedMeanwhile) {
  ErasureList one = ErasureList::load(file()).value();
  ErasureList two = ErasureList::load(file()).value();
  ASSERT_TRUE(one.add(erasure("s-noor")));
  ASSERT_TRUE(two.add(erasure("s-daan")));
  ASSERT_TRUE(one.add(erasure("s-eva")));
  EXPECT_THAT(ErasureList::load(file()).value().of({test_origin}), SizeIs(3));
  EXPECT_THAT(one.of({test_origin}), SizeIs(3));
}

TEST_F(ErasureListTest, AddsNothingThatItCouldNotWrite) {
  ErasureList list = ErasureList::load(folder_ / "none" / "list").value();
  EXPECT_EQ(code_of(list.add(erasure("s-noor"))), Errc::storage_failed);
  EXPECT_THAT(list.of({test_origin}), SizeIs(0));
}

TEST_F(ErasureListTest, NamesTheLineThatIsDamaged) {
  ErasureList list = ErasureList::load(file()).value();
  ASSERT_TRUE(list.add(erasure("s-noor")));
  ASSERT_TRUE(list.add(erasure("s-daan")));
  const std::string good = read_file(file());
  const std::size_t second = good.find('\n') + 1;
  for (const std::string& bad : {good.substr(0, good.size() - 1), good.substr(0, second + 9) + "\n",
                                 good.substr(0, second) + "{}\n", good.substr(0, second) + "\n"}) {
    std::ofstream(file(), std::ios::binary) << bad;
    const auto loaded = ErasureList::load(file());
    ASSERT_EQ(code_of(loaded), Errc::tampered) << bad;
    EXPECT_THAT(loaded.error().detail, HasSubstr("line 2"));
    EXPECT_THAT(loaded.error().detail, testing::Not(HasSubstr("s-daan")));
  }
}

}  // namespace
}  // namespace verloop::test
