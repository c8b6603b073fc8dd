#include "events/rocksdb/data_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class DataFolderTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_ / "data"; }
  void make() { DataFolder::create(path(), test_origin, test_key).value(); }
  Result<DataFolder> open(OpenMode mode = OpenMode::read_write) const {
    return DataFolder::open(path(), test_key, mode);
  }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(path());
    std::ofstream(path() / name, std::ios::binary) << text;
  }
  /// Names, sizes and times of all that lies there.
  std::map<std::string, std::string> listing() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      const auto time = entry.last_write_time().time_since_epoch().count();
      found[entry.path().string()] =
          std::to_string(time) + (entry.is_regular_file() ? read_file(entry.path()) : "");
    }
    return found;
  }

  TemporaryFolder folder_;
};

TEST_F(DataFolderTest, IsMadeAndOpenedAgain) {
  VerifierKey key;
  {
    DataFolder made = DataFolder::create(path(), test_origin, test_key).value();
    key = made.log().verifier_key();
    ASSERT_TRUE(append_one(made.log(), plain_batch("c1", {}, 1)));
  }
  DataFolder opened = open().value();
  EXPECT_EQ(opened.origin(), test_origin);
  EXPECT_EQ(opened.log().verifier_key(), key);
  EXPECT_EQ(opened.log().tail().size, 1u);
}

TEST_F(DataFolderTest, IsMadeInAnEmptyFolder) {
  std::filesystem::create_directories(path());
  EXPECT_TRUE(DataFolder::create(path(), test_origin, test_key));
}

TEST_F(DataFolderTest, IsMadeAnewWhereAnAttemptWasCutShort) {
  write("verloop.json.unfinished", "");
  std::filesystem::create_directories(path() / "log");
  write("log/CURRENT", "half");
  write("anchor", "half");
  EXPECT_TRUE(DataFolder::create(path(), test_origin, test_key));
  EXPECT_TRUE(open());
}

TEST_F(DataFolderTest, CantBeOpenedBeforeItIsFinished) {
  {
    DataFolder begun = DataFolder::begin(path(), test_origin, test_key).value();
    EXPECT_TRUE(DataFolder::is_unfinished(path()));
    EXPECT_THAT(open(OpenMode::read_only).error().detail, HasSubstr("verloop init --data"));
  }
  DataFolder again = DataFolder::begin(path(), test_origin, test_key).value();
  ASSERT_TRUE(again.finish(path()));
  EXPECT_FALSE(DataFolder::is_unfinished(path()));
  EXPECT_TRUE(open(OpenMode::read_only));
}

TEST_F(DataFolderTest, IsForItsOwnerAlone) {
  make();
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path()).permissions(), perms::owner_all);
  for (const char* file : {"lock", "anchor", "verloop.json"})
    EXPECT_EQ(std::filesystem::status(path() / file).permissions(),
              perms::owner_read | perms::owner_write)
        << file;
}

TEST_F(DataFolderTest, IsNeverMadeTwice) {
  make();
  EXPECT_EQ(code_of(DataFolder::create(path(), test_origin, test_key)), Errc::foreign_folder);
  EXPECT_TRUE(open());
}

TEST_F(DataFolderTest, LeavesAForeignFolderAsItIs) {
  write("photo.jpg", "mine");
  const auto before = listing();
  EXPECT_EQ(code_of(DataFolder::create(path(), test_origin, test_key)), Errc::foreign_folder);
  EXPECT_EQ(code_of(open()), Errc::foreign_folder);
  EXPECT_EQ(code_of(open(OpenMode::read_only)), Errc::foreign_folder);
  EXPECT_EQ(listing(), before);
}

TEST_F(DataFolderTest, RefusesADamagedMarker) {
  for (const char* marker :
       {"{", "[]", R"({"format":"1","origin":"a"})", R"({"format":1})",
        R"({"format":0,"origin":"a"})", R"({"format":4,"origin":"a"})",
        R"({"cutTo":0,"format":4,"origin":"a"})", R"({"cutTo":0,"format":5,"origin":"a"})"}) {
    write("verloop.json", marker);
    EXPECT_EQ(code_of(open()), Errc::foreign_folder) << marker;
  }
}

