#include "adapters/committer.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

namespace verloop {
namespace {

namespace asio = boost::asio;

/// Whatever a library throws is an append that failed.
Result<Outcomes> append(EventLog& log, CommandGroup& group) {
  try {
    return append_group(log, group);
  } catch (const std::exception&) {
    return Error{Errc::storage_failed, "an append to the log failed"};
  }
}

bool is_recorded(const Result<Receipt>& outcome) {
  return outcome.has_value() && !outcome->repeated;
}

}  // namespace

void Committer::submit(Command command, Timestamp now, Told told) {
  if (processor_.waiting() >= commands_max) drain();
  const auto heard = [this, told = std::move(told)](Result<Answer> answer) {
    tell(told, std::move(answer));
  };
  processor_.enqueue_notice(command.case_id, now);
  processor_.enqueue(std::move(command), now, heard);
  wake();
  if (upkeep_.is_behind()) upkeep_.catch_up();
}

/// The group is closed behind all that is in the storage thread's queue by now.
void Committer::wake() {
  if (is_woken_ || flight_ != nullptr || processor_.waiting() == 0) return;
  is_woken_ = true;
  asio::post(storage_, [this] {
    is_woken_ = false;
    launch();
  });
}

void Committer::launch() {
  if (flight_ != nullptr || processor_.waiting() == 0) return;
  flight_ = std::make_shared<Flight>();
  flight_->group = processor_.take();
  // The storage thread has work to come, so that a join waits for it.
  auto storage = asio::prefer(storage_.get_executor(), asio::execution::outstanding_work.tracked);
  asio::post(writing_, [this, storage, flight = flight_] {
    flight->promise.set_value(append(log_, flight->group));
    asio::post(storage, [this, flight] {
      if (flight_ == flight) land();
    });
  });
}

/// Waits for the append if need be.
void Committer::land() {
  const std::shared_ptr<Flight> flight = std::move(flight_);
  flight_ = nullptr;
  const auto outcomes = flight->outcomes.get();
  note(outcomes);
  has_failed_ = outcomes.has_error();
  const Settled settled = processor_.settle(std::move(flight->group), outcomes);
  launch();
  for (const auto& [told, answer] : settled) told(answer);
  has_failed_ = false;
  upkeep_.catch_up();
}

void Committer::note(const Result<Outcomes>& outcomes) {
  if (outcomes.has_error()) return upkeep_.failed(outcomes.error());
  if (std::any_of(outcomes->begin(), outcomes->end(), is_recorded)) upkeep_.worked();
}

void Committer::tell(const Told& told, Result<Answer> answer) {
  if (answer.has_error() && !has_failed_) upkeep_.failed(answer.error());
  told(std::move(answer));
}

std::optional<Error> Committer::closed() {
  if (upkeep_.is_closed()) drain();
  return upkeep_.closed();
}

void Committer::drain() {
  while (flight_ != nullptr || processor_.waiting() > 0) {
    launch();
    land();
  }
}

}  // namespace verloop
