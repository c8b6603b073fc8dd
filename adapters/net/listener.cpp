#include "adapters/net/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verloop {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
constexpr auto pause_after_failed_accept = std::chrono::milliseconds(100);

}  // namespace

Result<std::uint16_t> Listener::listen(const std::string& address, std::uint16_t port) {
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
  // Ends when the acceptor is closed.
  asio::co_spawn(io_, accept(), [this](std::exception_ptr thrown) {
    if (thrown) failed_();
  });
  return taken.port();
}

asio::awaitable<void> Listener::accept() {
  asio::steady_timer pause(io_);
  while (acceptor_.is_open()) {
    auto [failure, socket] = co_await acceptor_.async_accept(outcome);
    if (!failure) {
      accepted_(std::move(socket));
    } else if (acceptor_.is_open()) {
      // Out of file descriptors, most likely: some may be free a little later.
      pause.expires_after(pause_after_failed_accept);
      [[maybe_unused]] const auto passed = co_await pause.async_wait(outcome);
    }
  }
}

void Listener::close() {
  boost::system::error_code ignored;  // Closing twice is no failure.
  acceptor_.close(ignored);
}

}  // namespace verloop
