// Backups that a server makes while its clients go on.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "events/record.hpp"
#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

constexpr int clients = 4;

/// Commands of several connections, each recording contacts in a case of its own.
class Load {
 public:
  Load(std::uint16_t port, const std::string& token, const std::string& round) {
    for (int client = 0; client < clients; ++client) {
      threads_.emplace_back(
          [this, port, token, client, name = round + "." + std::to_string(client)] {
            work(Line(port, token), name);
          });
    }
  }
  ~Load() { stop(); }

  /// Waits until so many more commands were answered, or no connection is left.
  void await(int more) {
    std::unique_lock lock(mutex_);
    const std::size_t wanted = answered_.size() + static_cast<std::size_t>(more);
    changed_.wait(lock, [&] { return answered_.size() >= wanted || ended_ == clients; });
  }
  /// The positions of what was answered by now.
  std::set<std::int64_t> answered() {
    const std::lock_guard lock(mutex_);
    return answered_;
  }
  void stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  void work(Line line, const std::string& name) {
    for (int number = 0; !stopping_; ++number) {
      json::object params{{"id", uuid_from_name(name + "/" + std::to_string(number))},
                          {"case", name}};
      params["action"] = number == 0 ? "openCase" : number == 1 ? "includePupil" : "logContact";
      params["data"] = number == 0   ? json::object{{"title", "cluster"}}
                       : number == 1 ? json::object{{"pupil", name}, {"name", "Noor"}}
                                     : json::object{{"with", "consultant"}, {"note", "a note"}};
      const auto answer = line.call("command.submit", params);
      if (!answer || !answer->contains("result")) break;
      const std::lock_guard lock(mutex_);
      answered_.insert(answer->at("result").at("position").as_int64());
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    ++ended_;
    changed_.notify_all();
  }

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::int64_t> answered_;
  int ended_ = 0;
  std::vector<std::thread> threads_;
};

class BackupWhileServing : public Serving {
 protected:
  void SetUp() override {
    Serving::SetUp();
    administrator_ = token_of("administrator");
  }
  void start_with_places() { start_server({"--backup-to", "log", "--backup-vault-to", "vault"}); }

