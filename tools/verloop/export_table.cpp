// verloop export table: a line for each of many cases, as their procedures describe it.
#include <algorithm>
#include <set>

#include "adapters/sheets/csv.hpp"
#include "adapters/sheets/xlsx.hpp"
#include "projections/cases.hpp"
#include "tools/verloop/export_sheet.hpp"
#include "tools/verloop/output_check.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;

struct Options {
  std::string table, as, from, to, output;
  std::string format = "csv";
  std::vector<std::string> cases, only;  // `column=text`
};

/// A line, by the names of its columns.
struct Line {
  CaseId id;
  std::map<std::string, SheetCell> cells;
};

struct Made {
  std::vector<std::pair<std::string, Label>> columns;  // In the order in which they were met.
  std::vector<Line> lines;
  std::size_t not_yet = 0;     // The actor may have a line of these, once there is something.
  std::size_t other_days = 0;  // Outside --from and --to.
  std::optional<Actor> reader;
  std::string title;
};

/// The table of that name in a definition; read once for each.
class Tables {
 public:
  explicit Tables(std::string name) : name_(std::move(name)) {}

  const Sheet* of(const Definition& definition) {
    const auto known = tables_.find(&definition);
    if (known != tables_.end()) return known->second ? &*known->second : nullptr;
    std::optional<Sheet> found;
    for (Sheet& sheet : sheets_of(definition))
      if (sheet.is_table && sheet.id == name_) found = std::move(sheet);
    const auto& kept = tables_[&definition] = std::move(found);
    return kept ? &*kept : nullptr;
  }

 private:
  std::string name_;
  std::map<const Definition*, std::optional<Sheet>> tables_;
};

/// One export under way.
class Export {
 public:
  Export(Console& console, Instance& instance, const Options& options)
      : console_(console), instance_(instance), options_(options), tables_(options.table) {}

  /// None after a message.
  std::optional<Made> run() {
    for (std::string after;;) {
      const auto page = stored_cases(instance_.views(), after, page_size);
      if (page.has_error()) {
        console_.fail(page.error());
        return std::nullopt;
      }
      for (const CaseState& state : *page) add(state.id);
      if (page->size() < page_size) break;
      after = page->back().id.text;
    }
    if (!check_named()) return std::nullopt;
    return std::move(made_);
  }

  /// False after a message: no procedure has the table, it has no such column, or the actor none of
  /// the roles.
  bool check() {
    std::set<std::string> known;
    std::vector<std::string> columns;
    bool is_there = false, may = false;
    for (const Definition* definition : instance_.definitions().all()) {
      for (const Sheet& sheet : sheets_of(*definition))
        if (sheet.is_table) known.insert(sheet.id);
      const Sheet* table = tables_.of(*definition);
      if (table == nullptr) continue;
      is_there = true;
      for (const SheetValue& column : table->parts.front().values)
        if (std::find(columns.begin(), columns.end(), column.name) == columns.end())
          columns.push_back(column.name);
      for (const RoleAt& at : instance_.rights().roles_of({options_.as}))
        may = may || table->is_for(at.role);
      roles_ = {roles_of(*table, *definition, Language::nl),
                roles_of(*table, *definition, Language::en)};
    }
    if (!is_there) {
      say_no_such_sheet(console_, {"tabel", "table"}, options_.table,
                        std::vector<std::string>(known.begin(), known.end()));
      return false;
    }
    if (!check_only(columns)) return false;
    if (may) return true;
    console_.refuse(refuse(RefusalKind::unauthorised, {"Dit blad is voor: " + roles_.nl + ".",
                                                       "This sheet is for: " + roles_.en + "."}));
    return false;
  }

 private:
  /// False after a message: --only names a column that the table does not have.
  bool check_only(const std::vector<std::string>& columns) const {
    for (const std::string& only : options_.only) {
      const std::string name = only.substr(0, only.find('='));
      if (std::find(columns.begin(), columns.end(), name) != columns.end()) continue;
      const auto near = nearest(name, columns);
      std::string all;
      for (const std::string& one : columns) all += (all.empty() ? "" : ", ") + one;
      console_.fail(Exit::wrong_use,
                    console_.choose(
                        "--only: de tabel " + options_.table + " heeft geen kolom " + name +
                            (near ? "; bedoelt u " + *near + "?" : "") + " Er zijn: " + all,
                        "--only: the table " + options_.table + " has no column " + name +
                            (near ? "; did you mean " + *near + "?" : "") + " There are: " + all));
      return false;
    }
    return true;
  }

