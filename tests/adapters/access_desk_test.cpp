// Answers of different sessions that are asked for in one moment.

#include "adapters/access_desk.hpp"

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accessed.hpp"
#include "tests/support/definitions.hpp"
#include "tests/support/faulty_ports.hpp"

namespace verloop::test {
namespace {

class AccessDeskTest : public testing::Test {
 protected:
  /// As a session asks: a task of its own on the storage thread.
  void ask() {
    boost::asio::post(storage_, [this] {
      const Actor reader{{"con-1"}, {"consultant"}, {"swv"}, {}};
      desk_.hand_out<int>(Guarded<int>(1, Sight{reader, {{{"c1"}, {{{"s-noor"}}, {"name"}}}}, {7}}),
                          {"case.get", Via::socket, noon("2026-03-10"), "consultation"},
                          [this](const Result<int>& answer) {
                            answers_ += answer.has_value() ? *answer : 0;
                            appends_when_answered_ = log_.appends;
                          });
    });
  }

  Disk disk_;
  Accessed accessed_;
  FaultyLog log_{accessed_.log(), disk_};
  AccessLog access_{log_, access_types(), random_seed};
  boost::asio::thread_pool storage_{1};
  AccessDesk desk_{storage_, access_};
  int answers_ = 0;
  int appends_when_answered_ = 0;
};

TEST_F(AccessDeskTest, AreEnteredWithOneWriteBehindAllThatIsQueued) {
  boost::asio::post(storage_, [this] {
    for (int i = 0; i < 5; ++i) ask();
  });
  storage_.join();
  EXPECT_EQ(answers_, 5);
  EXPECT_EQ(log_.appends, 1);
  EXPECT_EQ(appends_when_answered_, 1);
}

TEST_F(AccessDeskTest, AreEnteredSoonerWhenTooManyWait) {
  const int count = static_cast<int>(AccessDesk::entries_max) + 1;
  boost::asio::post(storage_, [this, count] {
    for (int i = 0; i < count; ++i) ask();
  });
  storage_.join();
  EXPECT_EQ(answers_, count);
  EXPECT_EQ(log_.appends, 2);
}

}  // namespace
}  // namespace verloop::test