  /// What the program itself asks of the server.
  Ran ask(const Program::Words& more = {}, const std::string& token = "") {
    const Program other;  // Its output goes beside the server's.
    Program::Words words{"backup", "--server", "127.0.0.1:" + std::to_string(port_)};
    words.insert(words.end(), more.begin(), more.end());
    return other.run(words, {"VERLOOP_TOKEN=" + (token.empty() ? administrator_ : token)});
  }
  json::object back_up() {
    const Ran ran = ask({"--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return ran.status == 0 ? json::parse(ran.out).as_object() : json::object();
  }

  /// The newest backup as a folder, which holds what was signed then and verifies; its size.
  std::uint64_t restored_size(const json::object& made) {
    const Program other;
    other.write("log.note", json::value_to<std::string>(made.at("checkpoint")));
    other.write("access.note", json::value_to<std::string>(made.at("accessCheckpoint")));
    const std::string key = (program_ / "data.key").string();
    const Ran ran =
        other.run({"restore", "--data", "again", "--key-file", key, "--from",
                   (program_ / "log").string(), "--vault-from", (program_ / "vault").string(),
                   "--checkpoint", "log.note", "--checkpoint", "access.note", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    if (ran.status != 0) return 0;
    const Ran verified = other.run({"verify", "again", "--key-file", key, "--checkpoint",
                                    "log.note", "--checkpoint", "access.note"});
    EXPECT_EQ(verified.status, 0) << verified.all();
    return json::parse(ran.out).at("size").to_number<std::uint64_t>();
  }

  std::string administrator_;
};

TEST_F(BackupWhileServing, HoldsAllThatWasAnsweredBeforeItWasAskedFor) {
  ASSERT_NO_FATAL_FAILURE(start_with_places());
  Load load(port_, token_, "first");
  json::object made;
  for (int round = 0; round < 3; ++round) {
    load.await(20);
    const auto answered = load.answered();
    made = back_up();
    ASSERT_FALSE(made.empty());
    const auto size = made.at("size").as_int64();
    EXPECT_LT(*answered.rbegin(), size);
    EXPECT_EQ(restored_size(made), static_cast<std::uint64_t>(size));
  }
  load.await(1);  // And commands go on.
  load.stop();
  EXPECT_EQ(made.at("logBackup").as_int64(), 3);
  EXPECT_GT(made.at("bytes").as_int64(), 0);
  EXPECT_GE(made.at("milliseconds").as_int64(), 0);
  kill_server();
  verify();
}

TEST_F(BackupWhileServing, LeavesEarlierOnesUsableWhenTheServerDiesInTheMiddle) {
  ASSERT_NO_FATAL_FAILURE(start_with_places());
  json::object made = back_up();
  for (int round = 0; round < 5 && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    Load load(port_, token_, "r" + std::to_string(round));
    load.await(10);
    std::thread asking([this] { Line(port_, administrator_).call("admin.backup", {}); });
    load.await(round);
    kill_server();
    asking.join();
    load.stop();
    // Either the one before or, when it was done already, the one that was asked for.
    EXPECT_GE(restored_size(made), made.at("size").to_number<std::uint64_t>());
    ASSERT_NO_FATAL_FAILURE(start_with_places());
    made = back_up();
    EXPECT_EQ(restored_size(made), made.at("size").to_number<std::uint64_t>());
  }
}

TEST_F(BackupWhileServing, IsMadeForWhoMayAndWhereTheOperatorSaid) {
  ASSERT_NO_FATAL_FAILURE(start_with_places());
  const Ran human = ask({"--lang", "nl"});
  EXPECT_EQ(human.status, 0) << human.all();
  EXPECT_THAT(human.out, HasSubstr("Reservekopie 1 van de logboeken"));
  EXPECT_THAT(human.out, HasSubstr(" bytes, in "));
  const Ran refused = ask({"--lang", "en"}, token_);
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.out, HasSubstr("Refused (unauthorised): This is for the administrator."));
  const Ran program = ask({"--json"}, token_);
  EXPECT_EQ(json::parse(program.out).at("kind"), "unauthorised");
  EXPECT_EQ(json::parse(program.out).at("exit"), 1);
  EXPECT_EQ(ask({"--lang", "en"}, "vl_nothing").status, 1);
  EXPECT_EQ(ask({"--to", "elsewhere"}).status, 2);
}

TEST_F(BackupWhileServing, SaysWhatIsMissing) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  const Ran nowhere = ask({"--lang", "en"});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_THAT(nowhere.out, HasSubstr("start it with --backup-to"));
  const Program other;
  const std::string server = "127.0.0.1:" + std::to_string(port_);
  const Ran no_token = other.run({"backup", "--server", server});
  EXPECT_EQ(no_token.status, 2);
  EXPECT_THAT(no_token.err, HasSubstr("VERLOOP_TOKEN"));
  EXPECT_EQ(other.run({"backup"}).status, 2);
  EXPECT_EQ(other.run({"backup"}, {"VERLOOP_SERVER=" + server}).status, 2) << "no token";
  EXPECT_EQ(other.run({"backup", "--server", "nowhere"}, {"VERLOOP_TOKEN=vl_x"}).status, 2);
  kill_server();
  const Ran gone = ask({"--lang", "en"});
  EXPECT_EQ(gone.status, 3);
  EXPECT_THAT(gone.err, HasSubstr("no answer from 127.0.0.1:"));
}

TEST_F(BackupWhileServing, KeepsItsPlacesApart) {
  const auto status = [&](const std::string& log, const std::string& vault) {
    return program_
        .run({"serve", "--data", "data", "--listen", "127.0.0.1:0", "--backup-to", log,
              "--backup-vault-to", vault})
        .status;
  };
  EXPECT_EQ(status("one", "one/vault"), 2);
  EXPECT_EQ(status("data/log", "vault"), 2);
  EXPECT_EQ(status("log", "."), 2);
  EXPECT_EQ(
      program_.run({"serve", "--data", "data", "--listen", "127.0.0.1:0", "--backup-to", "log"})
          .status,
      2);
  EXPECT_FALSE(std::filesystem::exists(program_ / "log"));
}

TEST_F(BackupWhileServing, DoesNotStartWithAFileInThePlaceOfAFolder) {
  std::ofstream(program_ / "file") << "kept";
  const Ran ran = program_.run({"serve", "--data", "data", "--listen", "127.0.0.1:0", "--backup-to",
                                "log", "--backup-vault-to", "file", "--lang", "en"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("file is a file; name a folder for the backups"));
  EXPECT_FALSE(std::filesystem::exists(program_ / "log"));
}

TEST_F(BackupWhileServing, KeepsThoseOfTheVaultAsLongAsItIsTold) {
  ASSERT_NO_FATAL_FAILURE(
      start_server({"--backup-to", "log", "--backup-vault-to", "vault", "--vault-days", "0"}));
  // Moments are told apart by the second, so that the first may have to wait for it.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  bool was_deleted = false;
  while (!was_deleted && !HasFailure() && std::chrono::steady_clock::now() < end)
    was_deleted = back_up().at("deletedVaultBackups").as_int64() > 0;
  EXPECT_TRUE(was_deleted);
  kill_server();
  EXPECT_EQ(program_
                .run({"serve", "--data", "data", "--listen", "127.0.0.1:0", "--backup-to", "log",
                      "--backup-vault-to", "vault", "--vault-days", "31"})
                .status,
            2);
}

}  // namespace
}  // namespace verloop::test
