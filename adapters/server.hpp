#pragma once
// The server: joins lines over TCP, the methods and the subscriptions. Sockets live on the I/O
// thread, all that touches the log on the storage thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "adapters/feed/log_signal.hpp"
#include "adapters/net/tcp_server.hpp"
#include "adapters/rpc/dispatch.hpp"
#include "adapters/services.hpp"

namespace verloop {

class Server {
 public:
  static constexpr std::chrono::milliseconds idle_max_default = std::chrono::minutes(10);

  /// `io` is run by one thread, `storage` has one. All three must outlive the server; once it runs,
  /// what the services name is used on the storage thread alone.
  Server(boost::asio::io_context& io, boost::asio::thread_pool& storage, const Services& services,
         std::chrono::milliseconds idle_max = idle_max_default);

  /// Port 0 takes any. The port that was taken.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);

  /// Ends all connections. On the I/O thread.
  void stop() { tcp_.stop(); }

  /// For who records without a method: lets the subscriptions know. From any thread.
  void announce(std::uint64_t log_size);

 private:
  boost::asio::io_context& io_;
  Dispatch dispatch_;
  LogSignal signal_;
  TcpServer tcp_;
};

}  // namespace verloop
