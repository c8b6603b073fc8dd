#include "adapters/csv/takeover_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "adapters/csv/cell_value.hpp"
#include "adapters/csv/takeover_names.hpp"
#include "adapters/csv/takeover_table.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const Field* field_of(const Action& action, const std::string& name) {
  for (const Field& field : action.payload)
    if (field.name == name) return &field;
  return nullptr;
}

std::string command_name(const TakeoverContext& context, const CaseId& id,
                         const std::string& rest) {
  return context.origin + "\ntakeover\n" + context.definition.procedure.name + '\n' + id.text +
         '\n' + rest;
}

/// One step: for the case as a whole, or for one of its rows.
struct Place {
  const CsvRow* row = nullptr;  // Null: the case.
  std::string key;              // What tells the row apart.
};

class Table {
 public:
  Table(const std::vector<CsvRow>& rows, const TakeoverContext& context)
      : rows_(rows),
        context_(context),
        takeover_(*context.definition.procedure.takeover),
        name_columns_(name_columns(context.definition)) {}

  Result<TakeoverTable> run() {
    grouped_ = group_rows(rows_, takeover_, faults_);
    for (CaseRows& one : grouped_.cases) add_case(one);
    if (failed_) return *failed_;
    table_.faults = std::move(faults_).in_order();
    return std::move(table_);
  }

 private:
  // --- One case ---

  void add_case(CaseRows& one) {
    TakeoverCase made{one.id, one.rows.front()->front().place, {}};
    std::map<std::string, std::size_t> ordinals;
    const std::vector<Place> places = places_of(one);
    for (const TakeoverStep& step : takeover_.steps) {
      const std::string name =
          step.action.text + '/' + std::to_string(ordinals[step.action.text]++);
      if (!step.per_row) {
        add_step(one, step, {}, name, made);
        continue;
      }
      for (const Place& place : places) add_step(one, step, place, name, made);
    }
    const auto day = [](const TakeoverCommand& timed) { return timed.command.occurred_on->day; };
    std::stable_sort(made.commands.begin(), made.commands.end(),
                     [&day](const auto& a, const auto& b) { return day(a) < day(b); });
    const Date taken_over = context_.taken_over_on(one.id);
    const Date first = made.commands.empty() ? taken_over : day(made.commands.front());
    add_beginning(one, std::min(first, taken_over), taken_over, made);
    check_id(one);
    check_unused(one);
    table_.cases.push_back(std::move(made));
  }

  /// Ids are open, and stay when whom a case is about was erased.
  void check_id(const CaseRows& one) {
    for (const CsvRow* row : one.rows) {
      for (const std::string& name : name_columns_) {
        const CsvCell* cell = grouped_.cell_of(*row, name);
        if (cell == nullptr || !holds_name(one.id.text, cell->text)) continue;
        faults_.note(
            *grouped_.cell_of(*row, takeover_.case_column),
            *takeover_.column(takeover_.case_column),
            {"hierin staat een woord van wat in de kolom \"" + takeover_.column(name)->label.nl +
                 "\" staat; deze naam is voor altijd open, geef de zaak een andere",
             "a word of what stands in the column \"" + takeover_.column(name)->label.en +
                 "\" is in it; this id is open for ever, give the case another"});
        return;
      }
    }
  }

  /// Before all else: the case, and that it was taken over.
  void add_beginning(CaseRows& one, Date first, Date taken_over, TakeoverCase& made) {
    auto opening = command_of(one, takeover_.opening, {}, first);
    auto mark = command_of(one, takeover_.mark, {}, taken_over);
    if (!opening || !mark) return;
    opening->command.id = opening_id(context_, one.id);
    opening->command.procedure = context_.definition.procedure.name;
    mark->command.id = {uuid_from_name(command_name(context_, one.id, "mark"))};
    made.commands.insert(made.commands.begin(), {std::move(*opening), std::move(*mark)});
  }

