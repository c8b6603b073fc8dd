// What `checkpoint --policy` and `verify --policy` do: have a checkpoint cosigned, and tell how
// much of a log is.
#include <cstdio>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "adapters/witness/collect.hpp"
#include "events/size_anchor.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/trust.hpp"
#include "tools/verloop/witness_commands.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t note_bytes_max = std::size_t{64} * 1024;

/// Asks on this thread, until all answered or did not.
Result<Collected> collect(const EventLog& log, WitnessPolicy policy, const std::string& note) {
  asio::io_context io(1);
  CosignatureCollector collector(log, std::move(policy));
  Result<Collected> collected = Error{Errc::network_failed, "asking the witnesses failed"};
  // Ends before run does. What it throws (no memory) leaves the error above.
  asio::co_spawn(io, collector.collect(note), [&](std::exception_ptr thrown, auto outcome) {
    if (!thrown) collected = std::move(outcome);
  });
  io.run();
  return collected;
}

void print_note(Console& console, const Collected& collected, const VerifierKey& key) {
  if (!console.json) {
    std::fwrite(collected.note.data(), 1, collected.note.size(), stdout);
    return;
  }
  json::array asked;
  for (const WitnessAsked& one : collected.asked) {
    json::object row{{"witness", one.witness}, {"cosigned", one.problem.empty()}};
    if (!one.problem.empty()) row["problem"] = one.problem;
    asked.push_back(std::move(row));
  }
  console.print(json::value(json::object{{"checkpoint", collected.note},
                                         {"verifierKey", format(key)},
                                         {"witnesses", std::move(asked)},
                                         {"quorum", collected.is_enough}}));
}

/// Exit 3 when those that are missing could not be reached, else 1: somebody said no.
void say_not_enough(Console& console, const Collected& collected) {
  bool all_reached = true;
  for (const WitnessAsked& one : collected.asked) all_reached = all_reached && one.answered;
  const std::string text =
      console.choose("te weinig getuigen hebben medeondertekend; er is niets bewaard",
                     "too few witnesses cosigned; nothing was kept");
  if (all_reached) return console.fail(Exit::answer_is_no, text);
  console.fail(Error{Errc::network_failed, text});
}

}  // namespace

std::filesystem::path cosigned_file(const std::filesystem::path& folder) {
  return folder / "cosigned";
}

void print_cosigned(Console& console, const EventLog& log, const std::string& note,
                    const std::string& policy_file) {
  auto policy = read_policy(console, policy_file);
  if (!policy) return;
  if (auto good = CosignatureCollector::check_urls(*policy); good.has_error())
    return console.fail(Exit::wrong_use,
                        "--policy: " + said(good.error().detail, console.language()));
  if (!policy->logs.empty()) {
    if (const auto key = log_key_for(*policy, note); key.has_error())
      return console.fail(Exit::wrong_use,
                          "--policy: " + said(key.error().detail, console.language()));
  }
  const auto collected = collect(log, std::move(*policy), note);
  if (collected.has_error()) return console.fail(collected.error());
  for (const WitnessAsked& one : collected->asked) {
    if (!one.problem.empty()) console.warn(one.witness + ": " + one.problem);
  }
  print_note(console, *collected, log.verifier_key());
  if (!collected->is_enough) return say_not_enough(console, *collected);
  const auto kept = replace_file(cosigned_file(console.folder()), collected->note);
  if (kept.has_error()) console.fail(kept.error());
}

Witnessed find_witnessed(const std::filesystem::path& folder, const WitnessPolicy& policy,
                         const std::vector<std::string>& notes) {
  Witnessed found;
  std::vector<std::string> all = notes;
  const auto own = read_file(cosigned_file(folder).string(), note_bytes_max);
  if (own.has_value()) {
    found.own = *own;
    all.push_back(*own);
  }
  for (const std::string& note : all) {
    if (!policy.logs.empty()) {
      const auto key = log_key_for(policy, note);
      if (key.has_error()) {
        found.faults.push_back(key.error().detail);
        continue;
      }
    }
    const auto cosigned = judge_cosigned(policy, note);
    if (cosigned.has_error()) {
      found.faults.push_back(cosigned.error().detail);
      continue;
    }
    const auto parsed = parse_note(note);
    const auto checkpoint = parse_checkpoint_text(parsed->text);
    if (!cosigned->is_enough || checkpoint.has_error()) continue;
    if (!found.size || *found.size < checkpoint->size) found.size = checkpoint->size;
  }
  return found;
}

}  // namespace verloop
