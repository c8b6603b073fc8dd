#pragma once
// Batches for tests of logs: short to write, different in all that must not be mixed up.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/event_log.hpp"

namespace verloop::test {

inline const std::string test_origin = "log.example/verloop";

inline Timestamp at_second(int second) {
  return Timestamp(std::chrono::seconds(1'773'000'000 + second));
}

/// The command id of a number.
inline CommandId command_id(int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 12 - digits.size(), '0');
  return {"0b7f1c1e-58b4-4e0e-9f5e-" + digits};
}

/// An event with the open field `note` and, where `secret` is given, one sealed field of `subject`.
inline SealedEvent test_event(const std::string& note,
                              const std::optional<std::string>& secret = std::nullopt,
                              const std::string& subject = "s-noor") {
  SealedEvent event;
  event.type = {"NoteTaken@1"};
  event.occurred_on = *parse_occurrence("2026-03-09");
  event.data = {{"note", note}};
  for (std::size_t at = 0; at < event.nonce.size() && at < note.size(); ++at) {
    event.nonce[at] = static_cast<std::byte>(note[at]);
  }
  if (secret) {
    Disclosure disclosure{{}, "words", boost::json::value(*secret)};
    disclosure.salt[0] = static_cast<std::byte>(note.size());
    event.openings.push_back({SubjectId{subject}, disclosure});
  }
  return event;
}

inline Batch batch(const std::string& stream, std::optional<std::uint64_t> expected, int command,
                   std::vector<SealedEvent> events) {
  Batch batch;
  batch.case_id = {stream};
  if (expected) batch.expected = Version{*expected};
  batch.procedure = "plan@1#0123456789abcdef";
  batch.action = {"takeNote"};
  batch.command = command_id(command);
  batch.content = sha256("content " + std::to_string(command));
  batch.actor = {{"a-1"}, {"mentor"}, {"school-1"}, {}};
  batch.purpose = "support";
  batch.events = std::move(events);
  batch.answer = {{"zeta", 1}, {"events", boost::json::array{command}}, {"alpha", "x"}};
  return batch;
}

/// A batch of one event with one sealed value; its command is unlike that of any other position.
inline Batch plain_batch(const std::string& stream, std::optional<std::uint64_t> expected,
                         int command) {
  return batch(stream, expected, command,
               {test_event("note " + std::to_string(command), "secret of " + stream)});
}

inline Result<Receipt> append_one(EventLog& log, Batch batch, Timestamp now = at_second(0)) {
  std::vector<Batch> batches;
  batches.push_back(std::move(batch));
  auto outcomes = log.append(std::move(batches), now);
  if (!outcomes) return outcomes.error();
  return std::move(outcomes->front());
}

/// As many hundreds of events in one stream, in a commit each, and then signed.
inline void append_hundreds(EventLog& log, int hundreds) {
  for (int number = 0; number < hundreds; ++number) {
    std::vector<SealedEvent> events;
    for (int at = 0; at < 100; ++at) events.push_back(test_event(std::to_string(at)));
    Batch next = batch("c1", {}, number, std::move(events));
    next.any_version = true;
    append_one(log, std::move(next)).value();
  }
  log.sign_checkpoint().value();
}

template <class T>
Errc code_of(const Result<T>& result) {
  return result ? Errc{} : static_cast<Errc>(result.error().code.value());
}

}  // namespace verloop::test