  /// The rows that say what tells them apart, each once.
  std::vector<Place> places_of(CaseRows& one) {
    std::vector<Place> places;
    std::set<std::string> keys;
    if (takeover_.row_column.empty()) {
      for (std::size_t at = 1; at < one.rows.size(); ++at)
        faults_.note(one.rows[at]->front().place,
                     {"deze zaak heeft al een rij", "this case has a row already"});
      return places;
    }
    const TakeoverColumn& column = *takeover_.column(takeover_.row_column);
    for (const CsvRow* row : one.rows) {
      const CsvCell* key = grouped_.cell_of(*row, column.name);
      if (key == nullptr || key->text.empty()) continue;
      one.used.insert(key);
      if (!keys.insert(key->text).second)
        faults_.note(
            *key, column,
            {"deze zaak heeft hiervoor al een rij", "this case has a row for this already"});
      places.push_back({row, key->text});
    }
    return places;
  }

  void add_step(CaseRows& one, const TakeoverStep& step, const Place& place,
                const std::string& name, TakeoverCase& made) {
    Date day = context_.taken_over_on(one.id);
    if (!step.on.empty()) {
      const CsvCell* on = value_cell(one, step.on, place);
      if (on == nullptr) return;
      one.used.insert(on);
      const auto read = cell_day(on->text);
      if (!read || *read > context_.today) return note_bad_day(*on, step.on, read.has_value());
      day = *read;
    } else if (!step.fields.empty() &&
               std::none_of(step.fields.begin(), step.fields.end(), [&](const auto& field) {
                 return value_cell(one, field.second, place) != nullptr;
               })) {
      return;
    }
    auto command = command_of(one, step, place, day);
    if (!command) return;
    std::string id = command_name(context_, one.id, name);
    if (place.row != nullptr) {
      const auto key =
          context_.vault.authenticate("takeover row\n" + one.id.text + '\n' + place.key);
      if (key.has_error()) {
        failed_ = key.error();
        return;
      }
      id += '\n' + to_hex(view(*key));
    }
    command->command.id = {uuid_from_name(id)};
    made.commands.push_back(std::move(*command));
  }

  void note_bad_day(const CsvCell& cell, const std::string& column, bool is_day) {
    FieldType type;
    type.kind = FieldKind::date;
    const Label expected = cell_words(type);
    const Label problem = is_day ? Label{"deze dag moet nog komen", "this day is still to come"}
                                 : Label{"verwacht " + expected.nl, "expected " + expected.en};
    faults_.note(cell, *takeover_.column(column), problem);
  }

  /// The cell that a step reads: that of its row, or the first of the case that is filled. Null
  /// when none is.
  const CsvCell* value_cell(CaseRows& one, const std::string& column, const Place& place) {
    const CsvCell* first = nullptr;
    if (place.row != nullptr) {
      const CsvCell* own = grouped_.cell_of(*place.row, column);
      if (own != nullptr && !own->text.empty()) return own;
    }
    for (const CsvRow* row : one.rows) {
      const CsvCell* cell = grouped_.cell_of(*row, column);
      if (cell == nullptr || cell->text.empty()) continue;
      if (place.row != nullptr && is_per_row(column)) return nullptr;
      if (first == nullptr) first = cell;
    }
    return first;
  }

  /// Read by steps of rows alone: a row that leaves it empty has no value.
  bool is_per_row(const std::string& column) const {
    const auto reads = [&column](const TakeoverStep& step) {
      return step.on == column ||
             std::any_of(step.fields.begin(), step.fields.end(),
                         [&column](const auto& field) { return field.second == column; });
    };
    if (reads(takeover_.opening) || reads(takeover_.mark)) return false;
    bool is_read = false;
    for (const TakeoverStep& step : takeover_.steps) {
      if (!step.per_row && reads(step)) return false;
      is_read = is_read || reads(step);
    }
    return is_read;
  }

