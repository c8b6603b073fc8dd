#pragma once
// A server on a benchmark's folder, in this process, with all that `serve` has: it signs and lets
// days pass. The load on it comes from the thread that asks for it.

#include <optional>
#include <thread>

#include "adapters/chores.hpp"
#include "adapters/server.hpp"
#include "tools/verloop/bench_folder.hpp"
#include "tools/verloop/system_clock.hpp"

namespace verloop {

class BenchServer {
 public:
  explicit BenchServer(Instance& instance);
  ~BenchServer();

  Result<> start();
  std::uint16_t port() const { return port_; }

 private:
  SystemClock clock_;
  Upkeep upkeep_;
  boost::asio::thread_pool storage_{1};
  Committer committer_;
  AccessDesk access_;
  Services services_;
  boost::asio::io_context io_{1};
  Server server_;
  Chores chores_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

struct Load {
  std::size_t connections = 1;
  std::size_t in_flight = 1;   // Commands of one message.
  std::uint64_t commands = 0;  // Of all connections.
};

struct LoadRun {
  double per_second = 0;
  double cpu_us = 0;  // Of a command, all threads but the one that asks.
  double p50_us = 0;  // Of a message.
  double p99_us = 0;
};

/// Has contacts of the cases logged, which are there, and waits for all answers.
Result<LoadRun> run_load(std::uint16_t port, const std::string& token, const BenchCases& cases,
                         const Load& load);

}  // namespace verloop
