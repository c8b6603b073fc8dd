#pragma once
// HTTP/1.1 for small messages: each connection's requests are answered one after the other by a
// function, on the I/O thread. Whoever is slow, or sends too much, loses the connection.

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
#include "events/result.hpp"

namespace verloop {

struct HttpRequest {
  std::string method, target, body;
};

struct HttpResponse {
  unsigned status = 200;
  std::string type;  // Of the body.
  std::string body;
};

struct HttpLimits {
  std::uint32_t header_bytes = 8 * 1024;
  std::uint64_t body_bytes = std::uint64_t{128} * 1024;
  std::size_t connections = 256;
  /// For one request to arrive and its answer to be taken, silence before it included.
  std::chrono::milliseconds exchange_max = std::chrono::seconds(20);
};

class HttpServer {
 public:
  /// Lets nothing out.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  /// `io` is run by one thread and outlives the server.
  HttpServer(boost::asio::io_context& io, HttpLimits limits, Handler handler);
  ~HttpServer();

  /// Port 0 takes any. The port that was taken.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port) {
    return listener_.listen(address, port);
  }

  /// Stops accepting and ends all connections; the I/O context then runs out of work.
  void stop();

 private:
  class Connection;
  boost::asio::awaitable<void> converse(std::shared_ptr<Connection> connection);
  void serve(boost::asio::ip::tcp::socket socket);

  boost::asio::io_context& io_;
  Listener listener_;
  HttpLimits limits_;
  Handler handler_;
  std::set<std::shared_ptr<Connection>> connections_;
};

}  // namespace verloop