  /// False after a message, the same whether a case that was named is not there, has no such table,
  /// or is not for the actor to see.
  bool check_named() const {
    for (const std::string& name : options_.cases) {
      if (reached_.contains(name)) continue;
      console_.fail(Exit::answer_is_no,
                    console_.choose("--case: er is geen zaak " + name +
                                        " met deze tabel die u mag zien; er is niets geschreven",
                                    "--case: there is no case " + name +
                                        " with this table that you may see; nothing was written"));
      return false;
    }
    return true;
  }

  void add(const CaseId& id) {
    const bool is_named =
        options_.cases.empty() ||
        std::find(options_.cases.begin(), options_.cases.end(), id.text) != options_.cases.end();
    const auto found = instance_.processor().find(id);
    if (!is_named || found.has_error()) return;
    const LoadedCase& loaded = **found;
    const Definition* definition = instance_.definitions().find(loaded.state.definition);
    const Sheet* table = definition == nullptr ? nullptr : tables_.of(*definition);
    if (table == nullptr) return;
    const auto reader = reader_for(loaded, *definition, *table);
    if (!reader) return;
    reached_.insert(id.text);
    add_line(loaded.state, *definition, *table, *reader);
  }

  std::optional<Reader> reader_for(const LoadedCase& loaded, const Definition& definition,
                                   const Sheet& table) const {
    for (const RoleId& role : table.roles) {
      const auto reader = reader_of({options_.as}, role, loaded, definition, instance_.rights(),
                                    console_.language());
      if (const auto* who = reader.has_value() ? std::get_if<Reader>(&*reader) : nullptr)
        return *who;
    }
    return std::nullopt;
  }

  void add_line(const CaseState& state, const Definition& definition, const Sheet& table,
                const Reader& reader) {
    made_.title = table.label.in(console_.language());
    Line line{state.id, {}};
    const auto cells = table_row(instance_.sources(), reader, state, table);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const SheetValue& column = table.parts.front().values[i];
      add_column(column);
      line.cells[column.name] = cells[i];
    }
    if (!is_asked_for(line)) return;
    if (too_early(table, state, definition)) {
      ++made_.not_yet;
    } else if (!is_within(table_day(state, definition, table))) {
      ++made_.other_days;
    } else {
      made_.reader = reader.actor;
      made_.lines.push_back(std::move(line));
    }
  }

  void add_column(const SheetValue& column) {
    const auto is_same = [&column](const auto& known) { return known.first == column.name; };
    if (std::none_of(made_.columns.begin(), made_.columns.end(), is_same))
      made_.columns.emplace_back(column.name, column.label);
  }

  bool is_asked_for(const Line& line) const {
    return std::all_of(options_.only.begin(), options_.only.end(), [&](const std::string& only) {
      const std::size_t equals = only.find('=');
      const auto cell = line.cells.find(only.substr(0, equals));
      return cell != line.cells.end() && plain_text(cell->second) == only.substr(equals + 1);
    });
  }

  /// Days as 2026-03-10, in whatever language.
  static std::string plain_text(const SheetCell& cell) {
    return cell.day ? format(*cell.day) : cell.text;
  }

  bool is_within(const std::optional<Date>& day) const {
    const auto from = parse_date(options_.from), to = parse_date(options_.to);
    if (from.has_value() && (!day || *day < *from)) return false;
    return !to.has_value() || (day && *day <= *to);
  }

  Console& console_;
  Instance& instance_;
  const Options& options_;
  Tables tables_;
  Label roles_;
  std::set<std::string> reached_;  // Cases of which the actor may have a line.
  Made made_;
};

