#include "adapters/net/tcp_server.hpp"

#include "adapters/net/tcp_connection.hpp"

namespace verloop {

namespace asio = boost::asio;
using asio::ip::tcp;

TcpServer::TcpServer(asio::io_context& io, WireLimits limits, std::chrono::milliseconds idle_max,
                     FixedLines fixed, Begin begin)
    : listener_(
          io, [this](tcp::socket socket) { serve(std::move(socket)); }, [this] { stop(); }),
      limits_(limits),
      idle_max_(idle_max),
      fixed_(std::move(fixed)),
      begin_(std::move(begin)) {}

TcpServer::~TcpServer() = default;

void TcpServer::serve(tcp::socket socket) {
  if (connections_.size() >= limits_.connections) return turn_away(std::move(socket));
  boost::system::error_code ignored;  // Without it answers come later, not wrong.
  socket.set_option(tcp::no_delay(true), ignored);
  auto connection =
      std::make_shared<TcpConnection>(std::move(socket), limits_, idle_max_, fixed_.line_too_long);
  connections_.insert(connection);
  auto conversation = begin_(connection->out());
  std::weak_ptr<TcpConnection> known = connection;
  TcpConnection::start(std::move(connection), std::move(conversation), [this, known] {
    if (const auto over = known.lock()) connections_.erase(over);
  });
}

void TcpServer::turn_away(tcp::socket socket) const {
  boost::system::error_code ignored;  // It is told as far as it listens.
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(fixed_.too_many_connections), ignored);
  socket.shutdown(tcp::socket::shutdown_both, ignored);
}

void TcpServer::stop() {
  listener_.close();
  const auto all = connections_;
  for (const auto& connection : all) connection->close();
}

}  // namespace verloop
