#include "adapters/net/tcp_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/net/tcp_connection.hpp"

namespace verloop {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
constexpr auto pause_after_failed_accept = std::chrono::milliseconds(100);

}  // namespace

TcpServer::TcpServer(asio::io_context& io, WireLimits limits, std::chrono::milliseconds idle_max,
                     FixedLines fixed, Begin begin)
    : io_(io),
      acceptor_(io),
      limits_(limits),
      idle_max_(idle_max),
      fixed_(std::move(fixed)),
      begin_(std::move(begin)) {}

TcpServer::~TcpServer() = default;

Result<std::uint16_t> TcpServer::listen(const std::string& address, std::uint16_t port) {
  boost::system::error_code failure;
  const auto host = asio::ip::make_address(address, failure);
  if (failure) return Error{Errc::malformed, "not an address of a machine: " + address};
  const tcp::endpoint endpoint(host, port);
  acceptor_.open(endpoint.protocol(), failure);
  if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
  if (!failure) acceptor_.bind(endpoint, failure);
  if (!failure) acceptor_.listen(asio::socket_base::max_listen_connections, failure);
  const tcp::endpoint taken = failure ? endpoint : acceptor_.local_endpoint(failure);
  if (failure) {
    return Error{Errc::network_failed, "can't listen on " + address + ":" + std::to_string(port) +
                                           ": " + failure.message()};
  }
  // Ends when the acceptor is closed. What it throws (no memory) ends the accepting.
  asio::co_spawn(io_, accept(), [this](std::exception_ptr thrown) {
    if (thrown) stop();
  });
  return taken.port();
}

asio::awaitable<void> TcpServer::accept() {
  asio::steady_timer pause(io_);
  while (acceptor_.is_open()) {
    auto [failure, socket] = co_await acceptor_.async_accept(outcome);
    if (!failure) {
      serve(std::move(socket));
    } else if (acceptor_.is_open()) {
      // Out of file descriptors, most likely: some may be free a little later.
      pause.expires_after(pause_after_failed_accept);
      [[maybe_unused]] const auto passed = co_await pause.async_wait(outcome);
    }
  }
}

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
  boost::system::error_code ignored;  // Closing twice is no failure.
  acceptor_.close(ignored);
  const auto all = connections_;
  for (const auto& connection : all) connection->close();
}

}  // namespace verloop
