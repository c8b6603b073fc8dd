// The protocol itself: the examples of its specification, and what they leave out.

#include "adapters/rpc/dispatch.hpp"

#include <deque>

#include "adapters/rpc/problem.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

RpcOutcome subtract(const json::value& params) {
  const bool by_name = params.is_object();
  const json::value& from = by_name ? params.at("minuend") : params.at(0);
  const json::value& what = by_name ? params.at("subtrahend") : params.at(1);
  return json::value(from.as_int64() - what.as_int64());
}

RpcOutcome sum(const json::value& params) {
  std::int64_t total = 0;
  for (const json::value& number : params.as_array()) total += number.as_int64();
  return json::value(total);
}

Dispatch example_dispatch(WireLimits limits = {}) {
  const auto method = [](auto call) {
    return RpcMethod{RpcMethod::For::everybody,
                     [call](Session&, const json::value& params) { return call(params); }};
  };
  const auto nothing = [](const json::value&) { return RpcOutcome(json::value()); };
  RpcMethods methods;
  methods["subtract"] = method(subtract);
  methods["sum"] = method(sum);
  for (const char* name : {"update", "notify_sum", "notify_hello"}) methods[name] = method(nothing);
  methods["get_data"] = method([](const json::value&) {
    return RpcOutcome(json::value(json::array{"hello", 5}));
  });
  methods["private"] = {RpcMethod::For::sessions,
                        [](Session&, const json::value&) { return RpcOutcome(json::value(1)); }};
  return {std::move(methods), limits};
}

std::string answer(const Dispatch& dispatch, Session& session, const std::string& line) {
  std::string came;
  dispatch.answer(session, line, [&came](std::string reply) { came = std::move(reply); });
  return came;
}

std::string answer(const std::string& line, WireLimits limits = {}) {
  Session session;
  return answer(example_dispatch(limits), session, line);
}

std::int64_t code(const std::string& line, WireLimits limits = {}) {
  return json::parse(answer(line, limits)).at("error").at("code").as_int64();
}

/// Responses as the examples have them, which carry no details of an error.
json::value without_details(json::value value) {
  if (value.is_array()) {
    for (json::value& one : value.get_array()) one = without_details(std::move(one));
  } else if (json::value* error = value.as_object().if_contains("error")) {
    error->as_object().erase("data");
  }
  return value;
}

TEST(JsonRpc, AnswersTheExamplesOfTheSpecification) {
  VERLOOP_NEEDS_SHARED("vectors/jsonrpc/spec-examples.json");
  const json::value file =
      json::parse(test::read_file(test::shared_data("vectors/jsonrpc/spec-examples.json")));
  for (const json::value& example : file.at("examples").as_array()) {
    const std::string came = answer(std::string(example.at("request").as_string()));
    const json::value& expected = example.at("response");
    if (expected.is_null()) {
      EXPECT_EQ(came, "") << example.at("desc");
    } else {
      ASSERT_NE(came, "") << example.at("desc");
      EXPECT_EQ(without_details(json::parse(came)), expected) << example.at("desc");
    }
  }
}

TEST(JsonRpc, AnswersInOneLine) {
  const std::string line = answer(R"({"jsonrpc":"2.0","method":"sum","params":[1,2],"id":"a\nb"})");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(JsonRpc, RefusesWhatIsNoRequest) {
  for (const char* line : {"1", "\"call\"", "{}", R"({"jsonrpc":"1.0","method":"sum","id":1})",
                           R"({"method":"sum","id":1})", R"({"jsonrpc":"2.0","id":1})",
                           R"({"jsonrpc":"2.0","method":"sum","id":{}})",
                           R"({"jsonrpc":"2.0","method":"sum","id":true})",
                           R"({"jsonrpc":"2.0","method":"sum","params":3,"id":1})"}) {
    EXPECT_EQ(code(line), RpcCode::invalid_request) << line;
  }
}

TEST(JsonRpc, RefusesAMemberGivenTwice) {
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","method":"sum","method":"update","id":1})"),
            RpcCode::parse_error);
}

TEST(JsonRpc, RefusesMoreLevelsThanTheLimit) {
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","method":"sum","id":1,"params":)" + deep + "}"), -32020);
}

TEST(JsonRpc, RefusesABatchBeyondTheLimitAsAWhole) {
  WireLimits limits;
  limits.calls_in_flight = 2;
  const std::string one = R"({"jsonrpc":"2.0","method":"sum","params":[1],"id":1})";
  EXPECT_EQ(code("[" + one + "," + one + "," + one + "]", limits), -32020);
  EXPECT_EQ(json::parse(answer("[" + one + "," + one + "]", limits)).as_array().size(), 2U);
}

TEST(JsonRpc, AnswersACallWithTheIdNull) {
  const json::value came =
      json::parse(answer(R"({"jsonrpc":"2.0","method":"sum","params":[1],"id":null})"));
  EXPECT_EQ(came, (json::value{{"jsonrpc", "2.0"}, {"result", 1}, {"id", nullptr}}));
}

TEST(JsonRpc, TurnsWhatAMethodThrowsIntoAnInternalError) {
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","method":"sum","params":["x"],"id":1})"),
            RpcCode::internal_error);
}

