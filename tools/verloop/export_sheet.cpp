#include "tools/verloop/export_sheet.hpp"

#include <cstdio>

#include "adapters/sheets/csv.hpp"
#include "adapters/sheets/html.hpp"
#include "adapters/sheets/xlsx.hpp"
#include "events/size_anchor.hpp"
#include "projections/value_words.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/sheet_text.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string case_name, sheet, as, role, until, output;
  std::string format = "text";
  bool list = false;
};

json::object row_of(const Sheet& sheet, const Definition& definition, Language language) {
  json::array roles, source;
  for (const RoleId& role : sheet.roles) roles.push_back(json::string(role.text));
  for (const std::string& segment : sheet.source) source.push_back(json::string(segment));
  return {{"sheet", sheet.id},
          {"label", sheet.label.in(language)},
          {"definition", definition.reference},
          {"kind", sheet.is_table ? "table" : "sheet"},
          {"for", std::move(roles)},
          {"source", std::move(source)}};
}

/// Those of the newest version of each procedure.
void list_sheets(Console& console) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  json::array rows;
  std::string lines;
  for (const Definition* definition : instance->definitions().all()) {
    if (instance->definitions().newest(definition->procedure.name) != definition) continue;
    for (const Sheet& sheet : sheets_of(*definition)) {
      rows.push_back(row_of(sheet, *definition, console.language()));
      lines += padded(sheet.id, 24) + padded(sheet.label.in(console.language()), 52) + " " +
               roles_of(sheet, *definition, console.language()) + "; " +
               definition->procedure.name + "\n";
    }
  }
  if (console.json) return console.print(json::value(std::move(rows)));
  if (lines.empty())
    return console.print(console.choose("Er zijn geen bladen.", "There are no sheets."));
  lines.pop_back();
  console.print(lines);
}

std::optional<Sheet> find_sheet(Console& console, const Definition& definition,
                                const std::string& name) {
  std::vector<std::string> known;
  for (Sheet& sheet : sheets_of(definition)) {
    if (sheet.is_table) continue;
    if (sheet.id == name) return std::move(sheet);
    known.push_back(sheet.id);
  }
  say_no_such_sheet(console, {"blad", "sheet"}, name, known);
  return std::nullopt;
}

/// What is refused is entered in the access log.
void refuse_sheet(Console& console, Instance& instance, const Asked& asked, const Sheet& sheet) {
  const RefusedCommand what{"unauthorised", asked.loaded.state.id, {}, {}};
  console.warn_if_failed(instance.access().refused(asked.reader.actor, what,
                                                   Instance::reading("export sheet " + sheet.id)));
  console.sign_access(instance);
  console.refuse(
      refuse(RefusalKind::unauthorised,
             {"Dit blad is voor: " + roles_of(sheet, *asked.definition, Language::nl) + ".",
              "This sheet is for: " + roles_of(sheet, *asked.definition, Language::en) + "."}));
}

/// Turns to a role of the actor that the sheet is for. False after a message.
bool turn_to_role(Console& console, Instance& instance, Asked& asked, const Options& options,
                  const Sheet& sheet) {
  if (sheet.is_for(asked.reader.actor.role)) return true;
  for (const RoleId& role : sheet.roles) {
    if (!options.role.empty()) break;
    const auto reader = reader_of(asked.reader.actor.id, role, asked.loaded, *asked.definition,
                                  instance.rights(), console.language());
    const auto* found = reader.has_value() ? std::get_if<Reader>(&*reader) : nullptr;
    if (found == nullptr) continue;
    asked.reader = *found;
    return true;
  }
  refuse_sheet(console, instance, asked, sheet);
  return false;
}

/// The case as it is, or as it was at --until. None after a message.
std::optional<CaseState> state_asked(Console& console, Instance& instance, const Asked& asked,
                                     const Options& options) {
  if (options.until.empty()) return asked.loaded.state;
  const auto until = read_until(console, options.until);
  if (!until) return std::nullopt;
  auto state = state_until(instance.sources(), asked.loaded.state.id, *until);
  if (state.has_error()) {
    console.fail(state.error());
    return std::nullopt;
  }
  if (!*state)
    console.fail(Exit::answer_is_no,
                 console.choose("de zaak bestond toen nog niet", "the case did not exist yet"));
  return std::move(*state);
}

