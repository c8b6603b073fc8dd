#pragma once
// Accepts TCP connections on an address of this machine and hands each one on, on the I/O thread.

#include <cstdint>
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "events/result.hpp"

namespace verloop {

class Listener {
 public:
  using Accepted = std::function<void(boost::asio::ip::tcp::socket)>;
  using Failed = std::function<void()>;

  /// `failed` is called when accepting ended by itself: `accepted` threw, as there was no memory.
  Listener(boost::asio::io_context& io, Accepted accepted, Failed failed)
      : io_(io), acceptor_(io), accepted_(std::move(accepted)), failed_(std::move(failed)) {}

  /// Starts to accept; port 0 takes any. The port that was taken.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);

  /// Accepts no more.
  void close();

 private:
  boost::asio::awaitable<void> accept();

  boost::asio::io_context& io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  Accepted accepted_;
  Failed failed_;
};

}  // namespace verloop
