// verloop import: the event log of another system, replayed through the engine.
#include <fstream>

#include "events/yaml/yaml_label.hpp"
#include "tools/verloop/bench.hpp"
#include "tools/verloop/import_cases.hpp"
#include "tools/verloop/import_xes.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/shipped_procedures.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string file, procedure;
  bool dry_run = false;
};

/// What one run works on. The definition is of the log, or shipped and not deployed yet.
struct Work {
  const Options& options;
  Instance& instance;
  std::shared_ptr<const Definition> shipped;
  const Definition* definition = nullptr;
};

/// False after a message: no file that can be read.
bool open_file(Console& console, const std::string& name, std::ifstream& file) {
  std::error_code ignored;  // What can't be examined can't be opened either.
  if (std::filesystem::is_directory(name, ignored)) {
    console.fail(Exit::wrong_use, name + console.choose(" is een map; noem een XES-bestand",
                                                        " is a folder; name a file of XES"));
    return false;
  }
  const bool is_regular = std::filesystem::is_regular_file(name, ignored);
  if (is_regular) file.open(name, std::ios::binary);
  if (is_regular && file.is_open()) return true;
  console.fail(Exit::wrong_use, console.choose("kan dit niet lezen: ", "can't read this: ") + name);
  return false;
}

std::string at(const std::string& file, const XesPlace& place) {
  return file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column) + ": ";
}

void say_fault(Console& console, const std::string& file, const XesFault& fault) {
  console.fail(Exit::wrong_use,
               at(file, fault.place) + said(fault.message, console.language()) +
                   console.choose("; er is niets vastgelegd", "; nothing was recorded"));
}

void say_faults(Console& console, const std::string& file, const ImportFaults& faults) {
  std::string text =
      console.choose("het bestand past niet bij de procedure; er is niets vastgelegd:",
                     "the file does not fit the procedure; nothing was recorded:");
  for (const ImportFaults::Fault& fault : faults.all()) {
    text += '\n' + at(file, fault.first) + said(fault.message, console.language()) + " (" +
            std::to_string(fault.count) + console.choose(" keer)", " times)");
  }
  console.fail(Exit::wrong_use, text);
}

void say_no_procedure(Console& console, const Work& work) {
  std::set<std::string> names;
  for (const Definition* one : work.instance.definitions().all()) names.insert(one->procedure.name);
  for (const ShippedProcedure& one : shipped_procedures()) names.insert(one.name);
  const std::string& asked = work.options.procedure;
  console.fail(Exit::wrong_use, said("there is no procedure \"" + asked + '"' +
                                         suggestion(asked, {names.begin(), names.end()}),
                                     console.language()));
}

/// The newest of that name in the log, else the shipped one. False after a message.
bool find_definition(Console& console, Work& work) {
  const std::string& name = work.options.procedure;
  work.definition = name.empty() ? nullptr : work.instance.definitions().newest(name);
  if (work.definition == nullptr) {
    auto shipped = shipped_procedure(name);
    if (shipped.has_error()) {
      console.fail(shipped.error());
      return false;
    }
    work.shipped = std::move(*shipped);
    work.definition = work.shipped.get();
  }
  if (work.definition == nullptr) {
    say_no_procedure(console, work);
    return false;
  }
  if (work.definition->procedure.import) return true;
  console.fail(
      Exit::wrong_use,
      console.choose("de procedure " + name +
                         " zegt niet hoe een logboek van elders te lezen is; geef haar een "
                         "deel `import`, zie docs/authors/foreign_logs.md",
                     "the procedure " + name +
                         " does not say how a log from elsewhere is read; give it a part "
                         "`import`, see docs/authors/foreign_logs.md"));
  return false;
}

ImportContext context_of(const Work& work) {
  return {*work.definition,
          work.instance.log().signing_keys().origin_at(Position{0}),
          system_now(),
          {}};
}

/// None after a message: the file can't be imported.
std::optional<ExaminedXes> examine(Console& console, const Work& work, std::istream& bytes) {
  auto examined = examine_xes(bytes, context_of(work));
  if (examined.has_error()) {
    say_fault(console, work.options.file, examined.error());
    return std::nullopt;
  }
  if (examined->faults.is_empty()) return std::move(*examined);
  say_faults(console, work.options.file, examined->faults);
  return std::nullopt;
}

/// The shipped procedure and the people of the file, before their events.
Result<> record_before(Work& work, const PeopleIds& ids) {
  auto entered =
      work.instance.access().administered(acting_administrator(), Instance::local("import xes"));
  if (entered.has_error()) return entered;
  if (work.shipped != nullptr) {
    const auto deployed = work.instance.definitions().deploy(work.shipped, work.instance.log(),
                                                             work.instance.seed(), system_now());
    if (deployed.has_error()) return deployed.error();
  }
  return enter_people(ids, *work.definition, work.instance);
}

