// The whole server over real sockets: methods, errors, limits, other clients.

#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Server, SaysWhoItIsWithoutASession) {
  const Served served;
  Client client(served);
  const json::object info = client.call("server.info", {});
  EXPECT_EQ(info.at("result").at("origin"), "log.example/served");
  EXPECT_EQ(info.at("result").at("limits").at("nesting"), 32);
  const json::object note = client.call("log.checkpoint", {});
  EXPECT_THAT(std::string(note.at("result").at("checkpoint").as_string()),
              HasSubstr("log.example/served\n"));
}

TEST(Server, AnswersNothingElseWithoutASession) {
  const Served served;
  Client client(served);
  for (const char* method : {"session.whoami", "command.submit", "command.dryRun", "case.get",
                             "case.history", "subscription.open", "subscription.close"}) {
    EXPECT_EQ(error_kind(client.call(method, {})), "unauthenticated") << method;
  }
  EXPECT_EQ(error_code(client.call("case.delete", {})), -32601);
}

TEST(Server, RefusesATokenThatItDoesNotKnow) {
  const Served served;
  Client client(served);
  EXPECT_EQ(error_code(client.call("session.open", {{"token", "vl_wrong"}})), -32012);
  EXPECT_EQ(error_code(client.call("session.whoami", {})), -32012);
  EXPECT_THAT(client.all(), Not(HasSubstr("vl_wrong")));
}

TEST(Server, KnowsWhoHoldsAToken) {
  const Served served;
  Client client(served, "ib-1");
  const json::object me = client.call("session.whoami", {});
  EXPECT_EQ(me.at("result").at("actor"), "ib-1");
  EXPECT_EQ(me.at("result").at("roles").at(0).at("role"), "ib");
}

TEST(Server, RefusesParametersThatAMethodDoesNotTake) {
  const Served served;
  Client client(served, "ib-1");
  const auto code = [&client](const char* method, json::object params) {
    return error_code(client.call(method, std::move(params)));
  };
  EXPECT_EQ(code("case.get", {}), -32602);
  EXPECT_EQ(code("case.get", {{"case", 3}}), -32602);
  EXPECT_EQ(code("case.get", {{"case", "c1"}, {"colour", "red"}}), -32602);
  EXPECT_EQ(code("case.get", {{"case", "c1"}, {"on", "tomorrow"}}), -32602);
  EXPECT_EQ(code("case.get", {{"case", "c1"}, {"asOf", -1}}), -32602);
  EXPECT_EQ(code("session.open", {{"token", "t"}, {"language", "fr"}}), -32602);
  EXPECT_EQ(code("subscription.open", {{"from", "then"}}), -32602);
  EXPECT_EQ(code("subscription.open", {{"window", 0}}), -32602);
  EXPECT_EQ(code("subscription.open", {{"filter", {{"colour", "red"}}}}), -32602);
  EXPECT_EQ(code("command.submit",
                 {{"id", "x"}, {"case", "c1"}, {"action", "a"}, {"occurredOn", "soon"}}),
            -32602);
  client.send(R"({"jsonrpc":"2.0","method":"session.whoami","params":[1],"id":1})"
              "\n");
  EXPECT_EQ(error_code(client.answer()), -32602);
}

TEST(Server, RecordsACommandAndAnswersItTwice) {
  const Served served;
  Client client(served, "ib-1");
  const json::object first = client.submit(1, "c1", "openCase", {{"title", "cluster SOVA"}});
  EXPECT_EQ(first.at("result").at("version"), 0);
  EXPECT_EQ(first.at("result").at("events"), (json::array{"ClusterCaseOpened"}));
  const json::object again = client.submit(1, "c1", "openCase", {{"title", "cluster SOVA"}});
  EXPECT_EQ(again.at("result"), first.at("result"));
  EXPECT_EQ(error_kind(client.submit(1, "c1", "openCase", {{"title", "other"}})), "duplicate");
}

