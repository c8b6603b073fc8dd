// A server whose checkpoints are cosigned while it runs, by a witness that is a program too.

#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

constexpr int asked_max = 200'000;

class CosignedServer : public Serving {
 protected:
  void TearDown() override {
    Serving::TearDown();
    if (witness_ <= 0) return;
    ::kill(witness_, SIGKILL);
    ::waitpid(witness_, nullptr, 0);
  }

  std::string log_key() const {
    const Ran ran = program_.run({"checkpoint", "--data", "data", "--json"});
    return std::string(json::parse(ran.out).at("verifierKey").as_string());
  }

  /// Starts it, and writes the policy that wants its cosignature.
  void start_witness() {
    ASSERT_EQ(::mkfifo((beside_ / "stdout").c_str(), 0600), 0);
    witness_ = beside_.start({"witness", "--state", "w", "--name", "w.example/w", "--log",
                              log_key(), "--listen", "127.0.0.1:0", "--json"});
    std::ifstream out(beside_ / "stdout");
    std::string line;
    std::getline(out, line);
    ASSERT_FALSE(line.empty()) << read_file(beside_ / "stderr");
    const json::value told = json::parse(line);
    write_policy(std::string(told.at("witnessKey").as_string()),
                 std::string(told.at("listening").as_string()));
  }

  void write_policy(const std::string& witness_key, const std::string& where) const {
    program_.write("policy", "log " + log_key() + "\nwitness w " + witness_key + " http://" +
                                 where + "\nquorum w\n");
  }

  /// What the server has cosigned, as soon as it has something.
  std::string cosigned(Line& line) const {
    for (int asked = 0; asked < asked_max; ++asked) {
      const auto answer = line.call("log.checkpoint", {});
      if (!answer) return "no answer";
      const json::object& result = answer->at("result").as_object();
      if (const json::value* note = result.if_contains("cosigned"))
        return std::string(note->as_string());
    }
    return "";
  }

  Program beside_;
  pid_t witness_ = 0;
};

TEST_F(CosignedServer, KeepsWhatItsWitnessCosigned) {
  ASSERT_NO_FATAL_FAILURE(start_witness());
  ASSERT_NO_FATAL_FAILURE(start_server({"--policy", "policy"}));
  Line line(port_, token_);
  const std::string note = cosigned(line);
  EXPECT_THAT(note, HasSubstr("w.example/w"));
  kill_server();
  EXPECT_EQ(read_file(program_ / "data/cosigned"), note);
  const Ran verified = program_.run({"verify", "data", "--policy", "policy"});
  EXPECT_EQ(verified.status, 0) << verified.all();
  EXPECT_THAT(verified.out, HasSubstr("witnessed up to"));
}

TEST_F(CosignedServer, ServesOnWhenNobodyCosigns) {
  ASSERT_NO_FATAL_FAILURE(start_witness());
  ::kill(witness_, SIGKILL);
  ::waitpid(witness_, nullptr, 0);
  witness_ = 0;
  ASSERT_NO_FATAL_FAILURE(start_server({"--policy", "policy"}));
  Line line(port_, token_);
  for (int asked = 0; asked < asked_max; ++asked) {
    ASSERT_TRUE(line.call("case.get", {{"case", "start.c1"}})->contains("result"));
    if (read_file(program_ / "stderr").find("too few witnesses") != std::string::npos) break;
  }
  EXPECT_THAT(read_file(program_ / "stderr"), HasSubstr("too few witnesses cosigned; w:"));
  EXPECT_FALSE(line.call("log.checkpoint", {})->at("result").as_object().contains("cosigned"));
  kill_server();
  EXPECT_FALSE(fs::exists(program_ / "data/cosigned"));
  verify();
}

TEST_F(CosignedServer, DoesNotStartWithAPolicyOfAnotherLog) {
  program_.write("policy",
                 "log other.example/log+c15f7210+ARDb6E4JH+2115S6z/ahtR1QGxjOiysFI/"
                 "Sp1/rUSEWh\nquorum none\n");
  const Ran other = program_.run({"serve", "--data", "data", "--policy", "policy"});
  EXPECT_EQ(other.status, 2) << other.all();
  EXPECT_THAT(other.err, HasSubstr("--policy"));
  EXPECT_EQ(program_.run({"serve", "--data", "data", "--policy", "none"}).status, 2);
}

}  // namespace
}  // namespace verloop::test
