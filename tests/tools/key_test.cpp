// Another key-encryption key: the old one opens nothing any more, and a rotation that stopped
// anywhere goes on.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

class KeyRotation : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    fs::copy_file(program / "data.key", program / "old.key");
  }
  Ran rotate(Program::Words more = {}, const Program::Words& environment = {}) const {
    Program::Words words{"key", "rotate", "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words, environment);
  }
  void expect_opened_by(const Program::Words& key) const {
    const Ran shown = ask("show", "ib-1", key);
    EXPECT_EQ(shown.status, 0) << shown.all();
    EXPECT_THAT(shown.out, HasSubstr("Noor Vermeulen"));
    Program::Words words{"verify", "data"};
    words.insert(words.end(), key.begin(), key.end());
    EXPECT_EQ(program.run(words).status, 0);
  }
  void expect_old_key_is_wrong() const {
    const Ran ran = ask("show", "ib-1", {"--key-file", "old.key"});
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("not the one that this vault was made with"));
  }
};

TEST_F(KeyRotation, LeavesNothingThatTheOldKeyOpens) {
  const std::string signing = value_at(program / "data/vault", keys::secret("signing"));
  const Ran ran = rotate();
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_NE(read_file(program / "data.key"), read_file(program / "old.key"));
  EXPECT_FALSE(fs::exists(program / "data.key.new"));
  EXPECT_FALSE(lies_in(program / "data", signing));
  expect_opened_by({});
  expect_old_key_is_wrong();
  EXPECT_EQ(fs::status(program / "data.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeyRotation, GoesOnWhenOnlyTheNewKeyWasMade) {
  const std::string fresh = create_key_file(program / "data.key.new").value();
  expect_opened_by({});
  ASSERT_EQ(rotate().status, 0);
  EXPECT_EQ(load_key(program / "data.key").value(), fresh);
  expect_opened_by({});
  expect_old_key_is_wrong();
}

TEST_F(KeyRotation, GoesOnWhenTheFileHasNotItsNameYet) {
  ASSERT_EQ(rotate().status, 0);
  fs::rename(program / "data.key", program / "data.key.new");
  fs::copy_file(program / "old.key", program / "data.key");
  const Ran ran = ask("show", "ib-1");
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("finish it with: verloop key rotate"));
  ASSERT_EQ(rotate().status, 0);
  EXPECT_FALSE(fs::exists(program / "data.key.new"));
  expect_opened_by({});
}

TEST_F(KeyRotation, TakesANewFileAndTheListOfErasuresWithIt) {
  ASSERT_EQ(program
                .run({"subject", "erase", "--pupil", name + ".pup-sem", "--org", "school-12",
                      "--data", "data"})
                .status,
            0);
  ASSERT_EQ(rotate({"--new-key-file", "new.key"}).status, 0);
  EXPECT_EQ(read_file(program / "data.key"), read_file(program / "old.key")) << "is left alone";
  expect_old_key_is_wrong();
  expect_opened_by({"--key-file", "new.key"});
  EXPECT_EQ(read_file(program / "new.key.erased"), read_file(program / "data.key.erased"));
}

TEST_F(KeyRotation, KnowsTheKeyFromTheEnvironment) {
  std::string text = read_file(program / "old.key");
  text.pop_back();
  const Ran refused = rotate({}, {"VERLOOP_KEY=" + text});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("--new-key-file"));
  EXPECT_EQ(rotate({"--new-key-file", "new.key"}, {"VERLOOP_KEY=" + text}).status, 0);
  expect_opened_by({"--key-file", "new.key"});
}

TEST_F(KeyRotation, RefusesAKeyThatIsWrongMissingOrTheSame) {
  create_key_file(program / "wrong.key").value();
  EXPECT_EQ(rotate({"--key-file", "wrong.key", "--new-key-file", "new.key"}).status, 2);
  EXPECT_EQ(rotate({"--key-file", "none.key"}).status, 2);
  EXPECT_EQ(rotate({"--new-key-file", "data.key"}).status, 2);
  expect_opened_by({});
}

TEST_F(KeyRotation, StopsAtAKeyThatIsDamagedAndChangesNothing) {
  std::string damaged;
  {
    const auto vault = Database::open(program / "data/vault", OpenMode::read_only);
    ASSERT_TRUE(vault->scan("d/", "d/", [&](std::string_view key, std::string_view) {
      damaged = key;
      return false;
    }));
  }
  flip_byte(program / "data/vault", damaged, 20);
  const Ran ran = rotate();
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("the vault stays as it is"));
  EXPECT_EQ(program.run({"procedure", "list", "--data", "data"}).status, 0)
      << "the old key still opens it";
}

// --- a copy of the key

class KeyCheck : public KeyRotation {
 protected:
  Ran check(const std::string& file, const Program::Words& more = {}) const {
    Program::Words words{"key", "check", "--data", "data", "--key-file", file};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
};

TEST_F(KeyCheck, TellsWhetherACopyIsTheFoldersKey) {
  const auto before = contents_of(program / "data");
  const Ran good = check("old.key");
  EXPECT_EQ(good.status, 0) << good.all();
  EXPECT_THAT(good.out, HasSubstr("opens the vault of data"));
  EXPECT_EQ(check("old.key", {"--json"}).out, "{\"opens\":true}\n");
  create_key_file(program / "wrong.key").value();
  const Ran wrong = check("wrong.key");
  EXPECT_EQ(wrong.status, 1) << wrong.all();
  EXPECT_THAT(wrong.err, HasSubstr("not the one that this vault was made with"));
  EXPECT_EQ(contents_of(program / "data"), before);
  ASSERT_EQ(rotate().status, 0);
  EXPECT_EQ(check("old.key").status, 1) << "a copy from before";
}

TEST_F(KeyCheck, AnswersWhileAnotherHasTheFolder) {
  const int lock = ::open((program / "data/lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(check("old.key").status, 0);
  ::close(lock);
}

TEST_F(KeyCheck, SaysWhatIsNoKeyAndNoFolder) {
  program.write("short.key", "abc\n");
  EXPECT_EQ(check("short.key").status, 2);
  EXPECT_EQ(check("none.key").status, 2);
  EXPECT_EQ(program.run({"key", "check", "--data", "none"}).status, 2);
  fs::create_directory(program / "other");
  program.write("other/file", "not ours");
  const Ran ran = program.run({"key", "check", "--data", "other", "--key-file", "old.key"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("is not a data folder of this program"));
}

}  // namespace
}  // namespace verloop::test
