#pragma once
// What @subjects says of persons: whose values were erased, and whose erasure is on hold.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "events/erasure.hpp"
#include "events/event_log.hpp"

namespace verloop {

inline const EventTypeId subject_held{"SubjectHeld@1"};
inline const EventTypeId subject_released{"SubjectReleased@1"};

class Subjects {
 public:
  static Result<Subjects> read(const EventLog& log);

  /// The event that holds the subject's erasure back; none when nothing does.
  std::optional<Position> hold_on(const SubjectId& subject) const;
  bool is_erased(const SubjectId& subject) const;
  /// Of an erased subject: whether the value went with it. A redaction takes the one that it names.
  bool takes(const SealedPlace& place) const;
  /// Whether the event of an erasure is recorded.
  bool knows(const CommandId& command) const { return commands_.contains(command); }
  /// Who was erased by the events from the `from`th on.
  std::set<SubjectId> erased_since(std::uint64_t from) const;
  std::uint64_t size() const { return size_; }

 private:
  void apply(const Record& record);

  std::map<SubjectId, Position> holds_;
  std::map<SubjectId, std::uint64_t> erased_;  // With the version of the newest event that says so.
  std::map<SubjectId, std::optional<FieldPlace>> redacted_;  // By the key that was destroyed.
  std::set<CommandId> commands_;
  std::uint64_t size_ = 0;  // Events in the stream.
};

}  // namespace verloop
