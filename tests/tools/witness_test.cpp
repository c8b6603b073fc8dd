// Witnesses as programs: a log is cosigned over sockets, a fork is not, and what was cosigned is
// not forgotten when the witness is killed.

#include <sys/stat.h>

#include <boost/json.hpp>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using testing::HasSubstr;

/// A data folder "data" with a checkpoint, and witnesses that know its log.
class Witnessing : public Played {
 protected:
  struct Running {
    pid_t process = 0;
    std::string where, key;
  };

  void SetUp() override {
    Played::SetUp();
    log_key_ = std::string(checkpoint("data").at("verifierKey").as_string());
  }
  void TearDown() override {
    for (auto& [witness, running] : running_) stop(running);
  }

  json::object checkpoint(const std::string& folder, const Program::Words& more = {}) const {
    Program::Words words{"checkpoint", "--data", folder, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return json::parse(program.run(words).out).as_object();
  }

  /// Starts it and waits until it says where it listens: through a pipe in the place of its
  /// standard output.
  void start(const std::string& witness, const Program::Words& more = {}) {
    fs::remove(program / "stdout");
    ASSERT_EQ(::mkfifo((program / "stdout").c_str(), 0600), 0);
    Running& running = running_[witness];
    Program::Words words{"witness", "--state", witness,    "--name",      "w.example/" + witness,
                         "--log",   log_key_,  "--listen", "127.0.0.1:0", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    running.process = program.start(words);
    std::ifstream out(program / "stdout");
    std::string line;
    std::getline(out, line);
    fs::remove(program / "stdout");
    ASSERT_FALSE(line.empty()) << read_file(program / "stderr");
    running.where = json::value_to<std::string>(json::parse(line).at("listening"));
    running.key = json::value_to<std::string>(json::parse(line).at("witnessKey"));
  }

  static void stop(Running& running) {
    if (running.process <= 0) return;
    ::kill(running.process, SIGKILL);
    ::waitpid(running.process, nullptr, 0);
    running.process = 0;
  }

  /// All witnesses by name, and what is wanted of them.
  void write_policy(const std::string& rest) const {
    std::string text = "log " + log_key_ + "\n";
    for (const auto& [witness, running] : running_)
      text += "witness " + witness + " " + running.key + " http://" + running.where + "\n";
    program.write("policy", text + rest + "\n");
  }

  Ran cosign(const std::string& folder = "data") const {
    return program.run({"checkpoint", "--data", folder, "--policy", "policy"});
  }
  Ran verify(const std::string& folder = "data", const Program::Words& more = {}) const {
    Program::Words words{"verify", folder, "--policy", "policy"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  /// The data folder and its key once more, under another name.
  void copy_data(const std::string& name_of_copy) const {
    fs::copy(program / "data", program / name_of_copy, fs::copy_options::recursive);
    fs::copy(program / "data.key", program / (name_of_copy + ".key"));
  }
  /// One more event.
  void grow(const std::string& folder, const std::string& person) const {
    ASSERT_EQ(program.run({"token", name + "." + person, "--data", folder}).status, 0);
  }

  std::string log_key_;
  std::map<std::string, Running> running_;
};

TEST_F(Witnessing, CosignsAsALogGrows) {
  start("a");
  start("b");
  write_policy("group both all a b\nquorum both");
  EXPECT_EQ(verify().status, 1) << "nobody cosigned yet";
  for (int round = 0; round < 3; ++round) {
    const Ran ran = cosign();
    ASSERT_EQ(ran.status, 0) << ran.all();
    EXPECT_THAT(ran.out, HasSubstr("\u2014 w.example/a "));
    EXPECT_THAT(ran.out, HasSubstr("\u2014 w.example/b "));
    EXPECT_EQ(read_file(program / "data/cosigned"), ran.out);
    const Ran verified = verify();
    EXPECT_EQ(verified.status, 0) << verified.all();
    EXPECT_THAT(verified.out, HasSubstr("witnessed up to "));
    grow("data", "ib-1");
  }
}

TEST_F(Witnessing, IsNotEnoughWhenOneIsDown) {
  start("a");
  start("b");
  write_policy("group both all a b\nquorum both");
  stop(running_["b"]);
  const Ran ran = cosign();
  EXPECT_EQ(ran.status, 3) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("b: "));
  EXPECT_FALSE(fs::exists(program / "data/cosigned"));
  write_policy("group one any a b\nquorum one");
  EXPECT_EQ(cosign().status, 0);
  EXPECT_EQ(verify().status, 0);
}

TEST_F(Witnessing, RefusesAForkOfWhatItCosigned) {
  start("a");
  write_policy("quorum a");
  copy_data("fork");
  grow("data", "ib-1");
  grow("fork", "con-1");
  ASSERT_EQ(cosign("data").status, 0);
  const Ran refused = cosign("fork");
  EXPECT_EQ(refused.status, 1) << refused.all();
  EXPECT_THAT(refused.err, HasSubstr("a: it refused, with status 422"));
  grow("fork", "con-1");
  EXPECT_EQ(cosign("fork").status, 1) << "nor when it is longer";
  EXPECT_EQ(program.run({"verify", "fork"}).status, 0) << "it is good in itself";
  EXPECT_EQ(verify("fork").status, 1);
  const Ran found = verify("fork", {"--checkpoint", "data/cosigned"});
  EXPECT_EQ(found.status, 1);
  EXPECT_THAT(found.out, HasSubstr("are not those that a checkpoint that was kept signed"));
}

TEST_F(Witnessing, FindsALogThatWasPutBack) {
  start("a");
  write_policy("quorum a");
  copy_data("old");
  grow("data", "ib-1");
  ASSERT_EQ(cosign("data").status, 0);
  const Ran refused = cosign("old");
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("a part of the log is missing"));
}

TEST_F(Witnessing, RemembersWhenItWasKilled) {
  start("a");
  write_policy("quorum a");
  copy_data("fork");
  grow("data", "ib-1");
  grow("fork", "con-1");
  for (int round = 0; round < 3; ++round) {
    ASSERT_EQ(cosign("data").status, 0);
    stop(running_["a"]);
    start("a");
    write_policy("quorum a");
    EXPECT_EQ(cosign("fork").status, 1);
    grow("data", "ib-1");
  }
}

TEST_F(Witnessing, DoesNotGoOnUnderAKeyOfWhichItForgotWhatItCosigned) {
  start("a");
  stop(running_["a"]);
  fs::remove_all(program / "a");
  const Ran ran = program.run({"witness", "--state", "a", "--name", "w.example/a", "--log",
                               log_key_, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("is not known"));
}

TEST_F(Witnessing, SaysWhatIsWrongWithItsOptions) {
  const auto status = [&](const Program::Words& more) {
    Program::Words words{"witness", "--state", "s"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words).status;
  };
  EXPECT_EQ(status({"--name", "w"}), 2) << "no log";
  EXPECT_EQ(status({"--name", "w", "--log", "nonsense"}), 2);
  EXPECT_EQ(status({"--name", "w", "--log", log_key_, "--listen", "nowhere"}), 2);
  EXPECT_EQ(status({"--name", "w", "--policy", "none"}), 2);
  EXPECT_EQ(status({"--name", "w x", "--log", log_key_}), 2);
  program.write("policy", "quorum none\n");
  EXPECT_EQ(status({"--name", "w", "--policy", "policy"}), 2) << "a policy without logs";
  EXPECT_FALSE(fs::exists(program / "s")) << "nothing was made";
}

TEST_F(Witnessing, ProvesARecordToWhoTrustsTheWitnesses) {
  start("a");
  write_policy("quorum a");
  EXPECT_EQ(program.run({"prove", "3", "--data", "data", "--cosigned"}).status, 2);
  ASSERT_EQ(cosign().status, 0);
  grow("data", "ib-1");
  checkpoint("data");
  const auto prove = [&](const Program::Words& more) {
    Program::Words words{"prove", "3", "--data", "data", "-o", "p.tlog-proof", "--record", "r"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(program.run(words).status, 0);
    return program.run({"verify", "p.tlog-proof", "--record", "r", "--policy", "policy"});
  };
  EXPECT_EQ(prove({"--cosigned"}).status, 0);
  const Ran newest = prove({});
  EXPECT_EQ(newest.status, 1);
  EXPECT_THAT(newest.out, HasSubstr("fewer witnesses"));
}

TEST_F(Witnessing, BundlesACaseForWhoTrustsTheWitnesses) {
  start("a");
  write_policy("quorum a");
  const auto bundled = [&](const Program::Words& more) {
    Program::Words words{"-o", "b.bundle"};
    words.insert(words.end(), more.begin(), more.end());
    return ask("bundle", "ib-1", words);
  };
  EXPECT_EQ(bundled({"--cosigned"}).status, 2) << "nobody cosigned yet";
  ASSERT_EQ(cosign().status, 0);
  grow("data", "ib-1");
  checkpoint("data");
  ASSERT_EQ(bundled({"--cosigned"}).status, 0);
  const Ran verified = program.run({"verify", "b.bundle", "--policy", "policy"});
  EXPECT_EQ(verified.status, 0) << verified.all();
  ASSERT_EQ(bundled({}).status, 0);
  EXPECT_EQ(program.run({"verify", "b.bundle", "--policy", "policy"}).status, 1);
}

TEST_F(Witnessing, KnowsALogByTwoKeys) {
  start("a");
  write_policy("quorum a");
  ASSERT_EQ(cosign().status, 0);
  const Ran rotated = program.run({"key", "rotate", "--signing", "--data", "data", "--json"});
  ASSERT_EQ(rotated.status, 0) << rotated.all();
  EXPECT_EQ(verify().status, 0) << "what was cosigned stays so";
  EXPECT_EQ(cosign().status, 0) << "the old key signed the checkpoint of its replacement too";
  grow("data", "ib-1");
  EXPECT_EQ(cosign().status, 2) << "the policy does not know the new key";
  const std::string new_key =
      json::value_to<std::string>(json::parse(rotated.out).at("verifierKey"));
  write_policy("log " + new_key + "\nquorum a");
  const Ran unknown = cosign();
  EXPECT_EQ(unknown.status, 1) << "nor does the witness";
  EXPECT_THAT(unknown.err, HasSubstr("403"));
  stop(running_["a"]);
  start("a", {"--log", new_key});
  write_policy("log " + new_key + "\nquorum a");
  EXPECT_EQ(cosign().status, 0);
  const Ran verified = verify();
  EXPECT_EQ(verified.status, 0) << verified.all();
}

/// A proof that the log only grew, for who kept a checkpoint and has no folder.
class ProveGrowth : public Witnessing {
 protected:
  void SetUp() override {
    Witnessing::SetUp();
    keep("before.note");
    grow("data", "ib-1");
    checkpoint("data");
  }
  void keep(const std::string& file) {
    const json::object made = checkpoint("data");
    const std::string note(made.at("checkpoint").as_string());
    program.write(file, note);
    size_ = note.substr(note.find('\n') + 1);
    size_.resize(size_.find('\n'));
  }
  Ran check(const std::string& before = "before.note") const {
    return program.run({"verify", "grown", "--checkpoint", before, "--key", log_key_});
  }
  std::string size_;
};

TEST_F(ProveGrowth, HoldsBetweenTwoCheckpoints) {
  ASSERT_EQ(program.run({"prove", "--from", size_, "--data", "data", "-o", "grown"}).status, 0);
  const Ran ran = check();
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("begin with the " + size_ + " of the checkpoint that was kept"));
  EXPECT_EQ(program.run({"verify", "grown", "--key", log_key_}).status, 2);
  EXPECT_EQ(program.run({"verify", "grown", "--checkpoint", "before.note"}).status, 2);
}

TEST_F(ProveGrowth, LeadsToAnEarlierCheckpointWhenAsked) {
  const std::string first = size_;
  keep("middle.note");
  const std::string middle = size_;
  grow("data", "ib-1");
  checkpoint("data");
  ASSERT_EQ(program.run({"prove", "--from", first, "--to", middle, "--data", "data", "-o", "grown"})
                .status,
            0);
  EXPECT_THAT(read_file(program / "grown"), testing::EndsWith(read_file(program / "middle.note")));
  EXPECT_EQ(check().status, 0);
  const Ran none = program.run({"prove", "--from", first, "--to", "1", "--data", "data"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("no checkpoint of size 1 was signed; the next checkpoint is"));
}

TEST_F(ProveGrowth, IsRefusedForAnotherCheckpointKeyOrProof) {
  ASSERT_EQ(program.run({"prove", "--from", size_, "--data", "data", "-o", "grown"}).status, 0);
  keep("after.note");
  EXPECT_EQ(check("after.note").status, 1) << "it starts from another one";
  ASSERT_EQ(program.run({"init", "--data", "other"}).status, 0);
  const std::string other(checkpoint("other").at("verifierKey").as_string());
  EXPECT_EQ(program.run({"verify", "grown", "--checkpoint", "before.note", "--key", other}).status,
            1);
  const std::string good = read_file(program / "grown");
  for (std::size_t at = 0; at < good.find("\n\n"); at += 7) {
    std::string bad = good;
    bad[at] = bad[at] == 'A' ? 'B' : 'A';
    program.write("grown", bad);
    EXPECT_NE(check().status, 0) << at;
  }
}

TEST_F(ProveGrowth, IsAskedForInsteadOfAPosition) {
  EXPECT_EQ(program.run({"prove", "--data", "data"}).status, 2);
  EXPECT_EQ(program.run({"prove", "3", "--from", "1", "--data", "data"}).status, 2);
  EXPECT_EQ(program.run({"prove", "--from", "99999", "--data", "data"}).status, 2);
}

}  // namespace
}  // namespace verloop::test
