// Commands that are recorded together, over real sockets: each is answered rightly, and only when
// what it rests on is durable.

#include "adapters/committer.hpp"

#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;

json::object submission(int number, const std::string& id, const std::string& action,
                        json::object data) {
  return {{"jsonrpc", "2.0"},
          {"method", "command.submit"},
          {"id", number},
          {"params",
           {{"id", Client::command_uuid(number)},
            {"case", id},
            {"action", action},
            {"data", std::move(data)}}}};
}

json::object opening(int number, const std::string& id) {
  return submission(number, id, "openCase", {{"title", "cluster SOVA"}});
}

json::object inclusion(int number, const std::string& id) {
  return submission(number, id, "includePupil", {{"pupil", "pup-noor"}, {"name", "Noor"}});
}

class Together : public testing::Test {
 protected:
  Together() : school_(served_, "ib-1") {}

  json::array send(const json::array& calls) { return school_.call_all(calls); }

  static std::vector<std::string> kinds(const json::array& answers) {
    std::vector<std::string> kinds;
    for (const json::value& answer : answers) kinds.push_back(error_kind(answer.as_object()));
    return kinds;
  }

  Served served_;
  Client school_;
};

TEST_F(Together, CommandsOfOneMessageShareAnAppend) {
  const int before = served_.log().appends;
  const json::array answers = send({opening(1, "c1"), inclusion(2, "c1"), opening(3, "c2")});
  EXPECT_THAT(kinds(answers), ElementsAre("", "", ""));
  EXPECT_EQ(answers.at(0).at("result").at("version"), 0);
  EXPECT_EQ(answers.at(1).at("result").at("version"), 2);
  EXPECT_EQ(served_.log().appends, before + 1);
}

TEST_F(Together, WhatIsAskedAfterACommandSeesIt) {
  const json::object question{
      {"jsonrpc", "2.0"}, {"method", "case.history"}, {"id", 9}, {"params", {{"case", "c1"}}}};
  const json::array answers = send({opening(1, "c1"), inclusion(2, "c1"), question});
  EXPECT_EQ(answers.at(2).at("result").at("events").as_array().size(), 3U);
}

TEST_F(Together, ARepeatGetsTheSameAnswer) {
  const json::array answers = send({opening(1, "c1"), opening(1, "c1"), opening(1, "c2")});
  EXPECT_THAT(kinds(answers), ElementsAre("", "", "duplicate"));
  EXPECT_EQ(json::serialize(answers.at(0)), json::serialize(answers.at(1)));
}

TEST_F(Together, NoneIsRecordedWhenTheDiskIsFullAndAllCanBeSentAgain) {
  const json::array calls{opening(1, "c1"), inclusion(2, "c1"), opening(3, "c2")};
  served_.disk().is_full = true;
  EXPECT_THAT(kinds(send(calls)), ElementsAre("readOnly", "readOnly", "readOnly"));
  EXPECT_EQ(error_kind(school_.call("case.get", {{"case", "c1"}})), "unknown");
  served_.disk().is_full = false;
  const json::array answers = send(calls);
  EXPECT_THAT(kinds(answers), ElementsAre("", "", ""));
  EXPECT_EQ(json::serialize(send(calls)), json::serialize(answers));
  EXPECT_EQ(served_.said().size(), 2U) << "once, and that it works again";
}

TEST_F(Together, CommandsOfManyConnectionsAreAllRecorded) {
  constexpr int clients = 8;
  constexpr int rounds = 5;
  std::vector<std::thread> threads;
  std::atomic<int> accepted = 0;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      Client one(served_, "ib-1");
      for (int round = 0; round < rounds; ++round) {
        const int number = 100 * client + round;
        if (error_code(one.submit(number, "k" + std::to_string(number), "openCase",
                                  {{"title", "cluster"}})) == 0)
          ++accepted;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted, clients * rounds);
  served_.stop();
  EXPECT_TRUE(served_.projections_are_current());
}

}  // namespace
}  // namespace verloop::test
