#pragma once
// Group commit: commands are decided on the storage thread one after another, and appended on a
// thread of its own with one sync for all that waited. While that runs the next are decided. Who
// asked is told when all of it is durable. Used on the storage thread.

#include <future>
#include <memory>

#include <boost/asio/thread_pool.hpp>

#include "adapters/upkeep.hpp"
#include "engine/processor.hpp"

namespace verloop {

class Committer {
 public:
  /// Commands that wait for one append at most: beyond them nothing is decided until it is done.
  static constexpr std::size_t commands_max = 1024;

  /// All must outlive the committer; `storage` has one thread.
  Committer(boost::asio::thread_pool& storage, EventLog& log, Processor& processor, Upkeep& upkeep)
      : storage_(storage), log_(log), processor_(processor), upkeep_(upkeep) {}

  /// Records what time alone has done to the case, and the command. `told` may be called before
  /// this returns.
  void submit(Command command, Timestamp now, Told told);

  /// Upkeep::closed, once nothing is on its way that may fail too.
  std::optional<Error> closed();

  /// Returns when nothing is on its way: whoever else writes to the log asks for it first.
  void drain();

 private:
  /// A group that is being appended.
  struct Flight {
    CommandGroup group;
    std::promise<Result<Outcomes>> promise;
    std::future<Result<Outcomes>> outcomes = promise.get_future();
  };

  void wake();
  void launch();
  void land();
  void note(const Result<Outcomes>& outcomes);
  void tell(const Told& told, Result<Answer> answer);

  boost::asio::thread_pool& storage_;
  EventLog& log_;
  Processor& processor_;
  Upkeep& upkeep_;
  boost::asio::thread_pool writing_{1};
  std::shared_ptr<Flight> flight_;
  bool is_woken_ = false;
  bool has_failed_ = false;  // The group that is being told; it was said already.
};

}  // namespace verloop
