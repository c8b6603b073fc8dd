#include "adapters/csv/takeover_table.hpp"

#include <algorithm>
#include <map>

#include "events/record.hpp"

namespace verloop {
namespace {

std::string lower(std::string text) {
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

class Grouping {
 public:
  Grouping(const std::vector<CsvRow>& rows, const Takeover& takeover, CsvFaults& faults)
      : rows_(rows), takeover_(takeover), faults_(faults) {}

  GroupedRows run() {
    if (rows_.empty()) {
      faults_.note({}, {"het bestand is leeg: er is geen rij met koppen",
                        "the file is empty: it has no row of headings"});
      return std::move(grouped_);
    }
    read_headings();
    if (!faults_.is_empty()) return std::move(grouped_);
    if (rows_.size() == 1)
      faults_.note({}, {"onder de koppen staat niets: er is niets over te nemen",
                        "nothing stands below the headings: there is nothing to take over"});
    group();
    return std::move(grouped_);
  }

 private:
  void read_headings() {
    std::map<std::string, const TakeoverColumn*> known;
    std::vector<std::string> names;
    for (const TakeoverColumn& column : takeover_.columns)
      for (const std::string& name : {column.name, column.label.nl, column.label.en})
        if (known.emplace(lower(name), &column).second) names.push_back(name);
    for (const CsvCell& cell : rows_.front()) {
      const auto column = known.find(lower(cell.text));
      const bool is_known = column != known.end();
      if (!is_known) {
        note_unknown_heading(cell, names);
      } else if (std::count(grouped_.columns.begin(), grouped_.columns.end(), column->second) > 0) {
        faults_.note(cell.place, {"deze kolom staat er twee keer", "this column is there twice"});
      }
      grouped_.columns.push_back(is_known ? column->second : nullptr);
    }
    const TakeoverColumn* first = takeover_.column(takeover_.case_column);
    if (std::count(grouped_.columns.begin(), grouped_.columns.end(), first) == 0)
      faults_.note(
          rows_.front().front().place,
          {"de kolom \"" + first->label.nl + "\" ontbreekt: die zegt van welke zaak een rij is",
           "the column \"" + first->label.en + "\" is missing: it says of which case a row is"});
  }

  void note_unknown_heading(const CsvCell& cell, const std::vector<std::string>& names) {
    const auto near = nearest(cell.text, names);
    faults_.note(cell.place, {"deze kop kent de werkwijze niet" +
                                  (near ? "; bedoelt u \"" + *near + "\"?" : std::string()),
                              "the procedure knows no such heading" +
                                  (near ? "; did you mean \"" + *near + "\"?" : std::string())});
  }

  void group() {
    std::map<std::string, std::size_t> index;
    for (std::size_t at = 1; at < rows_.size(); ++at) {
      const CsvRow& row = rows_[at];
      if (row.size() != grouped_.columns.size()) {
        faults_.note(row.back().place,
                     {"deze rij heeft " + std::to_string(row.size()) +
                          " cellen, de koppen zijn er " + std::to_string(grouped_.columns.size()),
                      "this row has " + std::to_string(row.size()) + " cells, the headings are " +
                          std::to_string(grouped_.columns.size())});
        continue;
      }
      const CsvCell& name = *grouped_.cell_of(row, takeover_.case_column);
      if (!is_case_id(name.text)) {
        faults_.note(
            name, *takeover_.column(takeover_.case_column),
            {"verwacht een naam voor een zaak: letters, cijfers en . _ -, hoogstens 64, te "
             "beginnen met een letter of cijfer",
             "expected a name for a case: letters, digits and . _ -, at most 64, beginning with "
             "a letter or a digit"});
        continue;
      }
      const auto [known, is_new] = index.emplace(name.text, grouped_.cases.size());
      if (is_new) grouped_.cases.push_back({{name.text}, {}, {}});
      grouped_.cases[known->second].rows.push_back(&row);
      grouped_.cases[known->second].used.insert(&name);
    }
  }

  const std::vector<CsvRow>& rows_;
  const Takeover& takeover_;
  CsvFaults& faults_;
  GroupedRows grouped_;
};

}  // namespace

void CsvFaults::note(const CsvCell& cell, const TakeoverColumn& column, const Label& problem,
                     const std::optional<std::string>& meant) {
  Label message{"kolom \"" + column.label.nl + "\": " + problem.nl,
                "column \"" + column.label.en + "\": " + problem.en};
  if (meant && !column.is_personal) {
    message.nl += "; bedoelt u \"" + *meant + "\"?";
    message.en += "; did you mean \"" + *meant + "\"?";
  }
  note(cell.place, std::move(message));
}

std::vector<CsvFault> CsvFaults::in_order() && {
  std::stable_sort(faults_.begin(), faults_.end(), [](const CsvFault& a, const CsvFault& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  return std::move(faults_);
}

const CsvCell* GroupedRows::cell_of(const CsvRow& row, const std::string& column) const {
  for (std::size_t at = 0; at < columns.size(); ++at)
    if (columns[at]->name == column) return &row[at];
  return nullptr;
}

GroupedRows group_rows(const std::vector<CsvRow>& rows, const Takeover& takeover,
                       CsvFaults& faults) {
  return Grouping(rows, takeover, faults).run();
}

}  // namespace verloop