/// A method that is answered when the test says so.
class LateMethods : public testing::Test {
 protected:
  LateMethods() : dispatch_(methods(), WireLimits()) {
    dispatch_.answer(session_,
                     R"([{"jsonrpc":"2.0","method":"late","id":1},)"
                     R"({"jsonrpc":"2.0","method":"late","id":2},)"
                     R"({"jsonrpc":"2.0","method":"now","id":3},)"
                     R"({"jsonrpc":"2.0","method":"late","id":4}])",
                     [this](std::string line) {
                       ++answers_;
                       line_ = std::move(line);
                     });
  }

  RpcMethods methods() {
    RpcMethods methods;
    methods["late"] = {
        RpcMethod::For::everybody, {}, [this](Session&, const json::value&, RpcMethod::Done done) {
          late_.push_back(done);
        }};
    methods["command"] = methods["late"];
    methods["command"].kind = RpcMethod::Kind::command;
    methods["now"] = {RpcMethod::For::everybody, [this](Session&, const json::value&) {
                        ++calls_;
                        return RpcOutcome(json::value("now"));
                      }};
    return methods;
  }

  std::deque<RpcMethod::Done> late_;
  int calls_ = 0;
  int answers_ = 0;
  std::string line_;
  Session session_;
  Dispatch dispatch_;
};

TEST_F(LateMethods, RunBesideEachOtherAndOthersWaitForThem) {
  ASSERT_EQ(late_.size(), 2U);
  late_[1](json::value("b"));
  EXPECT_EQ(calls_, 0);
  late_[0](json::value("a"));
  EXPECT_EQ(calls_, 1);
  ASSERT_EQ(late_.size(), 3U);
  EXPECT_EQ(line_, "") << "the last call is open";
  late_[2](RpcError{-1, "no", {}});
  EXPECT_EQ(line_,
            R"([{"jsonrpc":"2.0","result":"a","id":1},{"jsonrpc":"2.0","result":"b","id":2},)"
            R"({"jsonrpc":"2.0","result":"now","id":3},)"
            R"({"jsonrpc":"2.0","error":{"code":-1,"message":"no"},"id":4}])"
            "\n");
}

TEST_F(LateMethods, OfAnotherKindWaitToo) {
  late_.clear();
  dispatch_.answer(session_,
                   R"([{"jsonrpc":"2.0","method":"command","id":1},)"
                   R"({"jsonrpc":"2.0","method":"command","id":2},)"
                   R"({"jsonrpc":"2.0","method":"late","id":3},)"
                   R"({"jsonrpc":"2.0","method":"command","id":4}])",
                   [](const std::string&) {});
  ASSERT_EQ(late_.size(), 2U);
  late_[0](json::value("a"));
  EXPECT_EQ(late_.size(), 2U) << "one command is open";
  late_[1](json::value("b"));
  ASSERT_EQ(late_.size(), 3U);
  late_[2](json::value("c"));
  EXPECT_EQ(late_.size(), 4U);
}

TEST_F(LateMethods, AreAnsweredOnce) {
  for (const char* answer : {"first", "second"}) late_[0](json::value(answer));
  late_[1](json::value("b"));
  late_[2](json::value("c"));
  late_[2](json::value("d"));
  EXPECT_EQ(answers_, 1);
  EXPECT_EQ(json::parse(line_).at(0).at("result"), "first");
  EXPECT_EQ(json::parse(line_).at(3).at("result"), "c");
}

TEST(JsonRpc, KeepsMethodsForSessionsFromOthers) {
  const std::string line = R"({"jsonrpc":"2.0","method":"private","id":1})";
  EXPECT_EQ(code(line), -32012);
  Session session;
  session.actor = ActorId{"a-1"};
  EXPECT_EQ(json::parse(answer(example_dispatch(), session, line)).at("result"), 1);
}

TEST(Problem, HasTheCodeOfItsKind) {
  const auto of = [](Errc code) {
    return problem(Error{make_error_code(code), "at 3"}, Language::nl).code;
  };
  EXPECT_EQ(of(Errc::read_only), -32019);
  EXPECT_EQ(of(Errc::storage_failed), -32019);
  EXPECT_EQ(of(Errc::version_conflict), -32015);
  EXPECT_EQ(of(Errc::too_large), -32020);
  EXPECT_EQ(of(Errc::not_found), -32016);
  EXPECT_EQ(of(Errc::tampered), RpcCode::internal_error);
}

TEST(Problem, SaysNothingOfWhatFailedInside) {
  const RpcError error = problem(Error{Errc::tampered, "position 3"}, Language::nl);
  EXPECT_EQ(error.message, "Internal error");
  EXPECT_TRUE(error.data.empty());
}

TEST(Problem, CarriesRuleSourceAndVersions) {
  Refusal refusal;
  refusal.kind = RefusalKind::conflict;
  refusal.sentence = {"Anders.", "Different."};
  refusal.rule = {"K-01"};
  refusal.source = {"p.3"};
  refusal.expected = 2;
  refusal.actual = 3;
  refusal.first = {{"fileReport"}, {"decide"}};
  const RpcError error = problem(refusal, Language::en);
  EXPECT_EQ(error.message, "Different.");
  EXPECT_EQ(error.code, -32015);
  EXPECT_EQ(error.data.at("kind"), "conflict");
  EXPECT_EQ(error.data.at("rule"), "K-01");
  EXPECT_EQ(error.data.at("source"), (json::array{"p.3"}));
  EXPECT_EQ(error.data.at("expected"), 2);
  EXPECT_EQ(error.data.at("actual"), 3);
  EXPECT_EQ(error.data.at("first"), (json::array{"fileReport", "decide"}));
}

}  // namespace
}  // namespace verloop