TEST(Server, AnswersARetryAsBeforeWhateverTheRightsAreByNow) {
  Served served;
  make_case(served, "c1");
  Client consultant(served, "con-1");
  const auto retried = [](Client& client, int number, const char* action, json::object data) {
    json::object answer = client.submit(number, "c1", action, std::move(data));
    answer.erase("id");
    return json::serialize(answer);
  };
  const std::string first = retried(consultant, 30, "confirmCostInsight", {});
  EXPECT_THAT(first, HasSubstr(R"("events":["CostInsightConfirmed"])"));
  const json::object replaced =
      consultant.submit(31, "c1", "replaceConsultant", {{"consultant", "con-2"}});
  ASSERT_EQ(error_code(replaced), 0) << json::serialize(replaced);
  EXPECT_EQ(error_kind(consultant.call("case.get", {{"case", "c1"}})), "unknown");
  EXPECT_EQ(retried(consultant, 30, "confirmCostInsight", {}), first);

  Client school(served, "ib-1");
  const json::object note{{"with", "consultant"}, {"note", "n"}};
  const std::string logged = retried(school, 40, "logContact", note);
  EXPECT_THAT(logged, HasSubstr("ContactLogged"));
  served.give("ib-1", "teacher", "school-12");
  EXPECT_EQ(error_kind(school.submit(41, "c1", "logContact", note)), "unauthorised")
      << "it must say in which role";
  EXPECT_EQ(retried(school, 40, "logContact", note), logged);
}

TEST(Server, SaysWhyACommandIsRefused) {
  const Served served;
  make_case(served, "c1");
  Client school(served, "ib-1");
  Client consultant(served, "con-1");
  EXPECT_EQ(error_kind(consultant.submit(10, "c1", "includePupil", {{"pupil", "pup-sem"}})),
            "unauthorised");
  EXPECT_EQ(error_kind(school.submit(11, "c1", "includePupil", {{"colour", "red"}})), "payload");
  EXPECT_EQ(error_kind(school.submit(12, "c9", "includePupil", {{"pupil", "pup-sem"}})), "unknown");
  const json::object late = school.call("command.submit", {{"id", Client::command_uuid(13)},
                                                           {"case", "c1"},
                                                           {"action", "createDossier"},
                                                           {"expectedVersion", 0},
                                                           {"data", {{"level", "extraSupport"}}}});
  EXPECT_EQ(error_kind(late), "conflict");
  EXPECT_EQ(late.at("error").at("data").at("expected"), 0);
}

TEST(Server, RecordsNothingInADryRun) {
  const Served served;
  Client client(served, "ib-1");
  const json::object dry = client.call(
      "command.dryRun", {{"case", "c1"}, {"action", "openCase"}, {"data", {{"title", "x"}}}});
  EXPECT_EQ(dry.at("result").at("events"), (json::array{"ClusterCaseOpened"}));
  EXPECT_EQ(error_kind(client.call("case.get", {{"case", "c1"}})), "unknown");
}

TEST(Server, ShowsACaseAsItIsAndAsItWas) {
  const Served served;
  make_case(served, "c1");
  Client client(served, "ib-1");
  const std::string cut("c1\0x", 4);
  EXPECT_EQ(error_kind(client.call("case.get", {{"case", cut}})), "unknown") << "and still served";
  const json::object now = client.call("case.get", {{"case", "c1"}});
  EXPECT_EQ(now.at("result").at("on"), "2026-09-17");
  EXPECT_THAT(json::serialize(now), HasSubstr("Noor Vermeulen"));
  const json::object history = client.call("case.history", {{"case", "c1"}});
  const json::array& events = history.at("result").at("events").as_array();
  const json::object first =
      client.call("case.get", {{"case", "c1"}, {"asOf", events.at(0).at("position")}});
  EXPECT_EQ(first.at("result").at("version"), 0);
  EXPECT_THAT(json::serialize(first), Not(HasSubstr("Noor Vermeulen")));
  EXPECT_EQ(error_kind(client.call("case.get", {{"case", "c1"}, {"asOf", "2026-09-01"}})),
            "unknown");
}

