#pragma once
// Makes backups while the server goes on, one at a time: what is to be copied is held on the
// storage thread between two commands, and copied on a thread of its own.

#include <functional>
#include <stop_token>

#include <boost/asio/thread_pool.hpp>
#include <boost/json/object.hpp>

#include "adapters/committer.hpp"

namespace verloop {

class BackupDesk {
 public:
  /// What the composition root does for it. `Hold` is called on the storage thread while nobody
  /// writes, and gives what copies; that is called on another thread, ends soon when it is told to
  /// stop, and says of the backup what its asker may know.
  using Copy = std::function<Result<boost::json::object>(const std::stop_token&)>;
  using Hold = std::function<Result<Copy>()>;
  using Told = std::function<void(Result<boost::json::object>)>;

  /// All must outlive the desk; `storage` has one thread.
  BackupDesk(boost::asio::thread_pool& storage, Committer& committer, Hold hold)
      : storage_(storage), committer_(committer), hold_(std::move(hold)) {}

  /// Whether one is being made. On the storage thread.
  bool is_busy() const { return is_busy_; }
  /// Not while one is made. Calls `told` once, on the storage thread, maybe before this returns:
  /// every command that was answered by now is in the backup. On the storage thread.
  void make(Told told);

  /// Cuts short what is being copied, for good. From any thread: until then the server that is to
  /// answer does not end.
  void stop() { stop_.request_stop(); }

 private:
  boost::asio::thread_pool& storage_;
  Committer& committer_;
  Hold hold_;
  std::stop_source stop_;
  bool is_busy_ = false;
  boost::asio::thread_pool copying_{1};
};

}  // namespace verloop
