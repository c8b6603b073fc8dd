#pragma once
// A server in this process, on a log in memory, and clients that speak to it over real sockets.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <poll.h>
#include <thread>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "adapters/backup_desk.hpp"
#include "adapters/chores.hpp"
#include "adapters/server.hpp"
#include "events/random.hpp"
#include "tests/support/accessed.hpp"
#include "tests/support/faulty_ports.hpp"
#include "tools/verloop/token.hpp"

namespace verloop::test {

namespace asio = boost::asio;
namespace json = boost::json;

inline Timestamp noon(const char* day) {
  return in_amsterdam(*parse_date(day), std::chrono::minutes(12 * 60));
}

/// Stands still until the test moves it; from any thread.
class TestClock final : public Clock {
 public:
  Timestamp now() const override { return now_; }
  void set(const char* day) { now_ = noon(day); }

 private:
  std::atomic<Timestamp> now_ = noon("2026-09-17");
};

/// What a running server told its operator.
class Said {
 public:
  void add(const std::string& text) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(text);
    more_.notify_all();
  }
  /// Waits for that many lines, but not for ever.
  bool reaches(std::size_t count) {
    std::unique_lock lock(mutex_);
    return more_.wait_for(lock, std::chrono::seconds(60), [&] { return lines_.size() >= count; });
  }
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<std::string> lines_;
};

class Served {
 public:
  /// With a `tick` it signs and notices by itself; what failed is tried again at once.
  explicit Served(WireLimits limits = {},
                  std::chrono::milliseconds idle_max = Server::idle_max_default,
                  std::optional<std::chrono::milliseconds> tick = std::nullopt)
      : instance_(Instance::in_memory("log.example/served", noon("2026-09-01")).value()),
        log_(instance_->log(), disk_),
        vault_(instance_->vault(), disk_),
        access_log_(instance_->access().log(), access_disk_),
        access_(access_log_, access_types(), random_seed),
        processor_(log_, vault_, instance_->definitions(), instance_->directory(), random_seed),
        upkeep_(log_,
                {[this] { return catch_up(); }, [this] { return recover(); },
                 [this](const std::string& text) { said_.add(text); }},
                {std::chrono::milliseconds(0), std::chrono::milliseconds(0)}),
        services_{log_,
                  vault_,
                  instance_->definitions(),
                  instance_->directory(),
                  processor_,
                  clock_,
                  upkeep_,
                  committer_,
                  access_desk_,
                  "0",
                  limits,
                  nullptr,
                  {},
                  &ordering_} {
    enter("ib-1", "ib", "school-12");
    enter("con-1", "consultant", "swv");
    enter("con-2", "consultant", "swv");
    enter("adm-1", "swv-admin", "swv");
    server_.emplace(io_, storage_, services_, idle_max);
    port_ = server_->listen("127.0.0.1", 0).value();
    if (tick) {
      chores_.emplace(
          storage_, services_, *server_, [this](Timestamp now) { return notice_all(now); },
          day_in_amsterdam(clock_.now()), *tick);
      chores_->start();
    }
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Served() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] { server_->stop(); });
    if (backups_) backups_->stop();
    thread_.join();
    if (chores_) chores_->stop();
    storage_.join();
  }

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port) {
    return server_->listen(address, port);
  }
  std::uint16_t port() const { return port_; }
  const std::string& token(const std::string& actor) const { return tokens_.at(actor); }

  Disk& disk() { return disk_; }
  Disk& access_disk() { return access_disk_; }
  FaultyLog& access_log() { return access_log_; }
  FaultyLog& log() { return log_; }
  TestClock& clock() { return clock_; }
  std::vector<std::string> said() const { return said_.lines(); }
  bool has_said(std::size_t count) { return said_.reaches(count); }
  std::atomic<bool>& projections_fail() { return projections_fail_; }

  /// What `ask` gives on the storage thread, between two commands.
  template <class Ask>
  auto on_storage(Ask ask) {
    std::promise<decltype(ask())> done;
    asio::post(storage_, [&] { done.set_value(ask()); });
    return done.get_future().get();
  }

  /// Gives an actor one more role, as another program would.
  void give(const std::string& actor, const std::string& role, const std::string& org) {
    on_storage([&] {
      return instance_->enter({{actor}, "", {{role}, {org}}, {}}, clock_.now()).has_value();
    });
  }

  /// Backups are made from now on, as far as `hold` does.
  void make_backups(BackupDesk::Hold hold) {
    on_storage([&] {
      services_.backups = &backups_.emplace(storage_, committer_, std::move(hold));
      return true;
    });
  }

  /// An actor with a token, which it gives.
  std::string enter(const std::string& actor, const std::string& role, const std::string& org) {
    return on_storage([&] {
      const Timestamp now = noon("2026-09-01");
      instance_->enter({{actor}, "", {{role}, {org}}, {}}, now).value();
      return tokens_[actor] = issue_token(*instance_, {actor}).value();
    });
  }

  /// Whether every projection is up to the log. After stop.
  bool projections_are_current() const {
    for (const auto& projection : instance_->projections()) {
      const auto at = instance_->views().applied(projection->view());
      if (at.value().value != instance_->log().tail().size) return false;
    }
    return true;
  }

 private:
  Result<> catch_up() {
    if (projections_fail_) return Error{Errc::malformed, "a projection stops at position 9"};
    return instance_->runner().catch_up();
  }

  Result<> recover() {
    if (auto vault = vault_.recover(); !vault) return vault;
    if (auto access = access_log_.recover(); !access) return access;
    return log_.recover();
  }

  Result<> notice_all(Timestamp now) {
    for (const CaseId& id : log_.streams().value()) {
      if (is_system_stream(id.text)) continue;
      const auto noticed = processor_.notice(id, now);
      if (noticed.has_error()) return noticed.error();
    }
    return {};
  }

  TestClock clock_;
  Said said_;
  Disk disk_;
  Disk access_disk_;
  std::atomic<bool> projections_fail_ = false;
  std::unique_ptr<Instance> instance_;
  FaultyLog log_;
  FaultyVault vault_;
  FaultyLog access_log_;
  AccessLog access_;
  Processor processor_;
  Upkeep upkeep_;
  asio::thread_pool storage_{1};
  Committer committer_{storage_, log_, processor_, upkeep_};
  AccessDesk access_desk_{storage_, access_};
  std::optional<BackupDesk> backups_;
  DirectoryWork ordering_{log_,
                          vault_,
                          instance_->directory(),
                          instance_->definitions(),
                          instance_->system(),
                          instance_->seed(),
                          own_roles()};
  Services services_;
  std::map<std::string, std::string> tokens_;
  asio::io_context io_{1};
  std::optional<Server> server_;
  std::optional<Chores> chores_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// Speaks to the server as a program of somebody else would. Waits for what it reads, but not for
