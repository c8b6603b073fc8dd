#pragma once
// What of a case leaves the log by a procedure's word: the parts `calendar` and `exports`. They are
// checked with the rest of the procedure, and read from its text when something is exported; no
// decision rests on them.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

/// What is planned for a day, as a calendar shows it: one for the case, or one for each entry.
struct Appointment {
  std::string name;
  Label label;
  std::optional<Over> over;
  std::optional<cel::Program> on;   // Date or timestamp.
  std::vector<cel::Program> stops;  // Dates; planned for one of them or later, it is off.
};

/// What a form of others, called `format`, is filled with: for one entry of a list. Or why the
/// procedure makes none; then there is nothing else.
struct FormExport {
  std::string format;
  std::vector<std::string> source;
  std::optional<Label> withheld;
  std::vector<RoleId> by;
  std::optional<Over> over;
  std::map<std::string, cel::Program> values;    // Name in the form -> what it says.
  std::map<std::string, std::string> documents;  // Event type name -> its field.
};

struct Outward {
  std::vector<Appointment> calendar;
  std::vector<FormExport> exports;
  const FormExport* form(std::string_view format) const;  // Null when there is none.
};

/// Of a definition that was loaded, so without a fault.
Outward outward_of(const Definition& definition);

}  // namespace verloop
