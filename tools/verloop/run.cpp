// verloop run: plays scenario files, each in a log of its own, or all merged by clock in a data
// folder.
#include "tools/verloop/run.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/scenario_check.hpp"
#include "tools/verloop/scenario_player.hpp"
#include "tools/verloop/shipped_procedures.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

constexpr std::chrono::milliseconds signing_interval{500};  // No event stays unsigned for a second.

struct Loaded {
  Scenario scenario;
  std::unique_ptr<Instance> own;  // Without --data.
  std::unique_ptr<ScenarioPlayer> player;
  std::vector<Failure> failures;
  std::size_t played = 0;
  std::size_t skipped = 0;

  bool is_done() const { return played == scenario.steps.size(); }
  const Step& next() const { return scenario.steps[played]; }
};

using Requested = std::map<std::string, std::shared_ptr<const Definition>>;  // By name.

bool is_plain(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
}

/// Adds what is called a scenario in the folder and below. What is none after all is met when it is
/// read.
std::error_code walk(const std::string& folder, std::vector<std::filesystem::path>& files) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    std::error_code ignored;
    if (at->path().extension() == ".yaml" && !at->is_directory(ignored))
      files.push_back(at->path());
  }
  return failed;
}

/// Files as they are, folders walked, in the order of their names. None after a message.
std::optional<std::vector<std::filesystem::path>> find_files(
    Console& console, const std::vector<std::string>& names) {
  std::vector<std::filesystem::path> files;
  for (const std::string& name : names) {
    std::error_code ignored;  // What can't be examined is met when it is read.
    if (!std::filesystem::is_directory(name, ignored)) {
      files.emplace_back(name);
    } else if (const std::error_code failed = walk(name, files)) {
      console.fail(Exit::wrong_use,
                   name +
                       console.choose(": deze map, of een map erin, is niet te lezen; er is "
                                      "niets gespeeld",
                                      ": this folder, or one in it, can't be read; nothing was "
                                      "played") +
                       " (" + failed.message() + ")");
      return std::nullopt;
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void say_faults(Console& console, std::vector<YamlFault> faults,
                const std::filesystem::path& file) {
  for (YamlFault& fault : faults) fault.message = said(fault.message, console.language());
  console.fail(Exit::wrong_use, console.choose("het scenario is niet goed; er is niets gespeeld:\n",
                                               "the scenario has faults; nothing was played:\n") +
                                    format(faults, file.string()));
}

std::optional<Scenario> load(Console& console, const std::filesystem::path& file) {
  const auto text = read_text(console, file.string());
  if (!text) return std::nullopt;
  auto scenario = parse_scenario(*text);
  if (scenario.has_error()) {
    say_faults(console, scenario.error(), file);
    return std::nullopt;
  }
  scenario->file = file;
  return std::move(*scenario);
}

std::string place_text(const Loaded& loaded, const YamlPlace& place) {
  return loaded.scenario.file.string() + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column) + ":";
}

void report(const Console& console, const Loaded& loaded, const std::vector<Failure>& failures) {
  if (console.json) return;  // They stand in the summary.
  for (const Failure& failure : failures) {
    console.print(place_text(loaded, failure.place));
    console.print(console.choose("  verwacht: ", "  expected: ") + failure.expected);
    console.print(console.choose("  gekregen: ", "  came:     ") + failure.came);
  }
}

/// The scenario whose next step has the earliest clock, in the order of the files; null when all
/// are done.
Loaded* earliest(std::vector<Loaded>& all) {
  Loaded* first = nullptr;
  for (Loaded& loaded : all) {
    if (loaded.is_done()) continue;
    if (first == nullptr || loaded.next().at < first->next().at) first = &loaded;
  }
  return first;
}

/// Plays all steps by clock, up to a failure (unless it is to keep going) or an error.
void play_all(Console& console, const ScenarioRun& asked, Instance* shared,
              std::vector<Loaded>& all) {
  auto signed_at = std::chrono::steady_clock::now();
  while (Loaded* loaded = earliest(all)) {
    if (shared != nullptr && std::chrono::steady_clock::now() - signed_at >= signing_interval) {
      auto note = shared->log().sign_checkpoint();
      if (note.has_error()) return console.fail(note.error());
      signed_at = std::chrono::steady_clock::now();
    }
    auto played = loaded->player->play(loaded->played);
    if (played.has_error()) {
      return console.fail(Error{played.error().code, place_text(*loaded, loaded->next().place) +
                                                         " " + played.error().detail});
    }
    ++loaded->played;
    loaded->skipped += played->skipped ? 1U : 0U;
    if (played->failures.empty()) continue;
    report(console, *loaded, played->failures);
    loaded->failures.insert(loaded->failures.end(), played->failures.begin(),
                            played->failures.end());
    console.status = Exit::answer_is_no;
    if (!asked.keep_going) return;
  }
}

Instance& instance_of(const Loaded& loaded, Instance* shared) {
  return shared == nullptr ? *loaded.own : *shared;
}

/// Shipped procedures that are there on request, and that a scenario is of.
Result<Requested> requested_by(const std::vector<Loaded>& all, Instance* shared) {
  Requested requested;
  for (const Loaded& loaded : all) {
    const std::string& name = loaded.scenario.procedure;
    const Definitions& definitions = instance_of(loaded, shared).definitions();
    if (requested.contains(name) || definitions.newest(name) != nullptr) continue;
    auto shipped = shipped_procedure(name);
    if (shipped.has_error()) return shipped.error();
    if (*shipped != nullptr) requested[name] = std::move(*shipped);
  }
  return requested;
}

Result<> deploy(const Requested& requested, const std::vector<Loaded>& all, Instance* shared) {
  for (const Loaded& loaded : all) {
    const auto asked = requested.find(loaded.scenario.procedure);
    if (asked == requested.end()) continue;
    Instance& instance = instance_of(loaded, shared);
    const Timestamp at =
        std::max(instance.log().tail().recorded_at, loaded.scenario.steps.front().at);
    const auto deployed =
        instance.definitions().deploy(asked->second, instance.log(), instance.seed(), at);
    if (deployed.has_error()) return deployed.error();
  }
  return {};
}

/// Names that the procedure does not have, in any of the files. False after a message.
bool check(Console& console, const std::vector<Loaded>& all, Instance* shared,
           const Requested& requested) {
  bool is_good = true;
  for (const Loaded& loaded : all) {
    const auto asked = requested.find(loaded.scenario.procedure);
    const auto faults = check_scenario(loaded.scenario, instance_of(loaded, shared).definitions(),
                                       asked == requested.end() ? nullptr : asked->second.get());
    if (faults.empty()) continue;
    say_faults(console, faults, loaded.scenario.file);
    is_good = false;
  }
  return is_good;
}

/// In one log the files' names tell their cases apart.
bool check_file_names(Console& console, const std::vector<Loaded>& all) {
  std::set<std::string> names;
  for (const Loaded& loaded : all) {
    const std::string name = loaded.scenario.file.stem().string();
    const bool is_new = names.insert(name).second;
    if (is_new && is_plain(name)) continue;
    console.fail(
        Exit::wrong_use,
        loaded.scenario.file.string() + ": " +
            (is_new ? console.choose("met --data staat de naam van het bestand voor de namen van "
                                     "zaken: gebruik letters, cijfers, punt, streepje",
                                     "with --data the file's name stands before the names of "
                                     "cases: use letters, digits, dot, dash or underscore")
                    : console.choose("twee bestanden met dezelfde naam; geef er een een andere "
                                     "naam, of speel ze na elkaar in een eigen gegevensmap",
                                     "two files of the same name; rename one, or play each in a "
                                     "data folder of its own")));
    return false;
  }
  return true;
}

Result<std::unique_ptr<Instance>> own_log(Timestamp at, const ScenarioRun& asked) {
  auto own = Instance::in_memory("verloop.invalid/scenario", at);
  if (own.has_error() || asked.under == nullptr) return own;
  const auto deployed =
      (*own)->definitions().deploy(asked.under, (*own)->log(), (*own)->seed(), at);
  if (deployed.has_error()) return deployed.error();
  return own;
}

bool own_logs(Console& console, const ScenarioRun& asked, std::vector<Loaded>& all) {
  for (Loaded& loaded : all) {
    auto own = own_log(loaded.scenario.steps.front().at, asked);
    if (own.has_error()) {
      console.fail(own.error());
      return false;
    }
    loaded.own = std::move(*own);
  }
  return true;
}

void warn_when_later(const Console& console, Instance& instance, const std::vector<Loaded>& all) {
  Timestamp first = Timestamp::max();
  for (const Loaded& loaded : all) {
    if (!loaded.scenario.steps.empty()) first = std::min(first, loaded.scenario.steps.front().at);
  }
  if (console.json || instance.log().tail().recorded_at <= first) return;
  console.print(
      console.choose("Het logboek is al later dan deze scenario's: het moment van vastleggen volgt "
                     "het logboek, vandaag is dat van het scenario.",
                     "The log is later than these scenarios already: recording times follow the "
                     "log, today is the scenario's."));
}

/// Everything that can be known to be wrong before a step is played, then the actors. `shared` is
/// null without --data.
bool prepare(Console& console, const ScenarioRun& asked, std::vector<Loaded>& all,
             Instance* shared) {
  if (shared == nullptr && !own_logs(console, asked, all)) return false;
  const auto requested = requested_by(all, shared);
  if (requested.has_error()) console.fail(requested.error());
  if (requested.has_error() || !check(console, all, shared, *requested)) return false;
  if (const auto deployed = deploy(*requested, all, shared); deployed.has_error()) {
    console.fail(deployed.error());
    return false;
  }
  if (shared != nullptr) warn_when_later(console, *shared, all);
  for (Loaded& loaded : all) {
    const std::string prefix = shared == nullptr ? "" : loaded.scenario.file.stem().string() + ".";
    Instance& instance = instance_of(loaded, shared);
    loaded.player = std::make_unique<ScenarioPlayer>(instance, loaded.scenario, prefix);
    auto begun = loaded.player->begin();
    if (begun.has_value()) continue;
    console.fail(
        Error{begun.error().code, loaded.scenario.file.string() + ": " + begun.error().detail});
    return false;
  }
  return true;
}

boost::json::object summary_of(const Loaded& loaded) {
  boost::json::array failures;
  for (const Failure& failure : loaded.failures) {
    failures.push_back(boost::json::object{{"line", failure.place.line},
                                           {"column", failure.place.column},
                                           {"expected", failure.expected},
                                           {"came", failure.came}});
  }
  return {{"file", loaded.scenario.file.string()}, {"scenario", loaded.scenario.name},
          {"steps", loaded.scenario.steps.size()}, {"played", loaded.played},
          {"alreadyPlayed", loaded.skipped},       {"failures", std::move(failures)}};
}

std::string summary_line(const Console& console, const Loaded& loaded) {
  std::string line = !loaded.failures.empty() ? console.choose("fout  ", "fail  ")
                     : loaded.is_done()       ? console.choose("goed  ", "ok    ")
                                              : console.choose("stop  ", "stop  ");
  line += loaded.scenario.file.string() + " (" + std::to_string(loaded.scenario.steps.size()) +
          console.choose(" stappen", " steps");
  if (!loaded.is_done())
    line += console.choose(", gespeeld: ", ", played: ") + std::to_string(loaded.played);
  if (loaded.skipped != 0)
    line +=
        console.choose(", al gespeeld: ", ", already played: ") + std::to_string(loaded.skipped);
  return line + ")";
}

void print_summary(const Console& console, const std::vector<Loaded>& all) {
  boost::json::array rows;
  for (const Loaded& loaded : all) {
    rows.push_back(summary_of(loaded));
    if (!console.json) console.print(summary_line(console, loaded));
  }
  if (console.json) console.print(boost::json::value(std::move(rows)));
}

/// The scenarios of the procedure that is tried; all of them when none is. None after a message.
std::optional<std::vector<Loaded>> load_all(Console& console, const ScenarioRun& asked) {
  const auto files = find_files(console, asked.files);
  if (!files) return std::nullopt;
  std::vector<Loaded> all;
  for (const auto& file : *files) {
    auto scenario = load(console, file);
    if (!scenario) return std::nullopt;
    if (asked.under == nullptr || scenario->procedure == asked.under->procedure.name)
      all.push_back({std::move(*scenario), nullptr, nullptr, {}, 0, 0});
  }
  if (!all.empty()) return all;
  const std::string name = asked.under == nullptr ? "" : asked.under->procedure.name;
  console.fail(Exit::wrong_use,
               name.empty() ? console.choose("geen scenario's gevonden", "no scenarios found")
                            : console.choose("geen scenario's van " + name + " gevonden",
                                             "no scenarios of " + name + " found"));
  return std::nullopt;
}

}  // namespace

void run_scenarios(Console& console, const ScenarioRun& asked) {
  auto all = load_all(console, asked);
  if (!all) return;
  std::unique_ptr<Instance> shared;
  if (!console.data.empty()) {
    if (!check_file_names(console, *all)) return;
    shared = console.open(Access::read_write);
    if (shared == nullptr) return;
  }
  if (!prepare(console, asked, *all, shared.get())) return;
  play_all(console, asked, shared.get(), *all);
  if (shared != nullptr) {
    auto finished = shared->finish();
    if (finished.has_error()) return console.fail(finished.error());
  }
  print_summary(console, *all);
}

void add_run(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "run", "Play scenario files",
                                     "verloop run tests/scenarios --keep-going");
  auto options = std::make_shared<ScenarioRun>();
  command->add_option("files", options->files, "Scenario files, or folders of them")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_option("--data", console.data,
                      "Play in this data folder, all files merged by clock");
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_flag("--keep-going", options->keep_going,
                    "Go on after an expectation that does not hold");
  command->callback([&console, options] { run_scenarios(console, *options); });
}

}  // namespace verloop