TEST_F(DataFolderTest, RefusesANewerFormat) {
  make();
  write("verloop.json", R"({"format":6,"origin":"log.example/verloop"})");
  const auto opened = open();
  EXPECT_EQ(code_of(opened), Errc::foreign_folder);
  EXPECT_THAT(opened.error().detail, HasSubstr("format 6, made by a newer version"));
}

TEST_F(DataFolderTest, RefusesAnOlderFormatAndSaysWhatToDo) {
  make();
  write("verloop.json", R"({"format":2,"origin":"log.example/verloop"})");
  for (const OpenMode mode : {OpenMode::read_write, OpenMode::read_only}) {
    const auto opened = open(mode);
    EXPECT_EQ(code_of(opened), Errc::foreign_folder);
    EXPECT_THAT(opened.error().detail, HasSubstr("format 2, made by an older version"));
    EXPECT_THAT(opened.error().detail, HasSubstr("verloop init"));
  }
}

TEST_F(DataFolderTest, IsNotFoundWhereThereIsNone) {
  EXPECT_EQ(code_of(open()), Errc::not_found);
}

TEST_F(DataFolderTest, RefusesAnOriginThatIsNoName) {
  for (const std::string& origin : {std::string(), std::string("a b"), std::string("a+b"),
                                    std::string("a\nb"), std::string(300, 'a')}) {
    EXPECT_EQ(code_of(DataFolder::create(path(), origin, test_key)), Errc::malformed);
  }
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(DataFolderTest, RefusesTheWrongKey) {
  make();
  const auto opened = DataFolder::open(path(), std::string(32, 'x'), OpenMode::read_write);
  EXPECT_EQ(code_of(opened), Errc::wrong_key);
}

TEST_F(DataFolderTest, IsLockedWhileAnotherHasIt) {
  const DataFolder held = DataFolder::create(path(), test_origin, test_key).value();
  const auto second = open();
  EXPECT_EQ(code_of(second), Errc::locked);
  EXPECT_THAT(second.error().detail, HasSubstr("in use by another process"));
}

TEST_F(DataFolderTest, WritesNothingWhenOpenedForReading) {
  {
    DataFolder made = DataFolder::create(path(), test_origin, test_key).value();
    ASSERT_TRUE(append_one(made.log(), plain_batch("c1", {}, 1)));
    ASSERT_TRUE(made.log().sign_checkpoint());
  }
  const auto before = listing();
  {
    DataFolder opened = open(OpenMode::read_only).value();
    EXPECT_THAT(verify_log(opened.contents(), opened.vault()).faults, testing::IsEmpty());
  }
  EXPECT_EQ(listing(), before);
}

TEST_F(DataFolderTest, KeepsWhatWasNeverWrittenOutForReadersToo) {
  DataFolder made = DataFolder::create(path(), test_origin, test_key).value();
  ASSERT_TRUE(append_one(made.log(), plain_batch("c1", {}, 1)));
  EXPECT_EQ(open(OpenMode::read_only)->log().tail().size, 1u);
}

/// As a user who owns nothing here; what `act` gives is the child's exit status.
template <class Act>
int as_nobody(Act act) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(125);
    ::_exit(act());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

TEST_F(DataFolderTest, SaysWhenItMayNotBeWritten) {
  using std::filesystem::perms;
  make();
  std::filesystem::remove(path() / "lock");
  constexpr perms look = perms::owner_read | perms::owner_exec | perms::group_read |
                         perms::group_exec | perms::others_read | perms::others_exec;
  std::filesystem::permissions(path() / "verloop.json", perms::others_read,
                               std::filesystem::perm_options::add);
  std::filesystem::permissions(folder_.path(), look);
  std::filesystem::permissions(path(), look);
  EXPECT_EQ(as_nobody([&] { return static_cast<int>(code_of(open())); }),
            static_cast<int>(Errc::read_only));
  const auto inner = path() / "inner";
  EXPECT_EQ(as_nobody([&] {
              return static_cast<int>(code_of(DataFolder::create(inner, test_origin, test_key)));
            }),
            static_cast<int>(Errc::read_only));
  std::filesystem::permissions(folder_.path(), perms::owner_all);
  std::filesystem::permissions(path(), perms::owner_all);
}

TEST(RandomOrigin, IsNewEachTime) {
  EXPECT_THAT(random_origin(), testing::MatchesRegex("verloop.invalid/[0-9a-f]+"));
  EXPECT_NE(random_origin(), random_origin());
}

}  // namespace
}  // namespace verloop::test
