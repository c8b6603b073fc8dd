#pragma once
// The program's server on a data folder of its own, with an internal coordinator who has a token;
// and a client that speaks to it over a socket.

#include <optional>
#include <sys/stat.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "tests/support/run_program.hpp"

namespace verloop::test {

namespace asio = boost::asio;
namespace json = boost::json;

inline const std::string start_scenario = R"(scenario: a start
procedure: clusterarrangement-top
actors:
  - {id: ib-1, role: ib, school: school-12}
steps:
  - {on: 2026-09-15, by: ib-1, do: openCase, case: c1, data: {title: cluster SOVA}}
)";

/// One session over a socket. Whatever is asked of a server that is gone is none.
class Line {
 public:
  Line(std::uint16_t port, const std::string& token) {
    boost::system::error_code gone;
    socket_.connect({asio::ip::make_address("127.0.0.1"), port}, gone);
    call("session.open", {{"token", token}, {"language", "en"}});
  }

  std::optional<json::object> call(const char* method, const json::object& params) {
    const json::object call{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}, {"id", 1}};
    boost::system::error_code gone;
    asio::write(socket_, asio::buffer(json::serialize(call) + "\n"), gone);
    if (gone) return std::nullopt;
    return next();
  }

  /// What the server says next: an answer, or something that it was asked to tell.
  std::optional<json::object> next() {
    boost::system::error_code gone;
    const std::size_t size = asio::read_until(socket_, asio::dynamic_buffer(received_), '\n', gone);
    if (gone) return std::nullopt;
    json::object answer = json::parse(received_.substr(0, size)).as_object();
    received_.erase(0, size);
    return answer;
  }

 private:
  asio::io_context io_;
  asio::ip::tcp::socket socket_{io_};
  std::string received_;
};

class Serving : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program_.run({"init", "--data", "data"}).status, 0);
    program_.write("start.yaml", start_scenario);
    ASSERT_EQ(program_.run({"run", "start.yaml", "--data", "data"}).status, 0);
    token_ = token_of("start.ib-1");
  }

  std::string token_of(const std::string& actor) {
    const Ran made = program_.run({"token", actor, "--data", "data", "--json"});
    EXPECT_EQ(made.status, 0) << made.all();
    return std::string(json::parse(made.out).at("token").as_string());
  }

  void TearDown() override {
    if (server_ > 0) kill_server();
  }

  /// Starts the server and waits until it says where it listens: through a pipe in the place of its
  /// standard output.
  void start_server(const Program::Words& more = {}) {
    std::filesystem::remove(program_ / "stdout");
    ASSERT_EQ(::mkfifo((program_ / "stdout").c_str(), 0600), 0);
    Program::Words words{"serve", "--data", "data", "--listen", "127.0.0.1:0", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    server_ = program_.start(words);
    std::ifstream out(program_ / "stdout");
    std::string line;
    std::getline(out, line);
    ASSERT_FALSE(line.empty()) << read_file(program_ / "stderr");
    const std::string where(json::parse(line).at("listening").as_string());
    port_ = static_cast<std::uint16_t>(std::stoi(where.substr(where.rfind(':') + 1)));
  }

  void kill_server() {
    ::kill(server_, SIGKILL);
    ::waitpid(server_, nullptr, 0);
    std::filesystem::remove(program_ / "stdout");
    server_ = 0;
  }

  void verify() {
    const Ran ran = program_.run({"verify", (program_ / "data").string()});
    EXPECT_EQ(ran.status, 0) << ran.all();
  }

  Program program_;
  std::string token_;
  pid_t server_ = 0;
  std::uint16_t port_ = 0;
};

}  // namespace verloop::test
