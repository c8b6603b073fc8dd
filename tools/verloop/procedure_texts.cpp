// verloop procedure show, diff, test: the texts of a procedure, what differs between two versions,
// and whether scenarios come out under it as they say.
#include <cstdio>

#include "engine/definition_diff.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/procedure_versions.hpp"
#include "tools/verloop/run.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string name;
  std::vector<std::string> other;  // Files, or one name.
};

struct Trial {
  std::vector<std::string> files;  // Of the procedure.
  ScenarioRun run;
};

void show(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const Definition* definition = find_deployed(instance->definitions(), options.name);
  if (definition == nullptr)
    return console.refuse(instance->definitions().no_such_procedure(options.name));
  if (console.json) {
    json::array files;
    for (const SourceFile& file : definition->files)
      files.push_back(json::object{{"name", file.name}, {"text", file.text}});
    return console.print(json::value(
        json::object{{"files", std::move(files)}, {"reference", definition->reference}}));
  }
  for (const SourceFile& file : definition->files) {
    console.print("# " + file.name);
    std::fwrite(file.text.data(), 1, file.text.size(), stdout);
  }
}

void print_changes(const Console& console, const std::vector<DefinitionChange>& changes) {
  if (changes.empty()) return console.print(console.choose("Geen verschil.", "No difference."));
  std::string file;
  for (const DefinitionChange& change : changes) {
    if (change.file != file) console.print(change.file);
    file = change.file;
    const std::string place =
        std::to_string(change.place.line) + ":" + std::to_string(change.place.column);
    const std::string before = change.before.empty() ? "-" : change.before;
    const std::string after = change.after.empty() ? "-" : change.after;
    console.print("  " + padded(place, 9) + " " + change.path + ": " + before + " > " + after);
  }
}

void diff(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const Definition* before = find_deployed(instance->definitions(), options.name);
  if (before == nullptr)
    return console.refuse(instance->definitions().no_such_procedure(options.name));
  const auto after = find_definition(console, instance->definitions(), options.other);
  if (after == nullptr) return;
  const auto changes = definition_diff(before->files, after->files);
  if (!console.json) return print_changes(console, changes);
  json::array rows;
  for (const DefinitionChange& change : changes) {
    json::object row{{"column", change.place.column},
                     {"file", change.file},
                     {"line", change.place.line},
                     {"path", change.path}};
    if (!change.before.empty()) row["before"] = change.before;
    if (!change.after.empty()) row["after"] = change.after;
    rows.push_back(std::move(row));
  }
  console.print(json::value(json::object{
      {"after", after->reference}, {"before", before->reference}, {"changes", std::move(rows)}}));
}

void test(Console& console, Trial trial) {
  auto files = read_definition(console, trial.files);
  if (!files) return;
  trial.run.under = load_files(console, std::move(*files));
  if (trial.run.under != nullptr) run_scenarios(console, trial.run);
}

void add_test(CLI::App& group, Console& console) {
  auto trial = std::make_shared<Trial>();
  CLI::App* command = add_subcommand(
      group, console, "test", "Play the scenarios of a procedure under these files of it",
      "verloop procedure test next.yaml --scenarios tests/scenarios --keep-going");
  command
      ->add_option("files", trial->files,
                   "The procedure; catalogues too unless the shipped ones will do")
      ->required()
      ->check(CLI::ExistingFile);
  command
      ->add_option("--scenarios", trial->run.files,
                   "Scenario files, or folders of them; those of other procedures are left out")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_flag("--keep-going", trial->run.keep_going,
                    "Go on after an expectation that does not hold");
  command->callback([&console, trial] { test(console, *trial); });
}

void add_folder(CLI::App* command, Console& console) {
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
}

}  // namespace

void add_procedure_texts(CLI::App& group, Console& console) {
  auto options = std::make_shared<Options>();
  CLI::App* text = add_subcommand(group, console, "show", "The texts of a deployed procedure",
                                  "verloop procedure show clusterarrangement-top@1 --data school");
  text->add_option("name", options->name, "Its name, or name@version")->required();
  add_folder(text, console);
  text->callback([&console, options] { show(console, *options); });
  CLI::App* changes = add_subcommand(
      group, console, "diff", "What another version of a procedure changes, value by value",
      "verloop procedure diff clusterarrangement-top next.yaml --data school");
  changes->add_option("name", options->name, "The deployed one: its name, or name@version")
      ->required();
  changes
      ->add_option("other", options->other,
                   "The other: its files, or the name@version of a deployed one")
      ->required();
  add_folder(changes, console);
  changes->callback([&console, options] { diff(console, *options); });
  add_test(group, console);
}

}  // namespace verloop
