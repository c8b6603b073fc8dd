#pragma once
// A subscription: first the past, then live. There is no seam, because both are read from the log
// by position; that the log has grown only ends the wait. The next page is read when the client
// has taken this one, so that a slow reader costs one page and no more.

#include <memory>
#include <vector>

#include <boost/asio/thread_pool.hpp>

#include "adapters/feed/log_signal.hpp"
#include "adapters/outgoing.hpp"
#include "adapters/services.hpp"
#include "adapters/session.hpp"

namespace verloop {

/// An event as its subscriber may see it.
struct SeenEvent {
  Position position;
  boost::json::object event;
};

struct SeenPage {
  std::vector<SeenEvent> events;
  Position next;  // Where the next page starts.
};

/// The events of at most `request.window` records from a position on that pass the filter and that
/// the subscriber may know of.
Result<Guarded<SeenPage>> read_seen(const Services& services, const SubscriptionRequest& request,
                                    Position from);

/// Runs on the I/O thread, reads on the storage thread.
class Subscription {
 public:
  /// How an event is put into words for the wire.
  using Writer = std::function<std::string(const SubscriptionRequest&, SeenEvent)>;

  /// All references must outlive the subscription.
  Subscription(const Services& services, boost::asio::thread_pool& storage, LogSignal& signal,
               std::shared_ptr<Outgoing> out, SubscriptionRequest request, Writer write)
      : services_(services),
        storage_(storage),
        signal_(signal),
        out_(std::move(out)),
        request_(std::move(request)),
        next_(request_.from),
        write_(std::move(write)) {}

  /// Ends when the subscription is stopped, the client is gone, or the log can't be read or the
  /// access log not be written: then with the error.
  static boost::asio::awaitable<Result<>> run(std::shared_ptr<Subscription> self);

  void stop();

 private:
  static boost::asio::awaitable<Result<SeenPage>> read(std::shared_ptr<Subscription> self);
  static boost::asio::awaitable<bool> send(std::shared_ptr<Subscription> self,
                                           std::vector<SeenEvent> events);

  const Services& services_;
  boost::asio::thread_pool& storage_;
  LogSignal& signal_;
  std::shared_ptr<Outgoing> out_;
  SubscriptionRequest request_;
  Position next_;
  Writer write_;
  bool stopped_ = false;
};

}  // namespace verloop
