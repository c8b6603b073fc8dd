#include "engine/command_group.hpp"

namespace verloop {

Result<Outcomes> append_group(EventLog& log, CommandGroup& group) {
  if (group.batches.empty()) return Outcomes();
  return log.append(std::move(group.batches), group.commands.back().now);
}

Result<Answer> too_large_or(const Error& error) {
  if (error.code != Errc::too_large) return error;
  Refusal refusal;
  refusal.kind = RefusalKind::too_large;
  refusal.sentence = {"Te groot: " + error.detail, "Too large: " + error.detail};
  return Answer(std::move(refusal));
}

}  // namespace verloop
