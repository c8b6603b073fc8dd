// verloop import cases: takes over the cases of a table that run already.
#include "tools/verloop/import_cases.hpp"

#include "engine/authorise.hpp"
#include "tools/verloop/bench.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/shipped_procedures.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

struct Options {
  std::string file, procedure, as, on;
  bool dry_run = false, is_template = false;
};

/// What one run works on.
struct Work {
  Console& console;
  const Options& options;
  Instance& instance;
  const Definition& definition;
  Timestamp now{};
  Actor importer;
};

void say_faults(Console& console, const std::string& file, const std::vector<CsvFault>& faults,
                const std::string& first) {
  constexpr std::size_t shown_max = 100;
  std::string text = first;
  for (std::size_t at = 0; at < std::min(faults.size(), shown_max); ++at)
    text += '\n' + file + ':' + std::to_string(faults[at].place.line) + ':' +
            std::to_string(faults[at].place.column) + ": " +
            faults[at].message.in(console.language());
  if (faults.size() > shown_max)
    text += '\n' + console.choose("en nog ", "and ") + std::to_string(faults.size() - shown_max) +
            console.choose("", " more");
  console.fail(Exit::wrong_use, text);
}

std::string nothing_recorded(const Console& console) {
  return console.choose("de tabel is niet goed; er is niets vastgelegd:",
                        "the table has faults; nothing was recorded:");
}

void say_not_deployed(Console& console, const std::string& name, const Definitions& definitions) {
  const auto shipped = shipped_procedure(name);
  if (shipped.has_error() || *shipped == nullptr)
    return console.refuse(definitions.no_such_procedure(name));
  const std::string how = "verloop procedure deploy " + name + " --data " + console.data;
  console.fail(
      Exit::wrong_use,
      console.choose("deze map kent de procedure " + name + " nog niet; eerst: " + how,
                     "this folder does not have the procedure " + name + " yet; first: " + how));
}

/// Null after a message.
const Definition* find_definition(Console& console, const std::string& name,
                                  const Definitions& definitions) {
  const Definition* definition = definitions.newest(name);
  if (definition == nullptr) {
    say_not_deployed(console, name, definitions);
    return nullptr;
  }
  if (definition->procedure.takeover) return definition;
  console.fail(Exit::wrong_use,
               console.choose("de procedure " + name +
                                  " zegt niet hoe een tabel van lopende zaken te lezen is; geef "
                                  "haar een deel `takeover`, zie docs/authors/takeover.md",
                              "the procedure " + name +
                                  " does not say how a table of running cases is read; give it a "
                                  "part `takeover`, see docs/authors/takeover.md"));
  return nullptr;
}

/// The actor in the first of its roles that may open a case.
std::optional<Actor> acting_importer(const Rights& rights, const ActorId& id,
                                     const Action& opening) {
  for (const RoleId& role : opening.by) {
    auto acting = rights.acting(id, role, &opening);
    if (auto* actor = std::get_if<Actor>(&acting)) return std::move(*actor);
  }
  return std::nullopt;
}

/// None after a message, and an entry in the access log: the actor may not.
std::optional<Actor> find_importer(Console& console, const Options& options, Instance& instance,
                                   const Definition& definition) {
  const ActorId id{options.as};
  if (!console.check_actor(instance, id)) return std::nullopt;
  const Procedure& procedure = definition.procedure;
  const Action& opening = *procedure.action(procedure.takeover->opening.action.text);
  if (auto actor = acting_importer(instance.rights(), id, opening)) return actor;
  const Refusal refusal =
      refuse(RefusalKind::unauthorised,
             {"Overnemen is voor: " + procedure.role_labels(opening, Language::nl) + ".",
              "Taking over is for: " + procedure.role_labels(opening, Language::en) + "."});
  if (!options.dry_run) {
    const auto told = told_of(refusal, opening.id, &definition, std::nullopt);
    console.warn_if_failed(instance.access().refused({id, {"unknown"}, {"unknown"}, {}}, told,
                                                     Instance::local("import cases")));
    console.sign_access(instance);
  }
  console.refuse(refusal);
  return std::nullopt;
}

/// The day of the takeover of a case that this import made; today when it was cut short before it
/// said so. None when the case is not of its making.
Result<std::optional<Date>> day_of_earlier(const Work& work, const CaseId& id,
                                           const CommandId& opening) {
  constexpr std::size_t records_max = 64;  // What opens a case and says that it was taken over.
  const auto page = work.instance.log().read_stream(id, Version{0}, records_max);
  if (page.has_error()) return page.error();
  if (page->empty() || page->front().record.command != opening ||
      page->front().record.actor.id != work.importer.id)
    return std::optional<Date>();
  const std::string type = work.definition.procedure.takeover->event + '@';
  for (const StoredRecord& stored : *page)
    if (stored.record.type.text.starts_with(type))
      return std::optional<Date>(stored.record.occurred_on.day);
  return std::optional<Date>(day_in_amsterdam(work.now));
}

