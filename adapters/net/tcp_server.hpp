#pragma once
// Lines over TCP: accepts connections, cuts what they send into lines, has each answered in turn,
// and writes what waits for them. Knows nothing of what a line says. All on the I/O thread.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "adapters/net/listener.hpp"
#include "adapters/outgoing.hpp"
#include "adapters/services.hpp"

namespace verloop {

/// What one connection's lines are answered with.
class Conversation {
 public:
  virtual ~Conversation() = default;
  /// The answer's line; empty when there is none. One at a time.
  virtual boost::asio::awaitable<std::string> answer(std::string line) = 0;
  /// The answer has its place in the queue: what it promised may start.
  virtual void answered() = 0;
  /// Whether the client may be silent for long, because it waits for what is sent to it.
  virtual bool is_listening() const = 0;
  /// The connection is over.
  virtual void end() = 0;
};

/// What is said to a client whose line or connection can't be served.
struct FixedLines {
  std::string line_too_long;
  std::string too_many_connections;
};

class TcpConnection;

class TcpServer {
 public:
  using Begin = std::function<std::shared_ptr<Conversation>(std::shared_ptr<Outgoing>)>;

  TcpServer(boost::asio::io_context& io, WireLimits limits, std::chrono::milliseconds idle_max,
            FixedLines fixed, Begin begin);
  ~TcpServer();

  /// Starts to accept on an address of this machine; port 0 takes any. The port that was taken.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port) {
    return listener_.listen(address, port);
  }

  /// Stops accepting and ends all connections; the I/O context then runs out of work.
  void stop();

  std::size_t connections() const { return connections_.size(); }

 private:
  void serve(boost::asio::ip::tcp::socket socket);
  void turn_away(boost::asio::ip::tcp::socket socket) const;

  Listener listener_;
  WireLimits limits_;
  std::chrono::milliseconds idle_max_;
  FixedLines fixed_;
  Begin begin_;
  std::set<std::shared_ptr<TcpConnection>> connections_;
};

}  // namespace verloop
