// Subscriptions over real sockets: past and live, the seam, filters, who may see what.

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

std::vector<std::int64_t> history_positions(Client& client, const std::string& id) {
  std::vector<std::int64_t> positions;
  const json::object history = client.call("case.history", {{"case", id}});
  for (const json::value& event : history.at("result").at("events").as_array())
    positions.push_back(event.at("position").as_int64());
  return positions;
}

std::vector<std::int64_t> next_positions(Client& client, std::size_t count) {
  std::vector<std::int64_t> positions;
  for (std::size_t i = 0; i < count; ++i) {
    const json::object event = client.next_event();
    if (event.empty()) break;
    positions.push_back(event.at("position").as_int64());
  }
  return positions;
}

TEST(Subscription, SendsThePastAsTheHistoryShowsIt) {
  const Served served;
  make_case(served, "c1");
  Client client(served, "ib-1");
  const json::object history = client.call("case.history", {{"case", "c1"}});
  client.call("subscription.open", {{"from", 0}, {"window", 1}});
  for (const json::value& event : history.at("result").at("events").as_array()) {
    json::object seen = client.next_event().at("event").as_object();
    EXPECT_EQ(seen.at("case"), "c1");
    seen.erase("case");
    EXPECT_EQ(json::value(seen), event);
  }
}

TEST(Subscription, GoesOnLiveWithoutGapOrRepeat) {
  WireLimits limits;
  limits.lines_waiting = 1;
  const Served served(limits);
  constexpr int cases = 40;
  std::vector<std::int64_t> recorded;
  std::thread writer([&served, &recorded] {
    Client school(served, "ib-1");
    for (int i = 0; i < cases; ++i) {
      const json::object done =
          school.submit(100 + i, "c" + std::to_string(i), "openCase", {{"title", "cluster"}});
      recorded.push_back(done.at("result").at("position").as_int64());
    }
  });
  Client reader(served, "ib-1");
  const json::object opened = reader.call(
      "subscription.open", {{"filter", {{"type", "ClusterCaseOpened"}}}, {"window", 3}});
  EXPECT_EQ(opened.at("result").at("subscription"), "s1");
  const auto seen = next_positions(reader, cases);
  writer.join();
  EXPECT_EQ(seen, recorded);
}

TEST(Subscription, StartsAtAPosition) {
  const Served served;
  make_case(served, "c1");
  Client client(served, "ib-1");
  auto positions = history_positions(client, "c1");
  positions.erase(positions.begin());
  client.call("subscription.open", {{"from", positions.front()}});
  EXPECT_EQ(next_positions(client, positions.size()), positions);
}

TEST(Subscription, FromNowSendsNothingOfThePast) {
  const Served served;
  make_case(served, "c1");
  Client client(served, "ib-1");
  client.call("subscription.open", {{"from", "now"}});
  client.submit(50, "c2", "openCase", {{"title", "next"}});
  EXPECT_EQ(client.next_event().at("event").at("case"), "c2");
}

TEST(Subscription, KeepsToItsCase) {
  const Served served;
  make_case(served, "c1");
  Client client(served, "ib-1");
  client.call("subscription.open", {{"filter", {{"case", "c2"}}}});
  client.submit(50, "c2", "openCase", {{"title", "next"}});
  EXPECT_EQ(client.next_event().at("event").at("case"), "c2");
}

TEST(Subscription, RefusesWhatCouldNeverBeSent) {
  const Served served;
  Client client(served, "ib-1");
  const auto answer = [&client](json::object params) {
    const json::object response = client.call("subscription.open", std::move(params));
    return error_kind(response) + " " + json::serialize(response);
  };
  EXPECT_THAT(answer({{"role", "id"}}), testing::AllOf(testing::StartsWith("unauthorised "),
                                                       testing::HasSubstr("Bedoelt u ib?")));
  EXPECT_THAT(answer({{"filter", {{"type", "ClusterCaseOpend"}}}}),
              testing::AllOf(testing::StartsWith("unknown "),
                             testing::HasSubstr("Bedoelt u ClusterCaseOpened?")));
  EXPECT_THAT(answer({{"filter", {{"procedure", "clusterarrangement-tip"}}}}),
              testing::AllOf(testing::StartsWith("unknown "),
                             testing::HasSubstr("Bedoelt u clusterarrangement-top?")));
  EXPECT_EQ(error_code(client.call("subscription.open", {{"filter", {{"case", "@log"}}}})), -32602);
  EXPECT_THAT(answer({{"role", "ib"},
                      {"filter",
                       {{"type", "ClusterCaseOpened@1"},
                        {"procedure", "clusterarrangement-top"},
                        {"case", "c1"}}}}),
              testing::HasSubstr(R"("subscription":"s1")"));
  client.submit(50, "c1", "openCase", {{"title", "next"}});
  EXPECT_EQ(client.next_event().at("event").at("case"), "c1");
}

