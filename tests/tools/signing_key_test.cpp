// Another signing key: what was signed before stays good, whoever trusts the old key learns the new
// one, and the old one counts for nothing from there on.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "events/replaced_keys.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"
#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

std::string text_in(const json::object& answer, const char* member) {
  return json::value_to<std::string>(answer.at(member));
}

class SigningKeyTest : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    old_key_ = keep("old.note");
    old_access_key_ = keep("old-access.note", {"--access"});
  }
  Ran run(Program::Words words, const Program::Words& more) const {
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  /// Keeps the newest checkpoint; gives the verifier key.
  std::string keep(const std::string& file, const Program::Words& more = {}) const {
    const Ran ran = run({"checkpoint", "--data", "data", "--json"}, more);
    const json::object made = json::parse(ran.out).as_object();
    program.write(file, text_in(made, "checkpoint"));
    return text_in(made, "verifierKey");
  }
  json::object rotate() const {
    const Ran ran = program.run({"key", "rotate", "--signing", "--data", "data", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return ran.status == 0 ? json::parse(ran.out).as_object() : json::object();
  }
  /// Something that the log records, and then signs.
  void go_on() const {
    ASSERT_EQ(program.run({"token", name + ".ib-1", "--data", "data"}).status, 0);
    keep("newest.note");
  }
  void expect_verified(const Program::Words& more = {}) const {
    const Ran ran = run({"verify", "data"}, more);
    EXPECT_EQ(ran.status, 0) << ran.all();
  }
  std::size_t signatures(const char* anchor = "anchor") const {
    return parse_note(read_file(program / "data" / anchor)).value().signatures.size();
  }
  DataFolder open() const {
    return DataFolder::open(program / "data", load_key(program / "data.key").value(),
                            OpenMode::read_write)
        .value();
  }
  /// As the anchors lay before the new key signed beside the old one.
  void take_back_new_signature(const char* anchor) const {
    const std::string whole = read_file(program / "data" / anchor);
    ASSERT_EQ(parse_note(whole)->signatures.size(), 2U);
    const std::size_t first = whole.find("\n\n") + 2;
    program.write(std::string("data/") + anchor, whole.substr(0, whole.find('\n', first) + 1));
  }

  std::string old_key_, old_access_key_;
};

TEST_F(SigningKeyTest, IsReplacedAndOldCheckpointsStayGood) {
  const std::string seed = value_at(program / "data/vault", keys::secret("signing"));
  const json::object made = rotate();
  EXPECT_EQ(text_in(made, "formerKey"), old_key_);
  EXPECT_EQ(keep("new.note"), text_in(made, "verifierKey"));
  EXPECT_NE(text_in(made, "verifierKey"), old_key_);
  EXPECT_FALSE(lies_in(program / "data", seed)) << "the old seed is gone";
  go_on();
  EXPECT_EQ(signatures(), 1U) << "the old key signs no more";
  for (const char* note : {"old.note", "new.note", "newest.note"})
    expect_verified({"--checkpoint", note});
  for (const std::string& key : {old_key_, text_in(made, "verifierKey")})
    expect_verified({"--key", key});
  const std::string other = format(verifier_key("another.log", std::string(32, 'x')));
  EXPECT_EQ(program.run({"verify", "data", "--key", other}).status, 1);
}

TEST_F(SigningKeyTest, OfTheAccessLogIsReplacedWithIt) {
  const json::object made = rotate();
  const std::string key = keep("new-access.note", {"--access"});
  EXPECT_EQ(key, text_in(made, "accessVerifierKey"));
  EXPECT_NE(key, old_access_key_);
  EXPECT_EQ(signatures("access.anchor"), 1U) << "what was done is entered, and signed";
  expect_verified({"--checkpoint", "old-access.note", "--checkpoint", "new-access.note"});
  const Ran audit = program.run({"audit", "--access", "--data", "data", "--json"});
  EXPECT_THAT(audit.out, HasSubstr("\"asked\":\"key rotate --signing\""));
}

TEST_F(SigningKeyTest, IsLearnedByWhoTrustsTheOldOne) {
  const json::object made = rotate();
  EXPECT_EQ(signatures(), 2U);
  go_on();
  const auto position = made.at("position").to_number<std::uint64_t>();
  const Ran proved =
      program.run({"prove", std::to_string(position), "--to", std::to_string(position + 1),
                   "--data", "data", "-o", "k.tlog-proof", "--record", "k.record"});
  ASSERT_EQ(proved.status, 0) << proved.all();
  for (const std::string& key : {old_key_, text_in(made, "verifierKey")}) {
    const Ran ran = program.run({"verify", "k.tlog-proof", "--record", "k.record", "--key", key});
    EXPECT_EQ(ran.status, 0) << ran.all();
  }
  const VerifierKey key = parse_verifier_key(text_in(made, "verifierKey")).value();
  EXPECT_THAT(read_file(program / "k.record"),
              HasSubstr("\"to\":\"" + to_base64url(key.public_key) + "\""));
}

TEST_F(SigningKeyTest, LeavesALogThatIsShownToHaveOnlyGrown) {
  const std::string old_size = std::to_string(
      parse_checkpoint_text(parse_note(read_file(program / "old.note"))->text)->size);
  const json::object made = rotate();
  const std::string size = std::to_string(made.at("position").to_number<std::uint64_t>() + 1);
  program.write("both.note", read_file(program / "data/anchor"));
  go_on();
  const std::string new_key = text_in(made, "verifierKey");
  program.write("policy", "log " + old_key_ + "\nlog " + new_key + "\nquorum none\n");
  const auto grown = [&](const Program::Words& sizes, const Program::Words& trust) {
    EXPECT_EQ(run({"prove", "--data", "data", "-o", "grown", "--from"}, sizes).status, 0);
    return run({"verify", "grown", "--checkpoint"}, trust).status;
  };
  EXPECT_EQ(grown({old_size, "--to", size}, {"old.note", "--key", old_key_}), 0);
  EXPECT_EQ(grown({size}, {"both.note", "--key", new_key}), 0);
  EXPECT_EQ(grown({old_size}, {"old.note", "--policy", "policy"}), 0);
  EXPECT_EQ(grown({old_size}, {"old.note", "--key", new_key}), 1) << "the old one is not told of";
}

TEST_F(SigningKeyTest, IsReplacedAgain) {
  rotate();
  keep("second.note");
  go_on();
  rotate();
  for (const char* note : {"old.note", "second.note"}) expect_verified({"--checkpoint", note});
  ASSERT_EQ(program.run({"key", "rotate", "--data", "data"}).status, 0);
  expect_verified({"--checkpoint", "old.note"});
  go_on();
  expect_verified({"--checkpoint", "old.note", "--key", old_key_});
}

class ServedKey : public Serving {};

TEST_F(ServedKey, IsTheNewOneFromTheNextStartAndNotReplacedMeanwhile) {
  const Program::Words rotate{"key", "rotate", "--signing", "--data", "data", "--json"};
  const Ran made = program_.run(rotate);
  ASSERT_EQ(made.status, 0) << made.all();
  start_server();
  Line client(port_, token_);
  const auto info = client.call("server.info", {});
  ASSERT_TRUE(info);
  EXPECT_EQ(info->at("result").at("verifierKey"), json::parse(made.out).at("verifierKey"));
  fs::remove(program_ / "stdout");
  const Ran refused = program_.run(rotate);
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("is in use by another process"));
  kill_server();
  verify();
}

// --- what is handed out before and after

class HandedOut : public SigningKeyTest {
 protected:
  Ran make(const std::string& file, const Program::Words& more = {}) const {
    Program::Words words{"-o", file};
    words.insert(words.end(), more.begin(), more.end());
    return ask("bundle", "con-1", words);
  }
  int check(const std::string& file, const std::string& key) const {
    return program.run({"verify", file, "--key", key}).status;
  }
};

TEST_F(HandedOut, BundlesHoldUnderTheKeyOfTheirTime) {
  ASSERT_EQ(make("before.bundle").status, 0);
  const std::string new_key = text_in(rotate(), "verifierKey");
  ASSERT_EQ(make("both.bundle").status, 0);
  ASSERT_EQ(make("both.html", {"--html"}).status, 0);
  go_on();
  ASSERT_EQ(make("after.bundle").status, 0);
  EXPECT_EQ(check("before.bundle", old_key_), 0);
  EXPECT_EQ(check("before.bundle", new_key), 1);
  for (const char* file : {"both.bundle", "both.html", "after.bundle"}) {
    EXPECT_EQ(check(file, new_key), 0) << file;
    EXPECT_EQ(check(file, old_key_), 1) << file;
  }
}

TEST_F(HandedOut, BundlesHoldForAVerifierOfItsOwn) {
  VERLOOP_NEEDS_PYTHON;
  const std::string script = "tests/independent/verify_bundle.py";
  ASSERT_EQ(make("before.bundle").status, 0);
  const std::string new_key = text_in(rotate(), "verifierKey");
  ASSERT_EQ(make("both.bundle").status, 0);
  EXPECT_EQ(run_python(program, script, {"before.bundle", old_key_}).status, 0);
  EXPECT_EQ(run_python(program, script, {"both.bundle", new_key}).status, 0);
}

TEST_F(HandedOut, ATileFolderGoesOn) {
  const auto exported = [&] {
    return program.run({"export", "tiles", "--data", "data", "-o", "public"}).status;
  };
  ASSERT_EQ(exported(), 0);
  rotate();
  EXPECT_EQ(exported(), 0);
  go_on();
  EXPECT_EQ(exported(), 0);
  EXPECT_EQ(read_file(program / "public/checkpoint"), read_file(program / "newest.note"));
}

TEST_F(HandedOut, ABackupIsRestoredAndHoldsWhatBothKeysSigned) {
  const auto back_up = [&] {
    return program.run({"backup", "--data", "data", "--to", "log", "--vault-to", "vault"}).status;
  };
  ASSERT_EQ(back_up(), 0);
  rotate();
  go_on();
  ASSERT_EQ(back_up(), 0);
  const auto restore = [&](const Program::Words& more) {
    return run({"restore", "--data", "again", "--key-file", "data.key", "--from", "log",
                "--vault-from", "vault", "--checkpoint"},
               more);
  };
  const Ran older = restore({"old.note", "--backup", "1"});
  EXPECT_EQ(older.status, 3) << older.all();
  EXPECT_THAT(older.err, HasSubstr("older than its vault"));
  EXPECT_FALSE(fs::exists(program / "again"));
  for (const char* note : {"old.note", "newest.note"}) {
    const Ran ran = restore({note, "--checkpoint", "old-access.note"});
    ASSERT_EQ(ran.status, 0) << ran.all();
    const Ran verified = program.run(
        {"verify", "again", "--key-file", "data.key", "--checkpoint", note, "--key", old_key_});
    EXPECT_EQ(verified.status, 0) << verified.all();
    fs::remove_all(program / "again");
  }
}

// --- cut short, forged, wrong

TEST_F(SigningKeyTest, IsTheNextOneWhereverItStopped) {
  std::string next;
  {
    DataFolder folder = open();
    next = folder.next_public_key().value();
    EXPECT_EQ(folder.next_public_key().value(), next) << "made once";
  }
  expect_verified();
  go_on();
  const json::object made = rotate();
  EXPECT_EQ(parse_verifier_key(text_in(made, "verifierKey"))->public_key, next);
}

TEST_F(SigningKeyTest, SignsAsSoonAsTheFolderIsOpened) {
  const json::object made = rotate();
  take_back_new_signature("anchor");
  expect_verified({"--key", old_key_});
  EXPECT_EQ(signatures(), 1U) << "reading writes nothing";
  const json::object again = rotate();
  EXPECT_EQ(again, made) << "the same replacement was finished";
  EXPECT_EQ(signatures(), 2U);
  take_back_new_signature("anchor");
  EXPECT_EQ(keep("again.note"), text_in(made, "verifierKey"));
  EXPECT_EQ(signatures(), 2U);
}

TEST_F(SigningKeyTest, IsNotTakenFromWhoHoldsNeitherKey) {
  rotate();
  const Checkpoint checkpoint =
      parse_checkpoint_text(parse_note(read_file(program / "data/anchor"))->text).value();
  program.write("data/anchor", sign_checkpoint(checkpoint, std::string(32, 'x')));
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("anchor"));
}

