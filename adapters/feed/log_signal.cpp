#include "adapters/feed/log_signal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verloop {

void LogSignal::announce(std::uint64_t size) {
  if (size <= size_) return;
  size_ = size;
  wake();
}

boost::asio::awaitable<void> LogSignal::wait() {
  constexpr auto outcome = boost::asio::as_tuple(boost::asio::use_awaitable);
  [[maybe_unused]] const auto cancelled = co_await timer_.async_wait(outcome);
}

}  // namespace verloop
