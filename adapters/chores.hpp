#pragma once
// What a running server does by itself, on the storage thread: signs what was recorded, lets the
// days pass, and tries again what failed. All of it at a tick, so that nothing that fails ends it.

#include <chrono>
#include <functional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "adapters/server.hpp"
#include "adapters/services.hpp"

namespace verloop {

class Chores {
 public:
  /// An event that no checkpoint covers is signed for within twice this.
  static constexpr std::chrono::milliseconds tick_default = std::chrono::milliseconds(400);

  /// Lets time be noticed in all cases that are open.
  using NoticeAll = std::function<Result<>(Timestamp now)>;

  /// All references must outlive the chores. `noticed` is the day up to which time was noticed.
  Chores(boost::asio::thread_pool& storage, const Services& services, Server& server,
         NoticeAll notice_all, Date noticed, std::chrono::milliseconds tick = tick_default);

  void start();
  /// Ends soon; from any thread. To be followed by a join of the storage thread.
  void stop();

 private:
  boost::asio::awaitable<void> run();
  void work();
  void notice(Timestamp now);

  boost::asio::thread_pool& storage_;
  const Services& services_;
  Server& server_;
  NoticeAll notice_all_;
  Date noticed_;
  std::chrono::milliseconds tick_;
  boost::asio::steady_timer pause_;
  Retry noticing_{Retry::Pauses()};
  std::optional<std::uint64_t> signed_;  // Size of the log that was signed last.
  bool stopped_ = false;
};

}  // namespace verloop
