// verloop run: plays scenario files, each in a log of its own, or all merged by clock in a data
// folder.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "tools/verloop/scenario_player.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

struct Options {
  std::vector<std::string> files;
  bool keep_going = false;
};

struct Loaded {
  Scenario scenario;
  std::unique_ptr<Instance> own;  // Without --data.
  std::unique_ptr<ScenarioPlayer> player;
  std::size_t failures = 0;
  std::size_t skipped = 0;
};

/// Files as they are, folders walked, in the order of their names.
std::vector<std::filesystem::path> find_files(const std::vector<std::string>& names) {
  std::vector<std::filesystem::path> files;
  for (const std::string& name : names) {
    if (!std::filesystem::is_directory(name)) {
      files.emplace_back(name);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(name)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<Scenario> load(Console& console, const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    console.fail(
        Exit::wrong_use,
        console.choose("kan het bestand niet lezen: ", "can't read the file: ") + file.string());
    return std::nullopt;
  }
  auto scenario = parse_scenario(text.str());
  if (scenario.has_error()) {
    console.fail(Exit::wrong_use,
                 console.choose("scenario is niet goed:\n", "scenario has faults:\n") +
                     format(scenario.error(), file.string()));
    return std::nullopt;
  }
  scenario->file = file;
  return std::move(*scenario);
}

void report(const Console& console, const Loaded& loaded, const std::vector<Failure>& failures) {
  for (const Failure& failure : failures) {
    console.print(loaded.scenario.file.string() + ":" + std::to_string(failure.place.line) + ":" +
                  std::to_string(failure.place.column) + ":");
    console.print(console.choose("  verwacht: ", "  expected: ") + failure.expected);
    console.print(console.choose("  gekregen: ", "  came:     ") + failure.came);
  }
}

/// The next step to play over all scenarios: the earliest clock, in the order of the files.
std::optional<std::size_t> earliest(const std::vector<Loaded>& all,
                                    const std::vector<std::size_t>& next) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (next[i] >= all[i].scenario.steps.size()) continue;
    if (!first || all[i].scenario.steps[next[i]].at < all[*first].scenario.steps[next[*first]].at)
      first = i;
  }
  return first;
}

/// Plays all steps by clock. False when it stopped early, after a failure or an error.
bool play_all(Console& console, const Options& options, std::vector<Loaded>& all) {
  std::vector<std::size_t> next(all.size(), 0);
  while (const auto at = earliest(all, next)) {
    Loaded& loaded = all[*at];
    const auto played = loaded.player->play(next[*at]++);
    if (played.has_error()) {
      console.fail(played.error());
      return false;
    }
    loaded.skipped += played->skipped ? 1U : 0U;
    loaded.failures += played->failures.size();
    if (played->failures.empty()) continue;
    report(console, loaded, played->failures);
    console.status = Exit::answer_is_no;
    if (!options.keep_going) return false;
  }
  return true;
}

bool prepare(Console& console, std::vector<Loaded>& all, Instance* shared) {
  for (Loaded& loaded : all) {
    std::string prefix;
    Instance* instance = shared;
    if (shared == nullptr) {
      const Timestamp first =
          loaded.scenario.steps.empty() ? system_now() : loaded.scenario.steps.front().at;
      auto own = Instance::in_memory("verloop.invalid/scenario", first);
      if (own.has_error()) {
        console.fail(own.error());
        return false;
      }
      loaded.own = std::move(*own);
      instance = loaded.own.get();
    } else {
      prefix = loaded.scenario.file.stem().string() + ".";
    }
    loaded.player = std::make_unique<ScenarioPlayer>(*instance, loaded.scenario, prefix);
    auto begun = loaded.player->begin();
    if (begun.has_error()) {
      console.fail(Exit::wrong_use, loaded.scenario.file.string() + ": " + begun.error().detail);
      return false;
    }
  }
  return true;
}

void print_summary(const Console& console, const std::vector<Loaded>& all) {
  boost::json::array rows;
  for (const Loaded& loaded : all) {
    rows.push_back(boost::json::object{{"file", loaded.scenario.file.string()},
                                       {"scenario", loaded.scenario.name},
                                       {"steps", loaded.scenario.steps.size()},
                                       {"alreadyPlayed", loaded.skipped},
                                       {"failures", loaded.failures}});
    if (console.json) continue;
    const std::string already = loaded.skipped == 0
                                    ? ""
                                    : console.choose(", al gespeeld: ", ", already played: ") +
                                          std::to_string(loaded.skipped);
    console.print((loaded.failures == 0 ? console.choose("goed  ", "ok    ")
                                        : console.choose("fout  ", "fail  ")) +
                  loaded.scenario.file.string() + " (" +
                  std::to_string(loaded.scenario.steps.size()) +
                  console.choose(" stappen", " steps") + already + ")");
  }
  if (console.json) console.print(boost::json::value(std::move(rows)));
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

void run(Console& console, const Options& options) {
  std::vector<Loaded> all;
  for (const auto& file : find_files(options.files)) {
    auto scenario = load(console, file);
    if (!scenario) return;
    all.push_back({std::move(*scenario), nullptr, nullptr, 0, 0});
  }
  if (all.empty())
    return console.fail(Exit::wrong_use,
                        console.choose("geen scenario's gevonden", "no scenarios found"));
  std::unique_ptr<Instance> shared;
  if (!console.data.empty()) {
    shared = console.open(Access::read_write);
    if (shared == nullptr) return;
    warn_when_later(console, *shared, all);
  }
  if (!prepare(console, all, shared.get())) return;
  play_all(console, options, all);
  if (shared != nullptr) {
    auto finished = shared->finish();
    if (finished.has_error()) return console.fail(finished.error());
  }
  print_summary(console, all);
}

}  // namespace

void add_run(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "run", "Play scenario files",
                                     "verloop run tests/scenarios --keep-going");
  auto options = std::make_shared<Options>();
  command->add_option("files", options->files, "Scenario files, or folders of them")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_option("--data", console.data,
                      "Play in this data folder, all files merged by clock");
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_flag("--keep-going", options->keep_going,
                    "Go on after an expectation that does not hold");
  command->callback([&console, options] { run(console, *options); });
}

}  // namespace verloop