TEST(Subscription, TellsNobodyOfACaseThatDoesNotConcernHim) {
  const Served served;
  Client school(served, "ib-1");
  Client consultant(served, "con-1");
  consultant.call("subscription.open", json::object());
  school.submit(1, "c0", "openCase", {{"title", "not for the consultant"}});
  make_case(served, "c1");
  // The case is known to him from the moment on that it is his.
  EXPECT_EQ(consultant.next_event().at("event").at("case"), "c1");
  EXPECT_EQ(consultant.all().find("c0"), std::string::npos);
}

TEST(Subscription, EndsWhenItIsClosed) {
  const Served served;
  Client client(served, "ib-1");
  client.call("subscription.open", {{"from", "now"}});
  EXPECT_EQ(error_code(client.call("subscription.close", {{"subscription", "s1"}})), 0);
  EXPECT_EQ(error_kind(client.call("subscription.close", {{"subscription", "s1"}})), "unknown");
  client.submit(50, "c2", "openCase", {{"title", "next"}});
  client.call("subscription.open", {{"from", 0}});
  EXPECT_EQ(client.next_event().at("subscription"), "s2");
}

TEST(Subscription, EndsWhenSomebodyElseOpensTheSession) {
  const Served served;
  Client client(served, "ib-1");
  client.call("subscription.open", {{"from", "now"}});
  client.call("session.open", {{"token", served.token("con-1")}});
  Client school(served, "ib-1");
  make_case(served, "c1");
  client.call("subscription.open", {{"from", 0}});
  const json::object event = client.next_event();
  EXPECT_EQ(event.at("subscription"), "s2");
}

TEST(Subscription, CountsAgainstALimit) {
  WireLimits limits;
  limits.subscriptions = 1;
  const Served served(limits);
  Client client(served, "ib-1");
  EXPECT_EQ(error_code(client.call("subscription.open", json::object())), 0);
  EXPECT_EQ(error_kind(client.call("subscription.open", json::object())), "busy");
}

TEST(Subscription, KeepsASilentConnectionOpen) {
  const Served served({}, std::chrono::milliseconds(400));
  Client listener(served, "ib-1");
  listener.call("subscription.open", {{"from", "now"}});
  Client silent(served);
  // Gone after the idle time, which passes for both.
  EXPECT_EQ(silent.read_line(), std::nullopt);
  Client school(served, "ib-1");
  school.submit(50, "c2", "openCase", {{"title", "next"}});
  EXPECT_EQ(listener.next_event().at("event").at("case"), "c2");
}

TEST(Subscription, OfAReaderThatNeverReadsHoldsUpNobody) {
  WireLimits limits;
  limits.lines_waiting = 1;
  const Served served(limits);
  make_case(served, "c1");
  Client deaf(served, "ib-1");
  for (int i = 0; i < 16; ++i) deaf.call_without_reading("subscription.open", {{"from", 0}});
  Client other(served, "ib-1");
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(error_code(other.submit(200 + i, "d" + std::to_string(i), "openCase",
                                      {{"title", "cluster"}})),
              0);
  }
}

TEST(Outgoing, LetsWhoSendsWaitForRoom) {
  asio::io_context io;
  Outgoing out(io.get_executor(), 2);
  int sent = 0;
  const auto send = [](Outgoing& to, int& count) -> asio::awaitable<void> {
    for (int i = 0; i < 4; ++i) {
      const bool taken = co_await to.send("line");
      if (taken) ++count;
    }
  };
  const auto take = [](Outgoing& from) -> asio::awaitable<void> {
    [[maybe_unused]] const auto line = co_await from.next();
  };
  const auto rethrow = [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  };
  asio::co_spawn(io, send(out, sent), rethrow);
  io.poll();
  EXPECT_EQ(sent, 2);
  asio::co_spawn(io, take(out), rethrow);
  io.poll();
  EXPECT_EQ(sent, 3);
  out.close();
  io.poll();
  EXPECT_EQ(sent, 3);
  EXPECT_TRUE(io.stopped());
}

}  // namespace
}  // namespace verloop::test
