#pragma once
// Who asks about which case: found, and allowed to.

#include <optional>
#include <string>

#include "tools/verloop/console.hpp"

namespace verloop {

struct Asked {
  LoadedCase loaded;
  const Definition* definition = nullptr;
  Reader reader;
};

/// Whether an emergency look that is open counts beside access by right.
enum class Looking : std::uint8_t { by_right, also_in_emergency };

/// `as` is empty for the first administrator. On failure the console says why; none.
std::optional<Asked> ask(Console& console, Instance& instance, const std::string& case_name,
                         const std::string& as, const std::string& role,
                         Looking looking = Looking::by_right);

/// With the nearest name among the cases that the actor may see: the same whether the case does not
/// exist or is out of the actor's reach.
void say_no_such_case(Console& console, Instance& instance, const std::string& name,
                      const ActorId& actor);

/// A bare day means its last moment in Amsterdam; digits a position; else a moment. None after a
/// message.
std::optional<Until> read_until(Console& console, const std::string& text);

}  // namespace verloop
