#include "adapters/witness/cosigning.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verloop {

namespace asio = boost::asio;

namespace {

/// What was signed is the same, whoever cosigned it.
bool is_same_checkpoint(const std::string& one, const std::string& other) {
  const auto first = parse_note(one);
  const auto second = parse_note(other);
  return first.has_value() && second.has_value() && first->text == second->text;
}

std::string troubles(const Collected& collected) {
  std::string text = "too few witnesses cosigned";
  for (const WitnessAsked& one : collected.asked)
    if (!one.problem.empty()) text += "; " + one.witness + ": " + one.problem;
  return text;
}

}  // namespace

Cosigning::Cosigning(asio::thread_pool& storage, const EventLog& log, WitnessPolicy policy,
                     Work work, std::optional<std::string> kept, Pauses pauses)
    : storage_(storage),
      log_(log),
      collector_(log, std::move(policy), pauses.answer_max),
      work_(std::move(work)),
      kept_(std::move(kept)),
      pauses_(pauses),
      retry_(pauses.retry),
      pause_(storage) {}

void Cosigning::start() {
  // Ends with stop. Its work lets nothing out, so what is thrown is a bug.
  asio::co_spawn(storage_, run(), [](std::exception_ptr thrown) {
    ensure(thrown == nullptr, "cosigning lets no exception out");
  });
}

void Cosigning::stop() {
  asio::post(storage_, [this] {
    stopped_ = true;
    pause_.cancel();
  });
}

asio::awaitable<void> Cosigning::run() {
  constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
  while (!stopped_) {
    pause_.expires_after(pauses_.look);
    [[maybe_unused]] const auto passed = co_await pause_.async_wait(outcome);
    if (stopped_ || !is_due()) continue;
    auto collected = co_await collector_.collect(wanted_);
    take(std::move(collected));
  }
}

bool Cosigning::is_due() {
  if (!retry_.is_due() || std::chrono::steady_clock::now() < next_) return false;
  const auto newest = log_.newest_checkpoint();
  if (newest.has_error() || !*newest) return false;
  wanted_ = **newest;
  return !kept_ || !is_same_checkpoint(*kept_, wanted_);
}

void Cosigning::take(Result<Collected> collected) {
  Result<> kept;
  if (collected.has_value() && collected->is_enough && work_.keep)
    kept = work_.keep(collected->note);
  const bool is_done = collected.has_value() && collected->is_enough && kept.has_value();
  if (is_done) {
    kept_ = std::move(collected->note);
    next_ = std::chrono::steady_clock::now() + pauses_.between;
    retry_.worked();
    if (!trouble_.empty()) say("witnesses cosign again");
    trouble_.clear();
    return;
  }
  retry_.failed();
  if (collected.has_error()) return say("not cosigned: " + collected.error().detail);
  say(kept.has_error() ? "not kept: " + kept.error().detail : troubles(*collected));
}

void Cosigning::say(const std::string& trouble) {
  if (trouble == trouble_) return;
  trouble_ = trouble;
  if (work_.say) work_.say("cosigning: " + trouble);
}

}  // namespace verloop
