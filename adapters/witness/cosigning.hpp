#pragma once
// Has a running server's checkpoints cosigned by the witnesses of a policy: whenever one is newer
// than the last that enough of them cosigned, at most once in a pause, and after a pause that grows
// while too few do. Each trouble is said once. On the storage thread only.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "adapters/upkeep.hpp"
#include "adapters/witness/collect.hpp"

namespace verloop {

class Cosigning {
 public:
  struct Pauses {
    std::chrono::milliseconds look = std::chrono::seconds(1);      // For a newer checkpoint.
    std::chrono::milliseconds between = std::chrono::seconds(10);  // Two that are cosigned.
    Retry::Pauses retry{std::chrono::seconds(10), std::chrono::minutes(10)};
    std::chrono::milliseconds answer_max = std::chrono::seconds(5);  // Of a witness.
  };
  /// What the composition root does for it.
  struct Work {
    std::function<Result<>(const std::string& note)> keep;  // So that it outlives the server.
    std::function<void(const std::string&)> say;
  };

  /// `storage` and `log` outlive it; every URL in the policy is one (CosignatureCollector). `kept`
  /// is the note that was kept last, if any.
  Cosigning(boost::asio::thread_pool& storage, const EventLog& log, WitnessPolicy policy, Work work,
            std::optional<std::string> kept, Pauses pauses);

  void start();
  /// Ends when the witnesses that were asked have answered, or their time is over; from any thread.
  /// To be followed by a join of the storage thread.
  void stop();

  /// The newest note that enough witnesses cosigned.
  const std::optional<std::string>& newest() const { return kept_; }

 private:
  boost::asio::awaitable<void> run();
  bool is_due();
  void take(Result<Collected> collected);
  void say(const std::string& trouble);

  boost::asio::thread_pool& storage_;
  const EventLog& log_;
  CosignatureCollector collector_;
  Work work_;
  std::optional<std::string> kept_;
  Pauses pauses_;
  Retry retry_;
  std::chrono::steady_clock::time_point next_{};
  std::string wanted_;   // The note that is to be cosigned.
  std::string trouble_;  // As it was said last.
  boost::asio::steady_timer pause_;
  bool stopped_ = false;
};

}  // namespace verloop
