#pragma once
// One connection: a coroutine that reads lines and has them answered, one that writes what waits,
// and one that ends it when nothing has moved for too long. Each holds the connection alive; close
// ends all three.

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "adapters/net/tcp_server.hpp"

namespace verloop {

class TcpConnection {
 public:
  TcpConnection(boost::asio::ip::tcp::socket socket, WireLimits limits,
                std::chrono::milliseconds idle_max, std::string line_too_long);

  std::shared_ptr<Outgoing> out() const { return out_; }

  /// Serves until one side ends it; then `over` is called, once.
  static void start(std::shared_ptr<TcpConnection> self, std::shared_ptr<Conversation> conversation,
                    std::function<void()> over);
  void close();

 private:
  using Self = std::shared_ptr<TcpConnection>;
  enum class Came : std::uint8_t { line, too_long, end };

  static boost::asio::awaitable<void> read_lines(Self self);
  static boost::asio::awaitable<void> write_lines(Self self);
  static boost::asio::awaitable<void> watch(Self self);
  boost::asio::awaitable<Came> next_line();
  boost::asio::awaitable<bool> skip_line();
  boost::asio::awaitable<bool> handle(std::string line);
  void spawn(Self self, boost::asio::awaitable<void> task);
  bool is_idle() const;
  void note_activity() { active_ = std::chrono::steady_clock::now(); }

  boost::asio::ip::tcp::socket socket_;
  std::size_t line_max_;
  std::chrono::milliseconds idle_max_;
  std::string line_too_long_;
  std::shared_ptr<Outgoing> out_;
  std::shared_ptr<Conversation> conversation_;
  std::function<void()> over_;
  boost::asio::steady_timer watch_;
  std::chrono::steady_clock::time_point active_ = std::chrono::steady_clock::now();
  std::string buffer_;  // What was received and not yet cut into lines.
  std::string line_;
  bool answering_ = false;
  bool writing_ = false;
  bool closed_ = false;
};

}  // namespace verloop