  std::optional<TakeoverCommand> command_of(CaseRows& one, const TakeoverStep& step,
                                            const Place& place, Date day) {
    const Action& action = *context_.definition.procedure.action(step.action.text);
    TakeoverCommand timed;
    Command& command = timed.command;
    const CsvRow& row = place.row != nullptr ? *place.row : *one.rows.front();
    timed.place = row.front().place;
    command.case_id = one.id;
    command.action = step.action;
    command.basis = Basis::imported;
    command.occurred_on = Occurrence{day, format(day)};
    command.data = step.data;
    bool is_good = true;
    for (const auto& [name, column] : step.fields) {
      const CsvCell* cell = value_cell(one, column, place);
      if (cell == nullptr) cell = grouped_.cell_of(row, column);
      timed.cells[name] = {cell == nullptr ? timed.place : cell->place,
                           takeover_.column(column)->label};
      is_good = fill(one, *field_of(action, name), column, place, command.data) && is_good;
    }
    if (is_good) is_good = check(command.data, action, step, one, place);
    const auto actor = actor_of(one, action, step, place);
    if (!is_good || !actor) return std::nullopt;
    command.actor = *actor;
    return timed;
  }

  /// False after a fault.
  bool fill(CaseRows& one, const Field& field, const std::string& name, const Place& place,
            json::object& data) {
    const CsvCell* cell = value_cell(one, name, place);
    if (cell == nullptr) return true;
    one.used.insert(cell);
    const TakeoverColumn& column = *takeover_.column(name);
    auto value = cell_value(cell->text, field.type);
    if (const auto* wrong = std::get_if<CellFault>(&value)) {
      faults_.note(*cell, column,
                   {"verwacht " + wrong->expected.nl, "expected " + wrong->expected.en},
                   wrong->meant);
      return false;
    }
    if (field.type.kind == FieldKind::reference && field.type.refers_to == Referent::actor &&
        !check_actor(*cell, column, {field.type.role}))
      return false;
    data[field.name] = std::get<json::value>(std::move(value));
    return true;
  }

  /// Whether the payload is what the action takes. False after a fault at the cell it comes from.
  bool check(const json::object& data, const Action& action, const TakeoverStep& step,
             CaseRows& one, const Place& place) {
    const auto wrong = check_payload(data, action.payload);
    if (!wrong) return true;
    const std::string field = wrong->path.substr(0, wrong->path.find_first_of(".["));
    for (const auto& [name, column] : step.fields) {
      if (name != field) continue;
      const CsvCell* cell = value_cell(one, column, place);
      const CsvRow& row = place.row != nullptr ? *place.row : *one.rows.front();
      const CsvCell empty{{}, row.front().place};
      if (cell == nullptr) cell = grouped_.cell_of(row, column);
      faults_.note(
          cell == nullptr ? empty : *cell, *takeover_.column(column),
          {wrong->problem.nl + "; verwacht " + wrong->expected.nl + " (" + action.label.nl + ")",
           wrong->problem.en + "; expected " + wrong->expected.en + " (" + action.label.en + ")"});
      return false;
    }
    faults_.note(one.rows.front()->front().place,
                 {"de handeling \"" + action.label.nl + "\" vraagt het veld " + field +
                      ", dat geen kolom geeft",
                  "the action \"" + action.label.en + "\" asks for the field " + field +
                      ", which no column gives"});
    return false;
  }

  // --- Who acts ---

  bool check_actor(const CsvCell& cell, const TakeoverColumn& column, const RoleId& role) {
    const ActorId id{cell.text};
    if (context_.rights.knows(id, role)) return true;
    const auto& roles = context_.definition.procedure.roles;
    const auto known = roles.find(role.text);
    const Label as = known == roles.end()
                         ? Label{"", ""}
                         : Label{" als " + known->second.label.nl, " as " + known->second.label.en};
    faults_.note(
        cell, column,
        {"niemand staat zo" + as.nl + " in het register; voeg die eerst toe (verloop role give)",
         "nobody is in the directory so" + as.en + "; enter them first (verloop role give)"});
    return false;
  }

