#pragma once
// Tells who waits for it that the log has grown. Used on the I/O thread only.

#include <cstdint>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace verloop {

class LogSignal {
 public:
  LogSignal(boost::asio::io_context& io, std::uint64_t size)
      : timer_(io, boost::asio::steady_timer::time_point::max()), size_(size) {}

  /// The number of records that are known to be there.
  std::uint64_t size() const { return size_; }

  void announce(std::uint64_t size);
  /// Completes at the next announcement of a larger log, or when somebody calls wake.
  boost::asio::awaitable<void> wait();
  void wake() { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;  // Never expires: cancelling it is what wakes the others.
  std::uint64_t size_;
};

}  // namespace verloop