/// ever.
class Client {
 public:
  explicit Client(const Served& served) {
    socket_.connect({asio::ip::make_address("127.0.0.1"), served.port()});
  }
  Client(const Served& served, const std::string& actor) : Client(served) {
    call("session.open", {{"token", served.token(actor)}});
  }

  /// False when the server ended the connection.
  bool send(const std::string& bytes) {
    boost::system::error_code failure;
    asio::write(socket_, asio::buffer(bytes), failure);
    return !failure;
  }

  /// The next line without its end; none when the server ended the connection or says nothing.
  std::optional<std::string> read_line() {
    std::size_t end = received_.find('\n');
    for (; end == std::string::npos; end = received_.find('\n')) {
      pollfd waiting{socket_.native_handle(), POLLIN, 0};
      if (::poll(&waiting, 1, patience_ms) != 1) return std::nullopt;
      std::array<char, 4096> bytes{};
      boost::system::error_code failure;
      const std::size_t count = socket_.read_some(asio::buffer(bytes), failure);
      if (failure) return std::nullopt;
      received_.append(bytes.data(), count);
    }
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    all_ += line + "\n";
    return line;
  }

  /// The response to a call; notifications that come before it are kept.
  json::object call(const std::string& method, json::object params) {
    call_without_reading(method, std::move(params));
    return answer();
  }

  void call_without_reading(const std::string& method, json::object params) {
    send(json::serialize(json::object{{"jsonrpc", "2.0"},
                                      {"method", method},
                                      {"params", std::move(params)},
                                      {"id", ++calls_}}) +
         "\n");
  }

  /// The responses to the calls of one message.
  json::array call_all(const json::array& calls) {
    send(json::serialize(calls) + "\n");
    const auto line = read_line();
    return line ? json::parse(*line).as_array() : json::array();
  }

  /// Nothing more will come from it.
  void hang_up() { socket_.shutdown(asio::ip::tcp::socket::shutdown_send); }

  json::object answer() {
    for (;;) {
      const auto line = read_line();
      if (!line) return {};
      json::object object = json::parse(*line).as_object();
      if (!object.contains("method")) return object;
      events_.push_back(std::move(object));
    }
  }

  /// The parameters of the next event that is pushed.
  json::object next_event() {
    if (events_.empty()) {
      const auto line = read_line();
      if (!line) return {};
      events_.push_back(json::parse(*line).as_object());
    }
    json::object params = events_.front().at("params").as_object();
    events_.pop_front();
    return params;
  }

  json::object submit(int number, const std::string& id, const std::string& action,
                      json::object data) {
    return call("command.submit", {{"id", command_uuid(number)},
                                   {"case", id},
                                   {"action", action},
                                   {"data", std::move(data)}});
  }

  static std::string command_uuid(int number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 12 - digits.size(), '0');
    return "0b7f1c1e-58b4-4e0e-9f5e-" + digits;
  }

  /// All that the server ever sent to it.
  const std::string& all() const { return all_; }

 private:
  static constexpr int patience_ms = 30'000;

  asio::io_context io_;
  asio::ip::tcp::socket socket_{io_};
  std::string received_;
  std::string all_;
  std::deque<json::object> events_;
  int calls_ = 0;
};

inline std::int64_t error_code(const json::object& response) {
  const json::value* error = response.if_contains("error");
  return error == nullptr ? 0 : error->at("code").as_int64();
}

inline std::string error_kind(const json::object& response) {
  const json::value* error = response.if_contains("error");
  if (error == nullptr || !error->as_object().contains("data")) return "";
  return std::string(error->at("data").at("kind").as_string());
}

/// A case with two members and a consultant.
inline void make_case(const Served& served, const std::string& id) {
  Client school(served, "ib-1");
  Client desk(served, "adm-1");
  EXPECT_EQ(error_code(school.submit(1001, id, "openCase", {{"title", "cluster SOVA"}})), 0);
  EXPECT_EQ(error_code(desk.submit(1002, id, "assignConsultant", {{"consultant", "con-1"}})), 0);
  EXPECT_EQ(error_code(school.submit(1003, id, "includePupil",
                                     {{"pupil", "pup-noor"}, {"name", "Noor Vermeulen"}})),
            0);
  EXPECT_EQ(error_code(school.submit(1004, id, "includePupil",
                                     {{"pupil", "pup-daan"}, {"name", "Daan Bakker"}})),
            0);
}

}  // namespace verloop::test