TEST(Server, ShowsOnADayWhatHadOccurredByThen) {
  Served served;
  Client client(served, "ib-1");
  served.clock().set("2026-09-10");
  client.submit(1, "c1", "openCase", {{"title", "cluster SOVA"}});
  served.clock().set("2026-09-17");
  client.submit(2, "c1", "includePupil", {{"pupil", "pup-noor"}, {"name", "Noor Vermeulen"}});
  const auto seen = [&client](const char* on) {
    return json::serialize(client.call("case.get", {{"case", "c1"}, {"on", on}}));
  };
  EXPECT_THAT(seen("2026-09-17"), HasSubstr("Noor Vermeulen"));
  EXPECT_THAT(seen("2026-09-16"), Not(HasSubstr("Noor Vermeulen")));
  EXPECT_THAT(seen("2026-09-16"), HasSubstr("cluster SOVA"));
  EXPECT_THAT(seen("2026-09-09"), HasSubstr(R"("kind":"unknown")"));
}

TEST(Server, TellsAConsultantOfNoPupil) {
  const Served served;
  make_case(served, "c1");
  Client consultant(served, "con-1");
  consultant.call("case.get", {{"case", "c1"}});
  consultant.call("case.history", {{"case", "c1"}});
  consultant.submit(20, "c1", "includePupil", {{"pupil", "x"}});
  consultant.submit(21, "c1", "confirmCostInsight", json::object());
  consultant.call("subscription.open", {{"from", 0}});
  std::set<std::string> seen;
  while (!seen.contains("CostInsightConfirmed@1")) {
    const json::object event = consultant.next_event();
    ASSERT_FALSE(event.empty());
    seen.emplace(event.at("event").at("type").as_string());
  }
  EXPECT_THAT(consultant.all(), HasSubstr("ClusterCaseOpened"));
  for (const char* canary : {"Noor", "Vermeulen", "pup-noor", "Daan", "Bakker", "pup-daan"})
    EXPECT_THAT(consultant.all(), Not(HasSubstr(canary)));
}

TEST(Server, GivesNothingOfACaseToWhomItDoesNotConcern) {
  const Served served;
  Client school(served, "ib-1");
  school.submit(1, "c1", "openCase", {{"title", "cluster SOVA"}});
  Client consultant(served, "con-1");
  EXPECT_EQ(error_kind(consultant.call("case.get", {{"case", "c1"}})), "unknown");
  EXPECT_EQ(error_kind(consultant.call("case.history", {{"case", "c1"}})), "unknown");
}

TEST(Server, AnswersAboutACaseOutOfReachAsAboutNoneAtAll) {
  const Served served;
  Client school(served, "ib-1");
  school.submit(1, "c1", "openCase", {{"title", "cluster SOVA"}});
  Client consultant(served, "con-1");
  int number = 100;
  const auto asked = [&](const char* method, const char* action, const char* id) {
    json::object params{{"case", id}};
    if (*action != '\0') params["action"] = action;
    if (std::string_view(method) == "command.submit") params["id"] = Client::command_uuid(++number);
    json::object response = consultant.call(method, params);
    response.erase("id");
    return json::serialize(response);
  };
  for (const auto& [method, action] :
       std::vector<std::pair<const char*, const char*>>{{"case.get", ""},
                                                        {"case.history", ""},
                                                        {"command.submit", "includePupil"},
                                                        {"command.submit", "confirmCostInsight"},
                                                        {"command.submit", "includePupl"},
                                                        {"command.submit", "openCase"},
                                                        {"command.dryRun", "includePupil"},
                                                        {"command.dryRun", "openCase"}}) {
    EXPECT_EQ(asked(method, action, "c1"), asked(method, action, "c9")) << method << action;
  }
  EXPECT_EQ(error_kind(consultant.submit(11, "c1", "includePupil", {})), "unknown");
  EXPECT_EQ(error_kind(consultant.submit(12, "c1", "openCase", {})), "unauthorised");
}

TEST(Server, NamesTheProceduresThatThereAre) {
  const Served served;
  Client school(served, "ib-1");
  const json::object answer = school.call("command.submit", {{"id", Client::command_uuid(1)},
                                                             {"case", "c1"},
                                                             {"action", "openCase"},
                                                             {"procedure", "clusterarangement"},
                                                             {"data", {{"title", "x"}}}});
  EXPECT_EQ(error_kind(answer), "unknown");
  EXPECT_EQ(answer.at("error").at("data").at("path"), "procedure");
  EXPECT_THAT(json::serialize(answer), HasSubstr("clusterarrangement-top"));
}