SheetTable table_of(const Made& made, Language language) {
  SheetTable table;
  for (const auto& [name, label] : made.columns) table.columns.push_back(label.in(language));
  for (const Line& line : made.lines) {
    std::vector<SheetCell> row;
    for (const auto& [name, label] : made.columns) {
      const auto cell = line.cells.find(name);
      row.push_back(cell == line.cells.end() ? SheetCell{} : cell->second);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

json::object json_of(const Made& made, const Options& options, const LogTail& tail) {
  json::array rows;
  for (const Line& line : made.lines) {
    json::object row;
    for (const auto& [name, cell] : line.cells)
      if (cell.kind != SheetCell::Kind::none) row[name] = to_json(cell);
    rows.push_back(std::move(row));
  }
  return {{"table", options.table},
          {"rows", std::move(rows)},
          {"leftOut", json::object{{"notYet", made.not_yet}, {"otherDays", made.other_days}}},
          {"size", tail.size},
          {"root", to_base64url(view(tail.root))}};
}

SheetPage page_of(const Console& console, const Made& made, const Options& options,
                  const EventLog& log) {
  const LogTail tail = log.tail();
  SheetPage page;
  page.id = options.table;
  page.title = made.title;
  page.language = console.language();
  page.made = tail.recorded_at;
  page.purpose = console.choose(
      "Dit blad is gemaakt uit het logboek en is geen koppeling met een ander systeem.",
      "This sheet was made from the log and is no connection to another system.");
  page.about = {{console.choose("logboek", "log"), log.origin()},
                {console.choose("gebeurtenissen", "events"), std::to_string(tail.size)},
                {console.choose("wortel", "root"), to_base64url(view(tail.root))},
                {console.choose("gemaakt voor", "made for"), options.as}};
  page.parts = {table_of(made, console.language())};
  return page;
}

Result<std::string> bytes_of(const Console& console, const Made& made, const Options& options,
                             const EventLog& log) {
  if (options.format == "json") return json::serialize(json_of(made, options, log.tail())) + "\n";
  const SheetPage page = page_of(console, made, options, log);
  if (options.format == "xlsx") return xlsx_of(page);
  return csv_of(page.parts.front(), page.language);
}

void say_left_out(const Console& console, const Made& made) {
  const auto say = [&](std::size_t count, const char* nl, const char* en) {
    const std::string cases = std::to_string(count);
    if (count > 0)
      console.warn(console.choose(cases + (count == 1 ? " zaak" : " zaken") + nl,
                                  cases + (count == 1 ? " case" : " cases") + en));
  };
  say(made.not_yet, " weggelaten: daar is het nog niet zover", " left out: not that far yet");
  say(made.other_days, " weggelaten: buiten de gevraagde dagen",
      " left out: outside the days that were asked for");
}

bool check_options(Console& console, const Options& options) {
  if (!console.check_day("--from", options.from) || !console.check_day("--to", options.to))
    return false;
  const auto from = parse_date(options.from), to = parse_date(options.to);
  if (from.has_value() && to.has_value() && *to < *from) {
    console.fail(Exit::wrong_use,
                 console.choose("--from " + options.from + " ligt na --to " + options.to +
                                    "; geef de eerste dag bij --from",
                                "--from " + options.from + " is after --to " + options.to +
                                    "; give the first day with --from"));
    return false;
  }
  for (const std::string& only : options.only) {
    if (only.find('=') != std::string::npos) continue;
    console.fail(Exit::wrong_use, console.choose("--only " + only + ": verwacht KOLOM=INHOUD",
                                                 "--only " + only + ": expected COLUMN=CONTENT"));
    return false;
  }
  return check_output(console, "-o", options.output);
}

void export_table(Console& console, Options options) {
  if (console.json && options.output.empty()) options.format = "json";
  if (options.format == "xlsx" && options.output.empty())
    return console.fail(Exit::wrong_use,
                        console.choose("een spreadsheet gaat naar een bestand: noem het met -o",
                                       "a spreadsheet goes to a file: name it with -o"));
  if (!check_options(console, options)) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  options.as = instance->asker(options.as).text;
  if (!console.check_actor(*instance, {options.as})) return;
  Export work(console, *instance, options);
  if (!work.check()) return;
  const auto made = work.run();
  if (!made) return;
  const auto bytes = bytes_of(console, *made, options, instance->log());
  if (bytes.has_error()) return console.fail(bytes.error());
  if (made->reader) {
    const auto entered = instance->access().handed(
        *made->reader, Position{instance->log().tail().size},
        Instance::local("export table " + options.table), AccessLog::Handing::exported);
    if (entered.has_error()) return console.fail(entered.error());
    console.sign_access(*instance);
  }
  if (!hand_over(console, options.output, *bytes)) return;
  if (!console.json) return say_left_out(console, *made);
  if (options.output.empty()) return;
  json::object told = json_of(*made, options, instance->log().tail());
  told["rows"] = made->lines.size();
  told["file"] = options.output;
  console.print(json::value(std::move(told)));
}

}  // namespace

void add_export_table(CLI::App& group, Console& console) {
  CLI::App* command = add_subcommand(
      group, console, "table", "A line for each of many cases, such as the settlement",
      "verloop export table settlement --data school --as swv-1 --format xlsx -o settlement.xlsx");
  auto options = std::make_shared<Options>();
  command->add_option("table", options->table, "Which table (see: export sheet --list)")
      ->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who makes it (default: the administrator)");
  command->add_option("--format", options->format, "csv, xlsx or json")
      ->check(CLI::IsMember({"csv", "xlsx", "json"}));
  command->add_option("-o,--output", options->output,
                      "Write to this file (default: standard output)");
  command->add_option("--case", options->cases, "Only this case; may be given more than once");
  command->add_option("--only", options->only,
                      "Only lines with this COLUMN=CONTENT, by the column's name, e.g. "
                      "school=school-1");
  command->add_option("--from", options->from, "Only from this day on");
  command->add_option("--to", options->to, "Only up to this day");
  command->callback([&console, options] { export_table(console, *options); });
}

}  // namespace verloop
