#include "adapters/server.hpp"

#include <map>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/feed/subscription.hpp"
#include "adapters/late.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/problem.hpp"

namespace verloop {

namespace asio = boost::asio;

namespace {

/// What all conversations share.
struct Shared {
  asio::io_context& io;
  asio::thread_pool& storage;
  const Services& services;
  const Dispatch& dispatch;
  LogSignal& signal;
};

std::string event_line(const SubscriptionRequest& request, SeenEvent seen) {
  return notification_line("subscription.event", {{"subscription", request.id},
                                                  {"position", seen.position.value},
                                                  {"event", std::move(seen.event)}});
}

std::string end_line(const std::string& subscription, const Error& error) {
  const RpcError why = problem(error, Language::en);
  return notification_line("subscription.ended",
                           {{"subscription", subscription}, {"code", why.code}});
}

/// The session of one connection, and its subscriptions.
class RpcConversation final : public Conversation,
                              public std::enable_shared_from_this<RpcConversation> {
 public:
  RpcConversation(Shared shared, std::shared_ptr<Outgoing> out)
      : shared_(shared), out_(std::move(out)) {}

  asio::awaitable<std::string> answer(std::string line) override {
    auto working = work(shared_from_this(), std::move(line));
    auto done = co_await asio::co_spawn(shared_.storage, std::move(working), asio::use_awaitable);
    shared_.signal.announce(done.log_size);
    co_return std::move(done.reply);
  }

  void answered() override {
    for (const std::string& id : session_.closed) {
      const auto at = running_.find(id);
      if (at != running_.end()) at->second->stop();
      running_.erase(id);
    }
    session_.closed.clear();
    for (SubscriptionRequest& request : session_.opened) start(std::move(request));
    session_.opened.clear();
  }

  bool is_listening() const override { return !running_.empty(); }

  void end() override {
    for (const auto& [id, subscription] : running_) subscription->stop();
    running_.clear();
  }

 private:
  struct Done {
    std::string reply;
    std::uint64_t log_size = 0;
  };

  /// On the storage thread. The session is this call's alone: the next waits for its answer.
  static asio::awaitable<Done> work(std::shared_ptr<RpcConversation> self, std::string line) {
    const auto late = std::make_shared<Late<std::string>>(self->shared_.storage);
    self->shared_.dispatch.answer(self->session_, line,
                                  [late](std::string reply) { late->set(std::move(reply)); });
    Done done;
    done.reply = co_await late->wait();
    done.log_size = self->shared_.services.log.tail().size;
    co_return done;
  }

  void start(SubscriptionRequest request) {
    const std::string id = request.id;
    auto subscription = std::make_shared<Subscription>(
        shared_.services, shared_.storage, shared_.signal, out_, std::move(request), event_line);
    running_[id] = subscription;
    // It ends with stop, which end calls for all. A subscription that fails tells its client.
    asio::co_spawn(shared_.io, Subscription::run(subscription),
                   [self = shared_from_this(), id](std::exception_ptr thrown, Result<> outcome) {
                     const Error internal{Errc::storage_failed, ""};
                     if (thrown)
                       self->tell_end(id, internal);
                     else if (outcome.has_error())
                       self->tell_end(id, outcome.error());
                   });
  }

  void tell_end(const std::string& id, const Error& error) {
    running_.erase(id);
    asio::co_spawn(shared_.io, out_->send(end_line(id, error)),
                   [out = out_](std::exception_ptr, bool) {});
  }

  Shared shared_;
  std::shared_ptr<Outgoing> out_;
  Session session_;
  std::map<std::string, std::shared_ptr<Subscription>> running_;
};

FixedLines fixed_lines(const WireLimits& limits) {
  const RpcError long_line =
      limit_passed("a message has at most " + std::to_string(limits.message_bytes) + " bytes");
  const RpcError crowded = problem(ProblemKind::busy,
                                   {"Er zijn te veel verbindingen; probeer het later.",
                                    "There are too many connections; try again later."},
                                   Language::en);
  return {line_of(response(nullptr, long_line)), line_of(response(nullptr, crowded))};
}

}  // namespace

Server::Server(asio::io_context& io, asio::thread_pool& storage, const Services& services,
               std::chrono::milliseconds idle_max)
    : io_(io),
      dispatch_(all_methods(services), services.limits),
      signal_(io, services.log.tail().size),
      tcp_(io, services.limits, idle_max, fixed_lines(services.limits),
           [this, &storage, &services](std::shared_ptr<Outgoing> out) {
             const Shared shared{io_, storage, services, dispatch_, signal_};
             return std::make_shared<RpcConversation>(shared, std::move(out));
           }) {}

Result<std::uint16_t> Server::listen(const std::string& address, std::uint16_t port) {
  return tcp_.listen(address, port);
}

void Server::announce(std::uint64_t log_size) {
  asio::post(io_, [this, log_size] { signal_.announce(log_size); });
}

}  // namespace verloop
