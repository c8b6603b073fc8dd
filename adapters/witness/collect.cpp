#include "adapters/witness/collect.hpp"

#include <memory>
#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "events/text_lines.hpp"

namespace verloop {

namespace asio = boost::asio;

namespace {

constexpr unsigned status_good = 200, status_conflict = 409;
const char* const size_type = "text/x.tlog.size";

std::optional<std::uint64_t> size_in(const HttpAnswer& answer) {
  if (answer.status != status_conflict || answer.type != size_type) return std::nullopt;
  std::string_view rest = answer.body;
  const auto line = take_line(rest);
  return line && rest.empty() ? decimal_in(*line) : std::nullopt;
}

std::uint64_t size_of(const std::string& note) {
  const auto parsed = parse_note(note);
  const auto checkpoint =
      parsed ? parse_checkpoint_text(parsed->text) : Result<Checkpoint>(parsed.error());
  return checkpoint ? checkpoint->size : 0;
}

}  // namespace

Result<> CosignatureCollector::check_urls(const WitnessPolicy& policy) {
  for (const PolicyWitness& witness : policy.witnesses) {
    if (witness.url.empty()) continue;
    const auto url = parse_http_url(witness.url);
    if (!url) return Error{Errc::malformed, "witness " + witness.name + ": " + url.error().detail};
  }
  return {};
}

/// From the size that it says it has; a second time when that was another than was thought.
asio::awaitable<CosignatureCollector::Answer> CosignatureCollector::ask(PolicyWitness witness,
                                                                        std::string note) {
  Answer answer;
  for (int turn = 0; turn < 2; ++turn) {
    const std::uint64_t old_size = last_sizes_[witness.name];
    answer = co_await ask_from(witness, note, old_size);
    if (answer.asked.problem.empty() || last_sizes_[witness.name] == old_size) break;
  }
  co_return answer;
}

asio::awaitable<CosignatureCollector::Answer> CosignatureCollector::ask_from(
    PolicyWitness witness, std::string note, std::uint64_t old_size) {
  Answer answer{{witness.name, "", true}, ""};
  const auto growth = prove_growth(log_, old_size, note);
  if (!growth) {
    answer.asked.problem = growth.error().detail;
    if (growth.error().code == Errc::not_found) {
      answer.asked.problem = "it cosigned a larger tree of this log, of " +
                             std::to_string(old_size) + " events: a part of the log is missing";
    }
    co_return answer;
  }
  const auto url = parse_http_url(witness.url);
  ensure(url.has_value(), "the URLs of a policy were checked");
  std::string body = encode(*growth);
  auto reply = co_await http_post(*url, "/add-checkpoint", std::move(body), time_max_);
  if (!reply) {
    answer.asked.problem = reply.error().detail;
    answer.asked.answered = false;
  } else if (reply->status == status_good) {
    last_sizes_[witness.name] = size_of(note);
    answer.lines = std::move(reply->body);
  } else if (const auto size = size_in(*reply)) {
    last_sizes_[witness.name] = *size;
    answer.asked.problem = "it cosigned another size meanwhile";
  } else {
    answer.asked.problem = "it refused, with status " + std::to_string(reply->status);
    if (reply->status == 422)
      answer.asked.problem += ": what it cosigned before is not in this log";
  }
  co_return answer;
}

/// Each runs by itself; the last one to end wakes who waits for all.
asio::awaitable<Result<Collected>> CosignatureCollector::collect(std::string note) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer all_ended(executor);
  all_ended.expires_at(asio::steady_timer::time_point::max());
  auto answers = std::make_shared<std::vector<Answer>>();
  std::size_t running = 0;
  for (const PolicyWitness& witness : policy_.witnesses) {
    if (witness.url.empty()) continue;
    ++running;
    const auto ended = [&running, &all_ended, answers, name = witness.name](
                           std::exception_ptr thrown, Answer answer) {
      if (thrown) answer = {{name, "asking it failed", false}, ""};
      answers->push_back(std::move(answer));
      if (--running == 0) all_ended.cancel();
    };
    // Ends by itself, in time; this coroutine waits for it.
    asio::co_spawn(executor, ask(witness, note), ended);
  }
  constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
  while (running > 0) {
    [[maybe_unused]] const auto woken = co_await all_ended.async_wait(outcome);
  }
  co_return joined(note, std::move(*answers));
}

Result<Collected> CosignatureCollector::joined(const std::string& note,
                                               std::vector<Answer> answers) const {
  Collected collected{note, {}, false};
  const std::vector<WitnessKey> keys = witness_keys(policy_);
  for (Answer& answer : answers) {
    if (answer.asked.problem.empty()) {
      auto with = with_cosignatures(collected.note, answer.lines, keys);
      if (!with || *with == collected.note) {
        answer.asked.problem = "its answer holds no cosignature by its key";
      } else {
        collected.note = std::move(*with);
      }
    }
    collected.asked.push_back(std::move(answer.asked));
  }
  const auto judged = judge_cosigned(policy_, collected.note);
  if (!judged) return judged.error();
  collected.is_enough = judged->is_enough;
  return collected;
}

}  // namespace verloop