/// None after a message.
std::optional<ImportContext> prepare(Console& console, Work& work,
                                     const std::set<std::string>& people) {
  auto ids = ids_of(people, *work.definition, work.instance);
  const auto recorded = ids.has_error() ? Result<>(ids.error()) : record_before(work, *ids);
  if (recorded.has_error()) {
    console.fail(recorded.error());
    return std::nullopt;
  }
  ImportContext context = context_of(work);
  context.ids = std::move(*ids);
  return context;
}

void say_refused(Console& console, const std::string& file, const ImportOutcome& outcome) {
  console.refuse(outcome.refused->refusal);
  console.warn(at(file, outcome.refused->place) +
               console.choose("hier is gestopt; wat ervoor staat is vastgelegd, en een volgende "
                              "keer gaat het hier verder",
                              "stopped here; what stands before it is recorded, and the next time "
                              "it goes on here"));
}

/// What was done, or, without an outcome, what would be.
void print_summary(const Console& console, const Work& work, const XesSummary& summary,
                   const std::optional<ImportOutcome>& outcome, std::uint64_t records) {
  if (console.json) {
    json::object row{{"procedure", work.definition->reference},
                     {"traces", summary.traces},
                     {"events", summary.events}};
    if (outcome) {
      row["recorded"] = outcome->recorded;
      row["known"] = outcome->known;
      row["records"] = records;
    }
    return console.print(json::value(std::move(row)));
  }
  const std::string held =
      std::to_string(summary.traces) + console.choose(" zaken, ", " traces, ") +
      std::to_string(summary.events) + console.choose(" gebeurtenissen", " events");
  if (!outcome)
    return console.print(console.choose("Dit kan worden ingelezen: ", "This can be imported: ") +
                         held);
  console.print(console.choose("Ingelezen: ", "Imported: ") + held + "; " +
                std::to_string(outcome->recorded) +
                console.choose(" opdrachten vastgelegd, ", " commands recorded, ") +
                std::to_string(outcome->known) +
                console.choose(" waren er al; ", " were there already; ") +
                std::to_string(records) +
                console.choose(" gebeurtenissen in het logboek erbij, afgeleide en bevindingen "
                               "meegeteld",
                               " events more in the log, derived ones and findings counted in"));
}

void record(Console& console, Work& work, std::istream& bytes, const ExaminedXes& examined) {
  auto context = prepare(console, work, examined.people);
  if (!context) return;
  const std::uint64_t before = work.instance.log().tail().size;
  const std::size_t size = examined.summary.traces + examined.summary.events;
  std::size_t shown = 0;
  const std::string what = console.choose("inlezen", "importing");
  const auto outcome = import_xes(bytes, work.instance, *context, [&](std::size_t done) {
    constexpr std::size_t step = 100;
    if (done < shown + step) return;
    shown = done;
    show_progress(what, std::min(done, size - 1), size);
  });
  show_progress(what, size, size);
  if (outcome.has_error()) return console.fail(outcome.error());
  const auto finished = work.instance.finish();
  if (finished.has_error()) return console.fail(finished.error());
  if (outcome->refused) return say_refused(console, work.options.file, *outcome);
  print_summary(console, work, examined.summary, *outcome,
                work.instance.log().tail().size - before);
}

void import(Console& console, const Options& options) {
  std::ifstream file;
  if (!open_file(console, options.file, file)) return;
  auto instance = console.open(options.dry_run ? Access::read_only : Access::read_write);
  if (instance == nullptr) return;
  Work work{options, *instance, nullptr, nullptr};
  if (!find_definition(console, work)) return;
  const auto examined = examine(console, work, file);
  if (!examined) return;
  if (options.dry_run) return print_summary(console, work, examined->summary, std::nullopt, 0);
  file.clear();
  file.seekg(0);
  record(console, work, file, *examined);
}

}  // namespace

void add_import(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("import", "Take over what other systems hold");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* command = add_subcommand(
      *group, console, "xes", "A log in XES (IEEE 1849), as the procedure's `import` reads it",
      "verloop import xes receipt.xes --procedure permit-receipt --data permits");
  command->add_option("file", options->file, "The file")->required();
  command->add_option("--procedure", options->procedure, "The procedure, deployed or shipped")
      ->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_flag("--dry-run", options->dry_run, "Only examine the file");
  command->callback([&console, options] { import(console, *options); });
  add_import_cases(*group, console);
}

}  // namespace verloop
