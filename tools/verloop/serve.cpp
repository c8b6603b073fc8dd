// verloop serve: the server on a data folder, until it is told to stop.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/system_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/server.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
// An event that no checkpoint covers is signed for within twice this.
constexpr auto signing_pause = std::chrono::milliseconds(400);

struct Options {
  std::string listen = "127.0.0.1:7777";
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override { return system_now(); }
};

/// What the running server does by itself, on the storage thread: it signs, and lets the days pass.
class Chores {
 public:
  /// `failed` is called, on the storage thread, with the error that ended a chore.
  Chores(asio::thread_pool& storage, Instance& instance, Server& server,
         std::function<void(const Error&)> failed)
      : storage_(storage),
        instance_(instance),
        server_(server),
        failed_(std::move(failed)),
        pause_(storage),
        midnight_(storage),
        signed_(instance.log().tail().size) {}

  void start() {
    run(sign_on());
    run(notice_on());
  }

  /// Both end soon; from any thread.
  void stop() {
    asio::post(storage_, [this] {
      stopped_ = true;
      pause_.cancel();
      midnight_.cancel();
    });
  }

 private:
  void run(asio::awaitable<Result<>> chore) {
    asio::co_spawn(storage_, std::move(chore), [this](std::exception_ptr thrown, Result<> done) {
      if (thrown) done = Error{Errc::storage_failed, "a chore of the server failed"};
      if (done.has_error()) failed_(done.error());
    });
  }

  asio::awaitable<Result<>> sign_on() {
    while (!stopped_) {
      pause_.expires_after(signing_pause);
      [[maybe_unused]] const auto passed = co_await pause_.async_wait(outcome);
      const std::uint64_t size = instance_.log().tail().size;
      if (stopped_ || size == signed_) continue;
      const auto note = instance_.log().sign_checkpoint();
      if (note.has_error()) co_return note.error();
      signed_ = size;
    }
    co_return Result<>();
  }

  asio::awaitable<Result<>> notice_on() {
    while (!stopped_) {
      const Date tomorrow = add_days(day_in_amsterdam(system_now()), 1);
      midnight_.expires_at(in_amsterdam(tomorrow, std::chrono::minutes(0)));
      [[maybe_unused]] const auto passed = co_await midnight_.async_wait(outcome);
      if (stopped_) break;
      const auto noticed = instance_.notice_all(system_now());
      if (noticed.has_error()) co_return noticed.error();
      server_.announce(instance_.log().tail().size);
    }
    co_return Result<>();
  }

  asio::thread_pool& storage_;
  Instance& instance_;
  Server& server_;
  std::function<void(const Error&)> failed_;
  asio::steady_timer pause_;
  asio::system_timer midnight_;
  std::uint64_t signed_;
  bool stopped_ = false;
};

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

/// `127.0.0.1:7777`, `[::1]:7777`.
std::optional<Address> address_in(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  Address address{text.substr(0, colon), 0};
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (failure != std::errc() || stop != end) return std::nullopt;
  return address;
}

/// Serves until a signal comes or a chore fails.
void run_server(Console& console, Instance& instance, const Address& address) {
  const SystemClock clock;
  const Services services{instance.log(),
                          instance.vault(),
                          instance.definitions(),
                          instance.directory(),
                          instance.processor(),
                          clock,
                          "0.1.0",
                          [&instance] { return instance.runner().catch_up(); }};
  asio::io_context io(1);
  asio::thread_pool storage(1);
  Server server(io, storage, services);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  const auto port = server.listen(address.host, address.port);
  if (port.has_error()) return console.fail(port.error());
  std::optional<Error> failure;
  Chores chores(storage, instance, server, [&](const Error& error) {
    asio::post(io, [&, error] {
      failure = error;
      signals.cancel();
      server.stop();
    });
  });
  signals.async_wait([&server](const boost::system::error_code& cancelled, int) {
    if (!cancelled) server.stop();
  });
  chores.start();
  const std::string shown = address.host.find(':') == std::string::npos
                                ? address.host + ":" + std::to_string(*port)
                                : "[" + address.host + "]:" + std::to_string(*port);
  if (console.json) {
    console.print(boost::json::value(boost::json::object{{"listening", shown}}));
  } else {
    console.print(console.choose("Luistert op ", "Listening on ") + shown);
  }
  std::fflush(stdout);
  spdlog::info("started, listening on {}", shown);
  io.run();
  chores.stop();
  storage.join();
  if (failure) console.fail(*failure);
}

void serve(Console& console, const Options& options) {
  // Standard output is for what the program was asked; what becomes of it goes beside that.
  spdlog::set_default_logger(spdlog::stderr_color_mt("verloop"));
  const auto address = address_in(options.listen);
  if (!address) {
    return console.fail(Exit::wrong_use,
                        console.choose("--listen: verwacht ADRES:POORT, zoals 127.0.0.1:7777",
                                       "--listen: expected ADDRESS:PORT, as in 127.0.0.1:7777"));
  }
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  auto ready = instance->notice_all(system_now());
  if (ready.has_value()) ready = instance->finish();
  if (ready.has_error()) return console.fail(ready.error());
  run_server(console, *instance, *address);
  const auto finished = instance->finish();
  if (finished.has_error()) console.fail(finished.error());
  spdlog::info("stopped");
}

}  // namespace

void add_serve(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "serve", "Serve a data folder over the network",
                                     "verloop serve --data school --listen 127.0.0.1:7777");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--listen", options->listen,
                      "ADDRESS:PORT (default: 127.0.0.1:7777; port 0: any)");
  command->callback([&console, options] { serve(console, *options); });
}

}  // namespace verloop
