#pragma once
// The rows of a table of cases, by their headings: which column each cell is of, which rows are of
// one case, and what keeps a row from being read. For takeover_rows.cpp only.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/csv/csv_reader.hpp"
#include "engine/takeover.hpp"

namespace verloop {

/// The rows of one case, and which of their cells were used.
struct CaseRows {
  CaseId id;
  std::vector<const CsvRow*> rows;
  std::set<const CsvCell*> used;
};

/// Faults as they are found. What is given outlives it.
class CsvFaults {
 public:
  void note(const CsvPlace& place, Label message) {
    faults_.push_back({place, std::move(message)});
  }
  /// Of a cell: with its column, never with what stands in it: anything may stand there by mistake.
  /// `meant`: a word that the column takes.
  void note(const CsvCell& cell, const TakeoverColumn& column, const Label& problem,
            const std::optional<std::string>& meant = std::nullopt);
  bool is_empty() const { return faults_.empty(); }
  std::vector<CsvFault> in_order() &&;  // Of the file.

 private:
  std::vector<CsvFault> faults_;
};

struct GroupedRows {
  std::vector<const TakeoverColumn*> columns;  // In the order of the file.
  std::vector<CaseRows> cases;                 // In the order in which they are met.
  /// Null when the table has no such column.
  const CsvCell* cell_of(const CsvRow& row, const std::string& column) const;
};

/// Pointers lie in `rows` and `takeover`. Where faults were noted it may lack rows.
GroupedRows group_rows(const std::vector<CsvRow>& rows, const Takeover& takeover,
                       CsvFaults& faults);

}  // namespace verloop
