#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

std::string text(const json::value& value) {
  return json::serialize(value);
}

/// A case of ib-1's school, with con-1 as its consultant.
class QuestionsOverTheSocket : public testing::Test {
 protected:
  QuestionsOverTheSocket() { make_case(served_, "c1"); }

  json::object ask(Client& client, const char* method, json::object more = {}) {
    more["case"] = "c1";
    return client.call(method, std::move(more));
  }

  const Served served_;
  Client school_{served_, "ib-1"};
};

TEST_F(QuestionsOverTheSocket, TellWhatCanBeDone) {
  const json::object answer = ask(school_, "case.actions");
  ASSERT_EQ(error_code(answer), 0) << text(answer);
  EXPECT_THAT(text(answer.at("result").at("actions")), HasSubstr(R"("action":"includePupil")"));
}

TEST_F(QuestionsOverTheSocket, JudgeRuleByRule) {
  const json::object answer = ask(school_, "case.compliance");
  ASSERT_EQ(error_code(answer), 0) << text(answer);
  EXPECT_THAT(text(answer.at("result").at("rules")), HasSubstr(R"("rule":"K-OP-01")"));
  EXPECT_EQ(error_kind(ask(school_, "case.compliance", {{"asOf", "2001-01-01"}})), "unknown");
}

TEST_F(QuestionsOverTheSocket, NameWhatSetAValue) {
  const json::object answer = ask(school_, "case.why", {{"field", "school"}});
  ASSERT_EQ(error_code(answer), 0) << text(answer);
  EXPECT_THAT(text(answer.at("result").at("values").at(0).at("set")),
              HasSubstr("ClusterCaseOpened"));
  const json::object none = ask(school_, "case.why", {{"field", "colour"}});
  EXPECT_TRUE(none.at("result").at("values").as_array().empty());
  EXPECT_EQ(error_code(ask(school_, "case.why")), -32602) << "which field";
}

TEST_F(QuestionsOverTheSocket, CompareTwoMoments) {
  const json::object answer = ask(school_, "case.diff", {{"from", "2001-01-01"}});
  ASSERT_EQ(error_code(answer), 0) << text(answer);
  EXPECT_THAT(text(answer.at("result").at("values")), HasSubstr(R"("path":"school")"));
  EXPECT_EQ(error_code(ask(school_, "case.diff")), -32602) << "from when";
  EXPECT_EQ(error_code(ask(school_, "case.diff", {{"from", "soon"}})), -32602);
}

TEST_F(QuestionsOverTheSocket, AreForWhoReachesTheCase) {
  Client stranger(served_, "con-2");
  for (const char* method : {"case.actions", "case.compliance", "case.why", "case.diff"}) {
    const json::object answer =
        ask(stranger, method,
            std::string_view(method) == "case.why"    ? json::object{{"field", "school"}}
            : std::string_view(method) == "case.diff" ? json::object{{"from", "2001-01-01"}}
                                                      : json::object());
    EXPECT_EQ(error_kind(answer), "unknown") << method << text(answer);
    EXPECT_THAT(text(answer), Not(HasSubstr("school-12"))) << method;
  }
}

}  // namespace
}  // namespace verloop::test
