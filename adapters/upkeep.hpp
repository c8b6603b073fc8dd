#pragma once
// Keeps a server going when its storage fails: no more is written until writing works again, which
// is tried after a pause that grows, at the next command or tick. Projections that can't be brought
// up fall behind and are tried again alike. Each trouble is said once. Used on the storage thread
// only.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "events/event_log.hpp"

namespace verloop {

/// When to try again what failed: after a pause that doubles each time.
class Retry {
 public:
  struct Pauses {
    std::chrono::milliseconds first = std::chrono::milliseconds(200);
    std::chrono::milliseconds longest = std::chrono::seconds(30);
  };

  explicit Retry(Pauses pauses) : pauses_(pauses), pause_(pauses.first) {}
  bool is_due() const { return std::chrono::steady_clock::now() >= next_; }
  void failed();
  void worked();

 private:
  Pauses pauses_;
  std::chrono::milliseconds pause_;
  std::chrono::steady_clock::time_point next_{};  // The past: at once.
};

class Upkeep {
 public:
  /// What the composition root does for it.
  struct Work {
    std::function<Result<>()> catch_up;  // Brings the projections up to the log.
    std::function<Result<>()> recover;   // Opens anew what no longer takes writes.
    std::function<void(const std::string&)> say;
  };

  Upkeep(EventLog& log, Work work, Retry::Pauses pauses = {})
      : log_(log), work_(std::move(work)), writing_(pauses), projecting_(pauses) {}

  /// To be asked before anything is written. None when that may be tried; else why not.
  std::optional<Error> closed();

  /// Whether nothing is written for now.
  bool is_closed() const { return is_closed_; }

  /// To be told of whatever failed beside. Storage that failed closes for writing.
  void failed(const Error& error);
  /// To be told when something was written.
  void worked();

  /// Brings the projections up. What is recorded is recorded, so that a failure is nobody's answer:
  /// they fall behind.
  void catch_up();
  bool is_behind() const { return lag_.has_value(); }

  /// Signs what is not signed yet; false when that failed, which closes for writing.
  bool sign();

 private:
  void close(const Error& error);
  void say(const std::string& text) const;

  EventLog& log_;
  Work work_;
  Retry writing_;
  Retry projecting_;
  bool is_closed_ = false;
  std::optional<Error> trouble_;  // Kept until something was written again.
  std::optional<Error> lag_;
  std::optional<Error> other_;  // What failed last and was no matter of storage.
};

}  // namespace verloop
