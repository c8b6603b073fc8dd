#pragma once
// The lines that wait to be written to one client: a queue with an end. Who adds to a full one
// waits, so that a client that does not read costs no more memory than the queue holds. Used on
// the I/O thread.

#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/channel.hpp>

namespace verloop {

class Outgoing {
 public:
  Outgoing(const boost::asio::any_io_executor& executor, std::size_t lines_max)
      : channel_(executor, lines_max) {}

  /// Completes when the line has its place in the queue; false when the queue was closed.
  boost::asio::awaitable<bool> send(std::string line);
  /// The next line; none when the queue was closed.
  boost::asio::awaitable<std::optional<std::string>> next();
  /// What waits is dropped.
  void close();

 private:
  boost::asio::experimental::channel<void(boost::system::error_code, std::string)> channel_;
};

}  // namespace verloop
