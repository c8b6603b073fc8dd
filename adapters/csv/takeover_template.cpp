// An empty table of cases to be taken over, as the procedure's `takeover` reads it.

#include "adapters/csv/cell_value.hpp"
#include "adapters/csv/takeover_rows.hpp"

namespace verloop {
namespace {

/// What a column takes, by the first field that it goes into.
Label words_of(const TakeoverColumn& column, const Procedure& procedure) {
  const Takeover& takeover = *procedure.takeover;
  std::vector<const TakeoverStep*> steps{&takeover.opening, &takeover.mark};
  for (const TakeoverStep& step : takeover.steps) steps.push_back(&step);
  FieldType day;
  day.kind = FieldKind::date;
  for (const TakeoverStep* step : steps) {
    if (step->on == column.name) return cell_words(day);
    const Action* action = procedure.action(step->action.text);
    for (const auto& [name, from] : step->fields) {
      if (from != column.name) continue;
      for (const Field& field : action->payload)
        if (field.name == name) return cell_words(field.type);
    }
  }
  FieldType id;
  id.kind = FieldKind::reference;
  return cell_words(id);
}

}  // namespace

std::string takeover_template(const Definition& definition, Language language) {
  const Takeover& takeover = *definition.procedure.takeover;
  std::string comments, headings, examples;
  for (const TakeoverColumn& column : takeover.columns) {
    const std::string& note = column.note.in(language);
    comments += "# " + column.label.in(language) + ": " +
                words_of(column, definition.procedure).in(language) +
                (note.empty() ? "" : " (" + note + ")") + '\n';
    const bool is_first = &column == &takeover.columns.front();
    headings += (is_first ? "" : ";") + csv_cell(column.label.in(language));
    examples += (is_first ? "" : ";") + csv_cell(column.example);
  }
  return comments + headings + '\n' + examples + '\n';
}

}  // namespace verloop
