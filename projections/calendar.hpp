#pragma once
// What of a case goes into a reader's calendar: what is planned, and what is due. Made from the log
// alone, record by record, so that the same log gives the same calendar whenever it is asked; and
// from what the reader may see now.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/outward.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

struct CalendarItem {
  enum class Kind : std::uint8_t { planned, due };
  enum class Status : std::uint8_t { open, done, off };
  Kind kind{};
  CaseId case_id;
  std::int64_t cycle = 1;
  std::string name;   // Of the appointment or the deadline.
  std::string entry;  // The key of the entry it belongs to; empty for the whole case.
  std::string label;
  std::vector<std::string> source;
  std::variant<Date, Timestamp> at;
  Status status = Status::open;
  std::int64_t sequence = 0;  // How often its day changed, or it was called off or taken up again.
  Timestamp changed_at{};     // When what last changed of it was recorded.
};

/// Makes calendars; what procedures say of them is read once.
class Calendars {
 public:
  explicit Calendars(const Sources& sources) : sources_(sources) {}

  /// By kind, name, entry and cycle. `on`: from those events only that had occurred by then.
  Result<std::vector<CalendarItem>> of(const Reader& reader, const CaseId& id,
                                       const std::optional<Date>& on);
  /// By reference of the definition.
  const Outward& outward(const Definition& definition);

 private:
  Sources sources_;
  std::map<std::string, Outward> outward_;
};

}  // namespace verloop