Result<bool> exists(const Work& work, const CaseId& id) {
  const auto last = work.instance.log().last_version(id);
  if (last.has_error()) return last.error();
  return last->has_value();
}

/// The cases that are there already: by an earlier run with the day of that run, else a fault.
struct Earlier {
  std::map<CaseId, Date> days;
  std::vector<CsvFault> faults;
};

Result<Earlier> find_earlier(const Work& work, const TakeoverTable& table,
                             const TakeoverContext& context) {
  Earlier earlier;
  for (const TakeoverCase& one : table.cases) {
    const auto known = exists(work, one.id);
    if (known.has_error()) return known.error();
    if (!*known) continue;
    const auto day = day_of_earlier(work, one.id, opening_id(context, one.id));
    if (day.has_error()) return day.error();
    if (*day) {
      earlier.days[one.id] = **day;
    } else {
      earlier.faults.push_back({one.place,
                                {"deze zaak bestaat al, en is niet zo overgenomen",
                                 "this case exists already, and was not taken over like this"}});
    }
  }
  return earlier;
}

/// What an earlier run recorded otherwise than the table says now.
Result<std::vector<CsvFault>> find_changed(const Work& work, const TakeoverTable& table,
                                           const std::map<CaseId, Date>& earlier) {
  std::vector<CsvFault> changed;
  for (const TakeoverCase& one : table.cases) {
    if (!earlier.contains(one.id)) continue;
    for (const TakeoverCommand& step : one.commands) {
      const auto known = work.instance.processor().find_answer(step.command);
      if (known.has_error()) return known.error();
      if (*known) continue;
      const auto other = work.instance.log().find_command(step.command.id, Digest{});
      if (!other.has_error()) continue;
      if (other.error().code != Errc::command_reused) return other.error();
      const Action* action = work.definition.procedure.action(step.command.action.text);
      changed.push_back(
          {step.place,
           {"\"" + action->label.nl +
                "\" is eerder anders overgenomen; verbeter het in de zaak zelf",
            "\"" + action->label.en +
                "\" was taken over otherwise before; correct it in the case itself"}});
    }
  }
  return changed;
}

/// What the table holds; none after a message.
std::optional<TakeoverTable> examine(const Work& work, const std::vector<CsvRow>& rows) {
  Console& console = work.console;
  const Rights rights = work.instance.rights();
  const Date today = day_in_amsterdam(work.now);
  const auto day = work.options.on.empty() ? today : parse_date(work.options.on).value();
  std::map<CaseId, Date> known_days;
  const TakeoverContext context{
      work.definition,
      work.instance.vault(),
      work.instance.log().signing_keys().origin_at(Position{0}),
      rights,
      work.importer,
      today,
      [&](const CaseId& id) { return known_days.contains(id) ? known_days.at(id) : day; }};
  auto table = read_takeover(rows, context);
  auto earlier =
      table.has_error() ? Result<Earlier>(table.error()) : find_earlier(work, *table, context);
  if (earlier.has_error()) {
    console.fail(earlier.error());
    return std::nullopt;
  }
  known_days = std::move(earlier->days);
  if (!known_days.empty()) table = read_takeover(rows, context);
  auto changed = table.has_error() ? Result<std::vector<CsvFault>>(table.error())
                                   : find_changed(work, *table, known_days);
  if (changed.has_error()) {
    console.fail(changed.error());
    return std::nullopt;
  }
  std::vector<CsvFault> faults = std::move(table->faults);
  for (std::vector<CsvFault>* more : {&earlier->faults, &*changed})
    faults.insert(faults.end(), more->begin(), more->end());
  if (faults.empty()) return std::move(*table);
  say_faults(console, work.options.file, faults, nothing_recorded(console));
  return std::nullopt;
}

