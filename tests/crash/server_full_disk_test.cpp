// The real server on a real disk that has no room: no file of the process may grow beyond a limit.

#include <csignal>
#include <sys/resource.h>

#include "events/record.hpp"
#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

constexpr rlim_t file_bytes_max = 6000;
constexpr int asked_max = 20'000;

class ServerOnAFullDisk : public Serving {
 protected:
  /// A write beyond the limit is to fail, not to end the server, which inherits this.
  ServerOnAFullDisk() : handler_(std::signal(SIGXFSZ, SIG_IGN)) {}
  ~ServerOnAFullDisk() override { std::signal(SIGXFSZ, handler_); }

  void allow(rlim_t bytes) const {
    rlimit limit{};
    ASSERT_EQ(::prlimit(server_, RLIMIT_FSIZE, nullptr, &limit), 0);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ASSERT_EQ(::prlimit(server_, RLIMIT_FSIZE, &limit, nullptr), 0);
  }

  static json::object contact(int number) {
    return {{"id", uuid_from_name("contact/" + std::to_string(number))},
            {"case", "start.c1"},
            {"action", "logContact"},
            {"data", {{"with", "consultant"}, {"note", std::string(400, 'n')}}}};
  }

  /// Empty when it was accepted.
  static std::string kind_of(const std::optional<json::object>& answer) {
    if (!answer) return "no answer";
    const json::value* error = answer->if_contains("error");
    return error == nullptr ? "" : std::string(error->at("data").at("kind").as_string());
  }

  /// Sends commands from `number` on until one of them gets that answer; its number.
  static int send_until(Line& line, int number, const std::string& kind) {
    for (int asked = 0; asked < asked_max; ++asked) {
      const std::string came = kind_of(line.call("command.submit", contact(number)));
      if (came == kind) return number;
      EXPECT_TRUE(came.empty() || came == "readOnly") << came;
      if (came.empty()) ++number;
    }
    ADD_FAILURE() << "it never answered " << kind;
    return number;
  }

 private:
  void (*handler_)(int);
};

TEST_F(ServerOnAFullDisk, GoesOnWhenThereIsRoomAgain) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  Line line(port_, token_);
  ASSERT_EQ(kind_of(line.call("command.submit", contact(0))), "");
  allow(file_bytes_max);
  const int refused = send_until(line, 1, "readOnly");
  const auto shown = line.call("case.get", {{"case", "start.c1"}});
  EXPECT_EQ(kind_of(shown), "") << "questions are answered";
  allow(RLIM_INFINITY);
  EXPECT_EQ(send_until(line, refused, ""), refused);
  for (int number = 0; number <= refused; ++number)
    EXPECT_EQ(kind_of(line.call("command.submit", contact(number))), "");
  const auto history = line.call("case.history", {{"case", "start.c1"}});
  const std::string text = json::serialize(*history);
  int contacts = 0;
  for (auto at = text.find("ContactLogged@1"); at != std::string::npos;
       at = text.find("ContactLogged@1", at + 1))
    ++contacts;
  EXPECT_EQ(contacts, refused + 1) << "each is there once";
  EXPECT_THAT(read_file(program_ / "stderr"), HasSubstr("read-only"));
  kill_server();
  verify();
}

}  // namespace
}  // namespace verloop::test
