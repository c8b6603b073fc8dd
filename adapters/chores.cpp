#include "adapters/chores.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verloop {

namespace asio = boost::asio;

Chores::Chores(asio::thread_pool& storage, const Services& services, Server& server,
               NoticeAll notice_all, Date noticed, std::chrono::milliseconds tick)
    : storage_(storage),
      services_(services),
      server_(server),
      notice_all_(std::move(notice_all)),
      noticed_(noticed),
      tick_(tick),
      pause_(storage) {}

void Chores::start() {
  // Ends with stop. Its work lets nothing out, so what is thrown is a bug.
  asio::co_spawn(storage_, run(), [](std::exception_ptr thrown) {
    ensure(thrown == nullptr, "the chores of a server let no exception out");
  });
}

void Chores::stop() {
  asio::post(storage_, [this] {
    stopped_ = true;
    pause_.cancel();
  });
}

asio::awaitable<void> Chores::run() {
  constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
  while (!stopped_) {
    pause_.expires_after(tick_);
    [[maybe_unused]] const auto passed = co_await pause_.async_wait(outcome);
    if (!stopped_) work();
  }
}

/// Whatever a library throws ends here: the next tick tries again.
void Chores::work() {
  try {
    services_.committer.drain();
    if (services_.committer.closed()) return signed_.reset();
    notice(services_.clock.now());
    if (services_.upkeep.is_behind()) services_.upkeep.catch_up();
    if (const auto entries = services_.access.log().sign(); entries.has_error())
      services_.upkeep.failed(entries.error());
    const std::uint64_t size = services_.log.tail().size;
    if (size == signed_) return;
    if (services_.upkeep.sign()) signed_ = size;
  } catch (const std::exception&) {
    services_.upkeep.failed({Errc::storage_failed, "a chore of the server failed"});
  }
}

void Chores::notice(Timestamp now) {
  const Date today = day_in_amsterdam(now);
  if (today == noticed_ || !noticing_.is_due()) return;
  const auto noticed = notice_all_(now);
  server_.announce(services_.log.tail().size);
  if (noticed.has_error()) {
    noticing_.failed();
    return services_.upkeep.failed(noticed.error());
  }
  noticing_.worked();
  noticed_ = today;
}

}  // namespace verloop