void record(const Work& work, const TakeoverTable& table) {
  Console& console = work.console;
  std::size_t size = 0;
  for (const TakeoverCase& one : table.cases) size += one.commands.size();
  const std::string what = console.choose("overnemen", "taking over");
  const auto done = record_takeover(table, work.instance, [&](std::size_t count) {
    show_progress(what, std::min(count, size - 1), size);
  });
  show_progress(what, size, size);
  const auto finished = work.instance.finish();
  if (done.has_error()) return console.fail(done.error());
  if (finished.has_error()) return console.fail(finished.error());
  if (done->refused.empty()) return print_summary(console, work.definition, *done, false);
  say_faults(console, work.options.file, done->refused,
             console.choose("hier is gestopt; wat ervoor staat is vastgelegd, en een volgende keer "
                            "gaat het hier verder:",
                            "stopped here; what stands before it is recorded, and the next time "
                            "it goes on here:"));
  console.status = Exit::answer_is_no;
}

void take_over(const Work& work, const std::vector<CsvRow>& rows) {
  Console& console = work.console;
  const auto table = examine(work, rows);
  if (!table) return;
  const bool is_tried = work.options.dry_run;
  if (!is_tried) {  // What is refused tells of names in the log: who asked is entered first.
    const auto entered =
        work.instance.access().administered(work.importer, Instance::local("import cases"));
    if (entered.has_error()) return console.fail(entered.error());
    console.sign_access(work.instance);
  }
  const auto played = rehearse_takeover(*table, work.instance, work.now,
                                        is_tried ? Rehearsal::to_try : Rehearsal::to_record);
  if (played.has_error()) return console.fail(played.error());
  if (!played->refused.empty()) {
    say_faults(console, work.options.file, played->refused, nothing_recorded(console));
    console.status = Exit::answer_is_no;
  } else if (work.options.dry_run) {
    print_summary(console, work.definition, *played, true);
  } else {
    record(work, *table);
  }
}

void print_template(Console& console, const Options& options) {
  std::shared_ptr<const Definition> shipped;
  std::unique_ptr<Instance> instance;
  const Definition* definition = nullptr;
  if (console.data.empty()) {
    auto found = shipped_procedure(options.procedure);
    if (found.has_error()) return console.fail(found.error());
    shipped = std::move(*found);
    definition = shipped.get();
    if (definition == nullptr || !definition->procedure.takeover)
      return console.fail(
          Exit::wrong_use,
          console.choose("bij het programma is geen procedure " + options.procedure +
                             " met een deel `takeover`; noem met --data de map waarin zij staat",
                         "no procedure " + options.procedure +
                             " with a part `takeover` comes with the program; name the folder "
                             "that holds it with --data"));
  } else {
    instance = console.open(Access::read_only);
    if (instance == nullptr) return;
    definition = find_definition(console, options.procedure, instance->definitions());
    if (definition == nullptr) return;
  }
  std::string text = takeover_template(*definition, console.language());
  text.pop_back();  // The last line ends with the printing.
  console.print(text);
}

void import(Console& console, const Options& options) {
  if (options.is_template) return print_template(console, options);
  if (options.file.empty() || options.as.empty() || console.data.empty())
    return console.fail(Exit::wrong_use,
                        console.choose("noem het bestand, --as en --data; een lege tabel geeft "
                                       "--template",
                                       "name the file, --as and --data; an empty table is what "
                                       "--template gives"));
  if (!console.check_day("--on", options.on)) return;
  const auto text = read_text(console, options.file);
  if (!text) return;
  const auto rows = parse_csv(*text);
  if (rows.has_error())
    return say_faults(console, options.file, {rows.error()}, nothing_recorded(console));
  auto instance = console.open(options.dry_run ? Access::read_only : Access::read_write);
  if (instance == nullptr) return;
  const Definition* definition =
      find_definition(console, options.procedure, instance->definitions());
  if (definition == nullptr) return;
  const auto importer = find_importer(console, options, *instance, *definition);
  if (!importer) return;
  take_over({console, options, *instance, *definition, system_now(), *importer}, *rows);
}

}  // namespace

void add_import_cases(CLI::App& group, Console& console) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_subcommand(group, console, "cases", "Cases that run already, from a table (CSV)",
                     "verloop import cases running.csv --procedure clusterarrangement-top --as "
                     "ib-1 --data school");
  command->add_option("file", options->file, "The table");
  command->add_option("--procedure", options->procedure, "The procedure, as it is deployed")
      ->required();
  command->add_option("--as", options->as, "Who takes them over");
  command->add_option("--on", options->on,
                      "The day of the takeover, YYYY-MM-DD (default: today); what lies before it "
                      "and is not in the table is unknown");
  command->add_option("--data", console.data, "The data folder");
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_flag("--dry-run", options->dry_run, "Play it in memory only, and say what comes");
  command->add_flag("--template", options->is_template, "Print an empty table to fill in");
  command->callback([&console, options] { import(console, *options); });
}

}  // namespace verloop
