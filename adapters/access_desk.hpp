#pragma once
// Group commit for the access log: answers and refusals that are asked for in one moment are
// entered with one sync, and leave after it. Used on the storage thread.

#include <functional>

#include <boost/asio/thread_pool.hpp>

#include "engine/access_log.hpp"

namespace verloop {

class AccessDesk {
 public:
  /// Entries that wait for one write at most.
  static constexpr std::size_t entries_max = 1024;

  /// Both must outlive the desk; `storage` has one thread.
  AccessDesk(boost::asio::thread_pool& storage, AccessLog& log) : storage_(storage), log_(log) {}

  /// `told` may be called before these return.
  template <class T>
  void hand_out(Guarded<T> guarded, Occasion occasion, std::function<void(Result<T>)> told) {
    log_.hand_out_later(std::move(guarded), std::move(occasion), std::move(told));
    wake();
  }
  void refused(const Actor& by, const RefusedCommand& what, Occasion occasion,
               std::function<void(Result<>)> told) {
    log_.refused_later(by, what, std::move(occasion), std::move(told));
    wake();
  }

  /// For what is entered by itself.
  AccessLog& log() const { return log_; }

 private:
  void wake();

  boost::asio::thread_pool& storage_;
  AccessLog& log_;
  bool is_woken_ = false;
};

}  // namespace verloop
