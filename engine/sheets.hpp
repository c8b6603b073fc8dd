#pragma once
// Sheets: what of a case somebody types over by hand into another system, or hands on as a table;
// the part `sheets` of a procedure. They are read from its text when somebody asks for one; nothing
// that is decided needs them. Who may make one may see all of it: that is checked when the
// procedure is loaded.

#include <optional>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

/// What a number counts, beside itself.
enum class SheetUnit : std::uint8_t { none, cents, minutes };

/// What stands at one place of a sheet: a text of the procedure, a value of the case by its path
/// (sealed ones too), or what an expression over the open values comes to.
struct SheetValue {
  enum class Kind : std::uint8_t { text, path, expression, sum, check };
  std::string name;  // Of a column of a table.
  Kind kind = Kind::text;
  Label label;
  Label note;                           // May be empty.
  Label text;                           // text
  std::string path;                     // path: as in CaseSchema; columns like `members.name`.
  std::optional<cel::Program> program;  // expression, sum (of a list of numbers), check
  SheetUnit unit = SheetUnit::none;     // expression and sum
};

/// One block of a sheet: its values below each other; or, `over` the entries of a list, a line each
/// with the values beside each other; or a line for each event of some types.
struct SheetPart {
  Label label;
  Label note;  // May be empty.
  std::vector<std::string> source;
  std::vector<SheetValue> values;
  std::string list;                   // Path of the list; empty: no entries.
  std::string as;                     // The name of one entry in expressions.
  std::optional<cel::Program> where;  // Over `case` and the entry, or `data` of the event.
  std::vector<std::string> events;    // Event type names.
  std::vector<std::string> fields;    // Of the one type in `events`; none: its sentence.
};

struct Sheet {
  std::string id;
  Label label;
  Label system;  // Whose screens it follows; may be empty.
  std::vector<RoleId> roles;
  std::vector<std::string> source;
  std::optional<cel::Program> when;  // Over `case`: not made before.
  Label missing;                     // What is said then.
  Label reference;                   // What the other system's own mark is called; may be empty.
  bool is_table = false;             // Over many cases: one part, a line for each case.
  std::optional<cel::Program> day;   // Of a table: the day by which cases are chosen.
  std::vector<SheetPart> parts;

  bool is_for(const RoleId& role) const;
};

/// In the order of the file.
std::vector<Sheet> sheets_of(const Definition& definition);

}  // namespace verloop
