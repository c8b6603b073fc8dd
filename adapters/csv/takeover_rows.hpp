#pragma once
// A table of cases that run already as the commands of a procedure, by what its `takeover` says;
// and what keeps it from being so, each fault with its cell. No fault holds what stands in a
// cell.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapters/csv/csv_reader.hpp"
#include "engine/command.hpp"
#include "engine/procedure_load.hpp"
#include "engine/rights.hpp"
#include "events/vault.hpp"

namespace verloop {

/// Where the value of a payload field stands, or should; and what the column is called.
struct TakeoverCell {
  CsvPlace place;
  Label column;
};

struct TakeoverCommand {
  Command command;
  CsvPlace place;                             // Of its row.
  std::map<std::string, TakeoverCell> cells;  // By payload field; those that columns give.
};

/// One case: what opens it first, that it was taken over, then all else by the days on which it
/// happened.
struct TakeoverCase {
  CaseId id;
  CsvPlace place;
  std::vector<TakeoverCommand> commands;
};

struct TakeoverContext {
  const Definition& definition;  // Has a `takeover`.
  const Vault& vault;            // What tells rows apart may be personal: ids come of it by HMAC.
  std::string origin;            // The log's first name: part of what commands are known by.
  const Rights& rights;
  Actor importer;  // In a role that may open a case.
  Date today{};
  std::function<Date(const CaseId&)> taken_over_on;  // The day of the takeover of a case.
};

struct TakeoverTable {
  std::vector<TakeoverCase> cases;
  std::vector<CsvFault> faults;  // In the order of the file; when there are any, no case counts.
};

/// The first row holds the headings: names or labels of columns. Fails when the vault does.
Result<TakeoverTable> read_takeover(const std::vector<CsvRow>& rows,
                                    const TakeoverContext& context);

/// The id of the command that opens a case.
CommandId opening_id(const TakeoverContext& context, const CaseId& id);

/// An empty table to fill in: lines of comment that say what each column takes, the headings, and a
/// row of examples.
std::string takeover_template(const Definition& definition, Language language);

}  // namespace verloop