/// Somebody kept the old seed, and has the folder.
TEST_F(SigningKeyTest, OfOldSignsNothingMore) {
  const std::string seed = open().vault().signing_seed().value();
  rotate();
  go_on();
  const Checkpoint newest =
      parse_checkpoint_text(parse_note(read_file(program / "newest.note"))->text).value();
  program.write("data/anchor", sign_checkpoint(newest, seed));
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("a key that the log did not use at that size"));
  program.write("forged.note", sign_checkpoint(newest, seed));
  program.write("data/anchor", read_file(program / "newest.note"));
  const Ran kept = program.run({"verify", "data", "--checkpoint", "forged.note"});
  EXPECT_EQ(kept.status, 1);
  EXPECT_THAT(kept.out, HasSubstr("a key that the log did not use at that size"));
}

TEST_F(SigningKeyTest, OfOldSignsNothingMoreWhenAnOldVaultIsPutBack) {
  fs::copy(program / "data/vault", program / "old-vault");
  rotate();
  fs::remove_all(program / "data/vault");
  fs::copy(program / "old-vault", program / "data/vault");
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 1);
  EXPECT_THAT(verified.err, HasSubstr("the vault is older than the log"));
  const Ran ran = program.run({"token", name + ".ib-1", "--data", "data"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("the vault is older than the log"));
}

