#pragma once
// The answer to a command: events, or the refusal with what forbids it. A refusal is data, not an
// error, and holds no value of the payload.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/catalogue.hpp"
#include "events/event.hpp"

namespace verloop {

enum class RefusalKind : std::uint8_t {
  payload,
  unauthorised,
  state,
  rule,
  conflict,
  unknown,
  duplicate,
  too_large
};

std::string_view name_of(RefusalKind kind);  // As in the socket API: `tooLarge`.

struct Refusal {
  RefusalKind kind{};
  RuleId rule;                      // RefusalKind::rule.
  std::vector<std::string> source;  // Of the rule: the segments it comes from.
  std::string path;                 // RefusalKind::payload: which field.
  Label sentence;                   // For people, in both languages: what is wrong and what to do.
  // What would have to happen first: actions in their order (RefusalKind::state), or those that
  // record what the rule waits for (RefusalKind::rule). The sentence names them too.
  std::vector<ActionId> first;
  std::optional<std::int64_t> expected, actual;  // RefusalKind::conflict: versions.
};

/// One that is told by its sentence alone.
Refusal refuse(RefusalKind kind, Label sentence);

struct Accepted {
  std::vector<Event> events;  // Derived ones included, in order.
};

using Decision = std::variant<Accepted, Refusal>;

}  // namespace verloop