Result<std::string> bytes_of(const SheetPage& page, const std::string& format) {
  if (format == "html") return html_of(page);
  if (format == "csv") return csv_of(page);
  if (format == "xlsx") return xlsx_of(page);
  if (format == "json") return json::serialize(to_json(page)) + "\n";
  return sheet_text(page) + "\n";
}

void export_sheet(Console& console, Options options) {
  if (console.json && options.output.empty()) options.format = "json";
  if (options.list) return list_sheets(console);
  if (options.case_name.empty() || options.sheet.empty())
    return console.fail(Exit::wrong_use, console.choose("noem een zaak en een blad, of --list",
                                                        "name a case and a sheet, or --list"));
  if (options.format == "xlsx" && options.output.empty())
    return console.fail(Exit::wrong_use,
                        console.choose("een spreadsheet gaat naar een bestand: noem het met -o",
                                       "a spreadsheet goes to a file: name it with -o"));
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  auto asked = ask(console, *instance, options.case_name, options.as, options.role);
  if (!asked) return;
  const auto state = state_asked(console, *instance, *asked, options);
  if (!state) return;
  const auto sheet = find_sheet(console, *asked->definition, options.sheet);
  if (!sheet || !turn_to_role(console, *instance, *asked, options, *sheet)) return;
  if (const auto refusal = too_early(*sheet, *state, *asked->definition))
    return console.refuse(*refusal);
  const auto page =
      console.hand_out(*instance, make_sheet(instance->sources(), asked->reader, *state, *sheet),
                       "export sheet " + sheet->id, AccessLog::Handing::exported);
  if (!page) return;
  const auto bytes = bytes_of(*page, options.format);
  if (bytes.has_error()) return console.fail(bytes.error());
  if (hand_over(console, options.output, *bytes) && console.json && !options.output.empty())
    console.print(json::value(json::object{{"file", options.output}, {"sheet", sheet->id}}));
}

}  // namespace

bool hand_over(Console& console, const std::string& output, const std::string& bytes) {
  if (output.empty()) {
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    return true;
  }
  const auto written = replace_file(output, bytes);
  if (written.has_error()) {
    console.fail(written.error());
    return false;
  }
  if (!console.json) console.print(console.choose("Geschreven naar ", "Written to ") + output);
  return true;
}

std::string roles_of(const Sheet& sheet, const Definition& definition, Language language) {
  std::string names;
  for (const RoleId& role : sheet.roles)
    names += (names.empty() ? "" : ", ") + role_label(definition, role.text, language);
  return names;
}

void say_no_such_sheet(Console& console, const Label& what, const std::string& name,
                       const std::vector<std::string>& known) {
  const auto near = nearest(name, known);
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
  const std::string nl = near ? "; bedoelt u " + *near + "?" : "; er zijn: " + all;
  const std::string en = near ? "; did you mean " + *near + "?" : "; there are: " + all;
  console.fail(Exit::wrong_use,
               console.choose("er is geen " + what.nl + ' ' + name + (known.empty() ? "" : nl),
                              "there is no " + what.en + ' ' + name + (known.empty() ? "" : en)));
}

void add_export_sheet(CLI::App& group, Console& console) {
  CLI::App* command = add_subcommand(
      group, console, "sheet", "A sheet to type over by hand into another system",
      "verloop export sheet c1 top-dossier --data school --as ib-1 --format html -o c1.html");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case");
  command->add_option("sheet", options->sheet, "Which sheet of its procedure");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who makes it (default: the administrator)");
  command->add_option("--role", options->role, "In which role");
  command->add_option("--format", options->format, "text, html, csv, xlsx or json")
      ->check(CLI::IsMember({"text", "html", "csv", "xlsx", "json"}));
  command->add_option("-o,--output", options->output,
                      "Write to this file (default: standard output)");
  command->add_option("--until", options->until, "As it was: a position, a day or a moment");
  command->add_flag("--list", options->list, "Which sheets there are, and for whom");
  command->callback([&console, options] { export_sheet(console, *options); });
}

}  // namespace verloop
