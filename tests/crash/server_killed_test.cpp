// The server killed at random moments while clients have it record: whatever was answered is there,
// once, and what was not can be sent again. `--rounds` says how often, `--seed` what is sent.

#include <condition_variable>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "events/record.hpp"
#include "tests/support/rounds.hpp"
#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

constexpr int clients = 4;
constexpr int answers_max = 24;  // Of a round, before the server is killed.

/// A command that was sent, and its answer if that came.
struct Sent {
  json::object params;
  std::optional<json::object> answer;
};

/// What one client does in one round: opens a case of its own and logs in it what it can.
json::object command(const std::string& round, int client, int number) {
  json::object params{
      {"id", uuid_from_name(round + "/" + std::to_string(client) + "/" + std::to_string(number))},
      {"case", "k" + round + "." + std::to_string(client)}};
  params["action"] = number == 0 ? "openCase" : number == 1 ? "includePupil" : "logContact";
  params["data"] = number == 0   ? json::object{{"title", "cluster"}}
                   : number == 1 ? json::object{{"pupil", "pup-1"}, {"name", "Noor"}}
                                 : json::object{{"with", "consultant"}, {"note", "a note"}};
  return params;
}

class ServerKilled : public Serving {
 protected:
  /// Has the clients send until the server is killed after a number of answers.
  std::vector<Sent> load_until_killed(const std::string& round, int answers) {
    std::vector<std::vector<Sent>> sent(clients);
    std::vector<std::thread> threads;
    for (int client = 0; client < clients; ++client)
      threads.emplace_back([&, client] { send(round, client, sent[client]); });
    {
      std::unique_lock lock(mutex_);
      answered_more_.wait(lock, [&] { return answered_ >= answers || ended_ == clients; });
    }
    kill_server();
    for (std::thread& thread : threads) thread.join();
    answered_ = ended_ = 0;
    std::vector<Sent> all;
    for (auto& one : sent) all.insert(all.end(), one.begin(), one.end());
    return all;
  }

  void send(const std::string& round, int client, std::vector<Sent>& sent) {
    Line line(port_, token_);
    for (int number = 0;; ++number) {
      sent.push_back({command(round, client, number), {}});
      sent.back().answer = line.call("command.submit", sent.back().params);
      const std::lock_guard lock(mutex_);
      ++(sent.back().answer ? answered_ : ended_);
      answered_more_.notify_one();
      if (!sent.back().answer) return;
    }
  }

  /// Sends all of a round again: what was answered gets that answer, the rest one of its own; and
  /// each command is in the history of its case once.
  void check(const std::vector<Sent>& sent) {
    Line line(port_, token_);
    std::map<std::string, std::multiset<std::int64_t>> positions;
    for (const Sent& one : sent) {
      const auto again = line.call("command.submit", one.params);
      ASSERT_TRUE(again && again->contains("result")) << json::serialize(one.params);
      const json::object& first = one.answer ? *one.answer : *again;
      EXPECT_EQ(json::serialize(*again), json::serialize(first));
      positions[std::string(one.params.at("case").as_string())].insert(
          again->at("result").at("position").as_int64());
    }
    for (const auto& [id, expected] : positions) {
      const auto history = line.call("case.history", {{"case", id}});
      ASSERT_TRUE(history && history->contains("result"));
      std::multiset<std::int64_t> found;
      for (const json::value& event : history->at("result").at("events").as_array()) {
        const std::string type(event.at("type").as_string());
        const bool is_asked_for = type == "ClusterCaseOpened@1" || type == "ContactLogged@1";
        // Of two events of one command the last counts: its size.
        if (is_asked_for || type == "ClusterSizeStated@1")
          found.insert(event.at("position").as_int64());
      }
      EXPECT_EQ(found, expected) << id;
    }
  }

  std::mutex mutex_;
  std::condition_variable answered_more_;
  int answered_ = 0;
  int ended_ = 0;
};

TEST_F(ServerKilled, LosesNothingThatWasAnsweredAndRecordsNothingTwice) {
  std::mt19937_64 random(printed_seed());
  const std::uint64_t rounds = rounds_or(20);
  std::uniform_int_distribution<int> answers(0, answers_max);
  std::vector<Sent> sent;
  for (std::uint64_t round = 0; round <= rounds && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    ASSERT_NO_FATAL_FAILURE(start_server());
    ASSERT_NO_FATAL_FAILURE(check(sent));
    if (round == rounds) break;
    sent = load_until_killed(std::to_string(round), answers(random));
    verify();
  }
}

}  // namespace
}  // namespace verloop::test
