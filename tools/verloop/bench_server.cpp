#include "tools/verloop/bench_server.hpp"

#include <algorithm>
#include <chrono>
#include <sys/resource.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/serialize.hpp>

namespace verloop {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

using Stopwatch = std::chrono::steady_clock;

double microseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

double cpu_of(int whom) {
  rusage usage{};
  ::getrusage(whom, &usage);
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

/// What all threads but this one have used.
double cpu_of_others() {
  return cpu_of(RUSAGE_SELF) - cpu_of(RUSAGE_THREAD);
}

json::object call(const char* method, json::object params, std::uint64_t id) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}, {"id", id}};
}

/// One connection, and the part of the load that it gives.
class LoadClient {
 public:
  LoadClient(asio::io_context& io, const BenchCases& cases, std::uint64_t first,
             std::uint64_t count, std::size_t in_flight)
      : socket_(io), cases_(cases), next_(first), end_(first + count), in_flight_(in_flight) {}

  static asio::awaitable<void> open(LoadClient* self, std::uint16_t port, std::string token) {
    const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), port);
    co_await self->socket_.async_connect(server, asio::use_awaitable);
    const asio::ip::tcp::no_delay at_once(true);
    self->socket_.set_option(at_once);
    json::object asked = call("session.open", {{"token", std::move(token)}}, 0);
    co_await self->exchange(json::serialize(asked));
  }

  static asio::awaitable<void> work(LoadClient* self) {
    while (self->next_ < self->end_) {
      std::string message = self->next_message();
      const auto start = Stopwatch::now();
      co_await self->exchange(std::move(message));
      const std::chrono::duration<double, std::micro> took = Stopwatch::now() - start;
      self->took_.push_back(took.count());
    }
  }

  const std::vector<double>& took() const { return took_; }
  bool was_refused() const { return was_refused_; }

 private:
  asio::awaitable<void> exchange(std::string message) {
    message += '\n';
    const auto bytes = asio::buffer(message);
    co_await asio::async_write(socket_, bytes, asio::use_awaitable);
    auto received = asio::dynamic_buffer(received_);
    const std::size_t size =
        co_await asio::async_read_until(socket_, received, '\n', asio::use_awaitable);
    was_refused_ = was_refused_ || received_.find("\"error\"") < size;
    received_.erase(0, size);
  }

  std::string next_message() {
    json::array calls;
    while (next_ < end_ && calls.size() < in_flight_) {
      const Command command = cases_.contact(next_);
      json::object params{{"id", command.id.text},
                          {"case", command.case_id.text},
                          {"action", command.action.text},
                          {"data", command.data}};
      calls.push_back(call("command.submit", std::move(params), next_++));
    }
    return json::serialize(in_flight_ == 1 ? calls.front() : json::value(std::move(calls)));
  }

  asio::ip::tcp::socket socket_;
  const BenchCases& cases_;
  std::uint64_t next_;
  std::uint64_t end_;
  std::size_t in_flight_;
  std::string received_;
  std::vector<double> took_;
  bool was_refused_ = false;
};

using Clients = std::vector<std::unique_ptr<LoadClient>>;

/// Runs one coroutine of each client to its end.
template <class Task>
Result<> run_all(asio::io_context& io, const Clients& clients, Task task) {
  bool has_failed = false;
  for (const auto& client : clients) {
    // They end with io.run, which the clients outlive.
    asio::co_spawn(io, task(client.get()), [&has_failed](std::exception_ptr thrown) {
      has_failed = has_failed || thrown != nullptr;
    });
  }
  io.restart();
  io.run();
  if (has_failed) return Error{Errc::network_failed, "the server ended a connection"};
  const bool was_refused = std::any_of(clients.begin(), clients.end(),
                                       [](const auto& one) { return one->was_refused(); });
  if (was_refused) return Error{Errc::malformed, "the server refused a command of the benchmark"};
  return {};
}

double at_rank(std::vector<double>& values, double rank) {
  const auto index = static_cast<std::ptrdiff_t>(rank * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + index, values.end());
  return values[static_cast<std::size_t>(index)];
}

}  // namespace

BenchServer::BenchServer(Instance& instance)
    : upkeep_(instance.log(), {[&instance] { return instance.runner().catch_up(); },
                               [&instance] { return instance.recover(); },
                               {}}),
      committer_(storage_, instance.log(), instance.processor(), upkeep_),
      access_(storage_, instance.access()),
      services_{instance.log(),
                instance.vault(),
                instance.definitions(),
                instance.directory(),
                instance.processor(),
                clock_,
                upkeep_,
                committer_,
                access_,
                "bench"},
      server_(io_, storage_, services_),
      chores_(
          storage_, services_, server_,
          [&instance](Timestamp now) { return instance.notice_all(now); },
          day_in_amsterdam(clock_.now())) {}

Result<> BenchServer::start() {
  const auto port = server_.listen("127.0.0.1", 0);
  if (port.has_error()) return port.error();
  port_ = *port;
  chores_.start();
  thread_ = std::thread([this] { io_.run(); });
  return {};
}

BenchServer::~BenchServer() {
  if (!thread_.joinable()) return;
  asio::post(io_, [this] { server_.stop(); });
  thread_.join();
  chores_.stop();
  storage_.join();
}

Result<LoadRun> run_load(std::uint16_t port, const std::string& token, const BenchCases& cases,
                         const Load& load) {
  asio::io_context io(1);
  Clients clients;
  const std::uint64_t share = std::max<std::uint64_t>(load.commands / load.connections, 1);
  for (std::size_t at = 0; at < load.connections; ++at) {
    clients.push_back(std::make_unique<LoadClient>(io, cases, at * share, share, load.in_flight));
  }
  auto done = run_all(io, clients,
                      [&](LoadClient* client) { return LoadClient::open(client, port, token); });
  if (done.has_error()) return done.error();
  const double cpu = cpu_of_others();
  const auto start = Stopwatch::now();
  done = run_all(io, clients, [](LoadClient* client) { return LoadClient::work(client); });
  if (done.has_error()) return done.error();
  const std::chrono::duration<double> took = Stopwatch::now() - start;
  const auto commands = static_cast<double>(share * load.connections);
  std::vector<double> all;
  for (const auto& client : clients)
    all.insert(all.end(), client->took().begin(), client->took().end());
  return LoadRun{commands / took.count(), (cpu_of_others() - cpu) / commands, at_rank(all, 0.5),
                 at_rank(all, 0.99)};
}

}  // namespace verloop
