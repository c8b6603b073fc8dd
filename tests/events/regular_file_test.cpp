#include "events/regular_file.hpp"

#include <fstream>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

TEST(RegularFile, IsReadWholeUpToItsLimit) {
  const TemporaryFolder folder;
  std::ofstream(folder / "file") << "12345";
  EXPECT_EQ(*read_regular_file(folder / "file", 5), "12345");
  EXPECT_EQ(code_of(read_regular_file(folder / "file", 4)), Errc::too_large);
}

TEST(RegularFile, IsNoPipeNoDeviceAndNoFolder) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  for (const std::filesystem::path& file :
       {folder / "pipe", std::filesystem::path("/dev/zero"), folder.path()}) {
    const auto read = read_regular_file(file, 100);
    EXPECT_EQ(code_of(read), Errc::malformed) << file;
    EXPECT_NE(read.error().detail.find("expected a regular file"), std::string::npos) << file;
  }
}

TEST(RegularFile, ThatCannotBeOpenedIsNamed) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("loop", folder / "loop");
  for (const char* name : {"nothing", "loop"}) {
    const auto read = read_regular_file(folder / name, 100);
    EXPECT_EQ(code_of(read), Errc::not_found) << name;
    EXPECT_NE(read.error().detail.find(name), std::string::npos);
  }
}

}  // namespace
}  // namespace verloop::test
