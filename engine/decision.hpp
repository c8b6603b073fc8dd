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

/// Something in a text of the payload that the procedure looks for. Never the words themselves.
struct TextHit {
  std::string path;              // Of the payload: `note`, `goals[2]`, `fields.note`.
  std::string find;              // What it is, by its name in the procedure.
  RuleId rule;                   // Whose check it is.
  std::size_t from = 0, to = 0;  // Characters of the text, `to` left out.
  bool refuses = false;          // Or it is only told.
};

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
  std::vector<TextHit> hits = {};  // Where a text holds what it may not; for who wrote it alone.
};

/// One that is told by its sentence alone.
Refusal refuse(RefusalKind kind, Label sentence);

struct Accepted {
  std::vector<Event> events;       // Derived ones included, in order.
  std::vector<TextHit> hits = {};  // In its texts, as far as they refuse nothing.
};

using Decision = std::variant<Accepted, Refusal>;

}  // namespace verloop