TEST(Server, GoesOnAfterALineThatIsNoJson) {
  const Served served;
  Client client(served);
  Client other(served, "ib-1");
  client.send("this is no JSON\n\n\xff\xfe\n");
  EXPECT_EQ(error_code(client.answer()), -32700);
  EXPECT_EQ(error_code(client.answer()), -32700);
  EXPECT_EQ(error_code(client.call("server.info", {})), 0);
  EXPECT_EQ(error_code(other.call("session.whoami", {})), 0);
}

TEST(Server, GoesOnAfterALineThatIsTooLong) {
  WireLimits limits;
  limits.message_bytes = 1000;
  const Served served(limits);
  Client client(served);
  client.send(std::string(100'000, 'x') + "\n");
  EXPECT_EQ(error_kind(client.answer()), "tooLarge");
  EXPECT_EQ(error_code(client.call("server.info", {})), 0);
}

TEST(Server, TakesALineOfExactlyTheLimit) {
  WireLimits limits;
  limits.message_bytes = 200;
  const Served served(limits);
  Client client(served);
  std::string call = R"({"jsonrpc":"2.0","method":"server.info","id":1})";
  call.append(limits.message_bytes - call.size(), ' ');
  client.send(call + "\n");
  EXPECT_EQ(error_code(client.answer()), 0);
  client.send(call + " \n");
  EXPECT_EQ(error_kind(client.answer()), "tooLarge");
}

TEST(Server, AnswersBatchesAndKeepsSilentOnNotifications) {
  const Served served;
  Client client(served);
  const std::string call = R"({"jsonrpc":"2.0","method":"server.info")";
  client.send(call + "}\n" + "[" + call + "}]\n" + "[" + call + "}," + call + R"(,"id":7}])" +
              "\n");
  const json::value came = json::parse(*client.read_line());
  ASSERT_EQ(came.as_array().size(), 1U);
  EXPECT_EQ(came.at(0).at("id"), 7);
}

TEST(Server, AnswersWhatCameBeforeTheClientHungUp) {
  const Served served;
  Client client(served);
  client.send(R"({"jsonrpc":"2.0","method":"server.info","id":1})"
              "\n");
  client.hang_up();
  EXPECT_EQ(error_code(client.answer()), 0);
  EXPECT_EQ(client.read_line(), std::nullopt);
}

TEST(Server, TurnsAwayOneConnectionTooMany) {
  WireLimits limits;
  limits.connections = 1;
  const Served served(limits);
  Client first(served);
  EXPECT_EQ(error_code(first.call("server.info", {})), 0);
  Client second(served);
  EXPECT_EQ(error_kind(second.answer()), "busy");
  EXPECT_EQ(second.read_line(), std::nullopt);
  EXPECT_EQ(error_code(first.call("server.info", {})), 0);
}

TEST(Server, EndsAConnectionThatSaysNothing) {
  const Served served({}, std::chrono::milliseconds(20));
  Client client(served);
  EXPECT_EQ(client.read_line(), std::nullopt);
}

TEST(Server, EndsAConnectionThatReadsNothingAndServesTheOthers) {
  WireLimits limits;
  limits.lines_waiting = 2;
  const Served served(limits, std::chrono::milliseconds(500));
  Client deaf(served);
  const std::string call = R"({"jsonrpc":"2.0","method":"server.info","id":1})"
                           "\n";
  constexpr int calls_max = 1'000'000;
  int sent = 0;
  // It can send only as much as the sockets and the queue hold: then the server stops reading.
  while (sent < calls_max && deaf.send(call)) ++sent;
  EXPECT_LT(sent, calls_max);
  Client other(served);
  EXPECT_EQ(error_code(other.call("server.info", {})), 0);
}

TEST(Server, FreesItsPort) {
  Served served;
  Client client(served);
  EXPECT_EQ(error_code(client.call("server.info", {})), 0);
  served.stop();
  EXPECT_EQ(client.read_line(), std::nullopt);
}

TEST(Server, RefusesAnAddressThatItCanNotTake) {
  const Served served;
  Served other;
  other.stop();
  EXPECT_EQ(other.listen("no address", 0).error().code, Errc::malformed);
  EXPECT_EQ(other.listen("127.0.0.1", served.port()).error().code, Errc::network_failed);
}

}  // namespace
}  // namespace verloop::test