  /// The importer, in a role that the action is for; else whom the table names in one of those.
  std::optional<Actor> actor_of(CaseRows& one, const Action& action, const TakeoverStep& step,
                                const Place& place) {
    if (&step == &takeover_.opening) return context_.importer;
    for (const RoleId& role : action.by) {
      const auto acting = context_.rights.acting(context_.importer.id, role, &action);
      if (const auto* actor = std::get_if<Actor>(&acting)) return *actor;
    }
    for (const RoleId& role : action.by) {
      const auto column = takeover_.actors.find(role);
      const CsvCell* cell =
          column == takeover_.actors.end() ? nullptr : value_cell(one, column->second, place);
      if (cell == nullptr) continue;
      one.used.insert(cell);
      const auto acting = context_.rights.acting({cell->text}, role, &action);
      if (const auto* actor = std::get_if<Actor>(&acting)) return *actor;
      check_actor(*cell, *takeover_.column(column->second), role);
      return std::nullopt;
    }
    note_nobody(one, action);
    return std::nullopt;
  }

  void note_nobody(const CaseRows& one, const Action& action) {
    const Procedure& procedure = context_.definition.procedure;
    Label columns;
    for (const RoleId& role : action.by) {
      const auto at = takeover_.actors.find(role);
      if (at == takeover_.actors.end()) continue;
      const TakeoverColumn& column = *takeover_.column(at->second);
      columns.nl += " of vul de kolom \"" + column.label.nl + '"';
      columns.en += " or fill the column \"" + column.label.en + '"';
    }
    faults_.note(
        one.rows.front()->front().place,
        {"wie \"" + action.label.nl + "\" deed is niet bekend (" +
             procedure.role_labels(action, Language::nl) + "): lees in als zo iemand" + columns.nl,
         "who did \"" + action.label.en + "\" is not known (" +
             procedure.role_labels(action, Language::en) + "): import as one of these" +
             columns.en});
  }

  /// Nothing that somebody filled in is left out silently.
  void check_unused(CaseRows& one) {
    std::map<std::size_t, std::string> first;  // By column: what the case says.
    for (const CsvRow* row : one.rows) {
      for (std::size_t at = 0; at < grouped_.columns.size(); ++at) {
        const CsvCell& cell = (*row)[at];
        if (cell.text.empty()) continue;
        const TakeoverColumn& column = *grouped_.columns[at];
        if (!is_per_row(column.name)) {
          const auto [known, is_new] = first.emplace(at, cell.text);
          if (known->second != cell.text)
            faults_.note(cell, column,
                         {"een eerdere rij van deze zaak zegt iets anders",
                          "an earlier row of this case says something else"});
          if (!is_new) continue;
        }
        if (one.used.contains(&cell) || is_about_actors(column.name)) continue;
        faults_.note(
            cell, column,
            {"hiermee wordt niets vastgelegd: de dag of het kenmerk waar het bij hoort is leeg",
             "nothing is recorded of this: the day or the key that it belongs to is empty"});
      }
    }
  }

  /// Who acts in a role may not be needed after all.
  bool is_about_actors(const std::string& column) const {
    return std::any_of(takeover_.actors.begin(), takeover_.actors.end(),
                       [&column](const auto& one) { return one.second == column; });
  }

  const std::vector<CsvRow>& rows_;
  const TakeoverContext& context_;
  const Takeover& takeover_;
  const std::set<std::string> name_columns_;
  GroupedRows grouped_;
  CsvFaults faults_;
  TakeoverTable table_;
  std::optional<Error> failed_;
};

}  // namespace

CommandId opening_id(const TakeoverContext& context, const CaseId& id) {
  return {uuid_from_name(command_name(context, id, "opening"))};
}

Result<TakeoverTable> read_takeover(const std::vector<CsvRow>& rows,
                                    const TakeoverContext& context) {
  return Table(rows, context).run();
}

}  // namespace verloop
