#pragma once
// What comes when it is ready, on one thread, where a coroutine of that thread waits for it.

#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verloop {

template <class T>
class Late {
 public:
  /// `storage` has one thread, which sets and waits.
  explicit Late(boost::asio::thread_pool& storage)
      : timer_(storage, boost::asio::steady_timer::time_point::max()) {}

  void set(T value) {
    value_.emplace(std::move(value));
    timer_.cancel();
  }

  boost::asio::awaitable<T> wait() {
    constexpr auto outcome = boost::asio::as_tuple(boost::asio::use_awaitable);
    while (!value_) {
      [[maybe_unused]] const auto cancelled = co_await timer_.async_wait(outcome);
    }
    co_return std::move(*value_);
  }

 private:
  boost::asio::steady_timer timer_;  // Never expires: cancelling it is what ends the wait.
  std::optional<T> value_;
};

}  // namespace verloop
