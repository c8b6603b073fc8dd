#pragma once
// The part of verification that holds what is remembered of commands against the records: each
// command has the case, the extent and the events that its answer says, and nothing is remembered
// of a command that no record has. `content` can't be checked: it is an HMAC over a command's
// payload, which no record holds as it was sent.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/log_contents.hpp"

namespace verloop {

/// None when the record is missing, is not what was hashed, or is no record.
std::optional<Record> sound_record(const LogContents& log, Position at);

class CommandCheck {
 public:
  using Report = std::function<void(std::optional<Position>, std::string)>;
  CommandCheck(const LogContents& log, Report report) : log_(log), report_(std::move(report)) {}

  /// Each record in order, or that it can't be trusted. `known` is what is stored of its command;
  /// needed of the first record of several that follow each other.
  void add(Position at, const Record& record, std::optional<StoredCommand> known);
  void lose();
  /// After the last record, of which there are `size`.
  void finish(std::uint64_t size);

 private:
  /// The records of one command: they follow each other.
  struct Run {
    CommandId command;
    std::optional<StoredCommand> known;
    CaseId stream;
    Position first;
    Position last;
    Version version;
    std::vector<std::string> types;
    std::set<std::string> findings;
    bool is_torn = false;  // A record next to it can't be trusted: it may have had more.
  };

  void end_run();
  void check_answer(const Run& run, const Receipt& receipt);
  void check_known(const CommandId& command, std::uint64_t size);

  const LogContents& log_;
  const Report report_;
  std::optional<Run> run_;
  std::set<CommandId> faulty_;  // Reported already.
  std::uint64_t good_ = 0;
  bool lost_ = false;     // The record before this one can't be trusted.
  bool all_seen_ = true;  // None can't: each command was counted once.
};

}  // namespace verloop