TEST_F(SigningKeyTest, IsMissedWhenTheOldOneDidNotSignItsReplacement) {
  const json::object made = rotate();
  go_on();
  const auto size = made.at("position").to_number<std::uint64_t>() + 1;
  remove_key(program / "data/log", keys::checkpoint(size));
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("was replaced, but no checkpoint that it signed ends with"));
}

TEST_F(SigningKeyTest, IsMissedWhenTheLogLostTheEventThatReplacedTheOldOne) {
  rotate();
  go_on();
  remove_key(program / "data/log", keys::entry(log_stream, Version{0}));
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("of which the log has no event"));
}

TEST_F(SigningKeyTest, IsLeftAloneByACommandThatIsWrong) {
  const auto before = contents_of(program / "data");
  const auto refused = [&](const Program::Words& more, int status, const char* why) {
    const Ran ran = run({"key", "rotate", "--signing"}, more);
    EXPECT_EQ(ran.status, status) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr(why));
  };
  create_key_file(program / "wrong.key").value();
  refused({"--data", "data", "--key-file", "wrong.key"}, 2, "not the one that this vault");
  refused({"--data", "data", "--key-file", "none.key"}, 2, "none.key");
  refused({"--data", "data", "--new-key-file", "new.key"}, 2, "--new-key-file");
  refused({"--data", "none"}, 2, "there is no data folder");
  fs::create_directory(program / "other");
  program.write("other/file", "not ours");
  refused({"--data", "other"}, 2, "is not a data folder of this program");
  const int lock = ::open((program / "data/lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  refused({"--data", "data"}, 3, "is in use by another process");
  ::close(lock);
  EXPECT_EQ(contents_of(program / "data"), before);
}

}  // namespace
}  // namespace verloop::test
