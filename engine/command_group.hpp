#pragma once
// Commands that were decided one after another and are recorded by one append. What they leave of
// their cases is in nobody's sight until that is durable.

#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "engine/command.hpp"
#include "engine/decision.hpp"
#include "events/event_log.hpp"

namespace verloop {

using Answer = std::variant<Receipt, Refusal>;

/// Is told what became of a command, once. May be empty.
using Told = std::function<void(Result<Answer>)>;

/// A command on its way into the log, or an answer that rests on one that is.
struct WaitingCommand {
  Command command;
  Timestamp now{};
  Told told;
  bool is_notice = false;        // No command: what time has done to its case.
  bool is_repeat = false;        // Of one that is on its way: answered as that one is.
  bool is_put_off = false;       // Until what is on its way for its case is recorded.
  std::optional<Refusal> ready;  // Rests on what is on its way.
  Digest content{};
  std::size_t first = 0;  // Of its batches in the group.
  std::size_t count = 0;
  int attempts = 0;
};

struct CommandGroup {
  std::vector<WaitingCommand> commands;
  std::vector<Batch> batches;  // In their order.
};

using Outcomes = std::vector<Result<Receipt>>;

/// Appends the group's batches with one sync. What it leaves of the group is for Processor::settle.
/// May be called on another thread than the processor's, one call at a time.
Result<Outcomes> append_group(EventLog& log, CommandGroup& group);

/// A value or record beyond its limit is the client's matter; all else is ours.
Result<Answer> too_large_or(const Error& error);

/// Whom to tell what, in the order in which it was asked.
using Settled = std::vector<std::pair<Told, Result<Answer>>>;

}  // namespace verloop
