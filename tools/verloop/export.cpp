// verloop export: the log in the forms of others.
#include "adapters/export/tiles.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

struct Options {
  std::string output;
  bool entries = false;
};

std::string not_taken(const Console& console, const std::string& folder) {
  return console.choose(
      folder +
          " is niet leeg en geen export van dit logboek; er is niets geschreven. Noem een "
          "nieuwe of lege map, of die van een eerdere export.",
      folder +
          " is neither empty nor an export of this log; nothing was written. Name a new or "
          "an empty folder, or that of an earlier export.");
}

void export_tiles(Console& console, const Options& options) {
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const auto exported =
      verloop::export_tiles(instance->log(), options.output,
                            options.entries ? EntryBundles::included : EntryBundles::left_out);
  if (exported.has_error() && exported.error().code == Errc::foreign_folder)
    return console.fail(Exit::wrong_use, not_taken(console, options.output));
  if (exported.has_error()) return console.fail(exported.error());
  if (console.json) {
    return console.print(
        boost::json::value(boost::json::object{{"folder", options.output},
                                               {"origin", exported->origin},
                                               {"size", exported->size},
                                               {"root", to_base64url(view(exported->root))}}));
  }
  const std::string size = std::to_string(exported->size);
  console.print(console.choose(
      "Geschreven naar " + options.output + ": het logboek tot en met " + size + " gebeurtenissen",
      "Written to " + options.output + ": the log up to " + size + " events"));
}

void add_tiles(CLI::App& group, Console& console) {
  CLI::App* command = add_subcommand(group, console, "tiles",
                                     "The signed tree as a static folder (C2SP tlog-tiles)",
                                     "verloop export tiles --data school -o public");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command
      ->add_option("-o,--output", options->output,
                   "The folder: new, empty, or an earlier export of this log")
      ->required();
  command->add_flag("--entries", options->entries,
                    "With the records themselves: for auditors only, who may read each of them");
  command->callback([&console, options] { export_tiles(console, *options); });
}

}  // namespace

void add_export(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("export", "Write the log in the forms of others");
  group->require_subcommand(1);
  add_tiles(*group, console);
}

}  // namespace verloop
