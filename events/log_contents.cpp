#include "events/log_contents.hpp"

namespace verloop {

std::vector<StoredCommand> LogContents::stored_commands(
    const std::vector<CommandId>& commands) const {
  std::vector<StoredCommand> found;
  found.reserve(commands.size());
  for (const CommandId& command : commands) found.push_back(stored_command(command));
  return found;
}

}  // namespace verloop
