// The same orders, asked of a running server: what is withdrawn is denied in it at once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

TEST_F(Serving, TakesOrdersOfTheDirectoryThatHoldAtOnce) {
  const std::string administrator = token_of("administrator");
  start_server();
  const Program other;
  const auto asked = [&](Program::Words words) {
    words.insert(words.end(), {"--server", "127.0.0.1:" + std::to_string(port_)});
    return other.run(words, {"VERLOOP_TOKEN=" + administrator});
  };
  Line school(port_, token_);
  ASSERT_TRUE(school.call("case.get", {{"case", "start.c1"}})->contains("result"));
  const Ran refused =
      asked({"role", "withdraw", "start.ib-1", "teacher", "--organisation", "school-12"});
  EXPECT_EQ(refused.status, 1) << refused.all();
  EXPECT_THAT(refused.out, HasSubstr("does not have that role there"));
  const Ran done = asked({"role", "withdraw", "start.ib-1", "ib", "--organisation", "school-12"});
  EXPECT_EQ(done.status, 0) << done.all();
  EXPECT_TRUE(school.call("case.get", {{"case", "start.c1"}})->contains("error"));
  EXPECT_THAT(asked({"actor", "list"}).out, HasSubstr("no role"));
  EXPECT_THAT(asked({"actor", "show", "start.ib-1"}).out, HasSubstr("withdrawn at"));
  kill_server();
  verify();
}

}  // namespace
}  // namespace verloop::test
