#include "adapters/outgoing.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verloop {
namespace {

constexpr auto outcome = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace

boost::asio::awaitable<bool> Outgoing::send(std::string line) {
  const auto [failure] =
      co_await channel_.async_send(boost::system::error_code(), std::move(line), outcome);
  co_return !failure;
}

boost::asio::awaitable<std::optional<std::string>> Outgoing::next() {
  auto [failure, line] = co_await channel_.async_receive(outcome);
  if (failure) co_return std::nullopt;
  co_return std::move(line);
}

void Outgoing::close() {
  // In this order: Boost 1.81 takes a send that waits in a closed channel for a receive.
  channel_.cancel();
  channel_.close();
}

}  // namespace verloop
