// verloop export: the log in the forms of others.
#include <cstdio>

#include "adapters/export/ldv.hpp"
#include "adapters/export/tiles.hpp"
#include "events/json/canonical_json.hpp"
#include "events/size_anchor.hpp"
#include "projections/access_search.hpp"
#include "tools/verloop/export_ics.hpp"
#include "tools/verloop/export_ocel.hpp"
#include "tools/verloop/export_oso.hpp"
#include "tools/verloop/export_sheet.hpp"
#include "tools/verloop/export_xes.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string output, from, to;
  std::string register_uri = "https://verloop.invalid/processing-activities/";
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

/// False after a message: it can't be entered in the access log.
bool enter_export(Console& console, Instance& instance, const std::string& asked) {
  const Position size{instance.log().tail().size};
  const auto entered = instance.access().handed(
      acting_administrator(), size, Instance::local(asked), AccessLog::Handing::exported);
  if (entered.has_error()) console.fail(entered.error());
  console.sign_access(instance);
  return entered.has_value();
}

void export_tiles(Console& console, const Options& options) {
  if (!check_output(console, "-o", options.output, Output::folder)) return;
  // Hashes are for everybody; who takes the records along is entered first.
  auto instance = console.open(options.entries ? Access::read_write : Access::read_only);
  if (instance == nullptr || (options.entries && !enter_export(console, *instance, "export tiles")))
    return;
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

/// One record a line.
Result<std::string> ldv_lines(Instance& instance, const AccessQuery& query,
                              const LdvSettings& settings) {
  std::string lines;
  Result<> failed;
  const auto visited = visit_access(instance.access().log(), query, [&](const Record& entry) {
    failed = ldv_records(entry, instance.vault(), settings, [&](const json::object& record) {
      lines += canonical_json(record) + "\n";
    });
    return failed.has_value();
  });
  if (visited.has_error()) return visited.error();
  return failed.has_error() ? Result<std::string>(failed.error()) : std::move(lines);
}

void export_ldv(Console& console, const Options& options) {
  if (!console.check_day("--from", options.from) || !console.check_day("--to", options.to)) return;
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  AccessQuery query;
  if (!options.from.empty()) query.from = *parse_date(options.from);
  if (!options.to.empty()) query.to = *parse_date(options.to);
  const auto lines = ldv_lines(*instance, query, {options.register_uri, "0.1.0"});
  if (lines.has_error()) return console.fail(lines.error());
  if (!enter_export(console, *instance, "export ldv")) return;
  if (options.output.empty()) {
    std::fwrite(lines->data(), 1, lines->size(), stdout);
    return;
  }
  const auto written = replace_file(options.output, *lines);
  if (written.has_error()) console.fail(written.error());
}

void add_ldv(CLI::App& group, Console& console) {
  CLI::App* command = add_subcommand(
      group, console, "ldv",
      "Who processed what, as records of Logboek Dataverwerkingen, without naming users",
      "verloop export ldv --data school --from 2026-03-01 -o march.jsonl");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("-o,--output", options->output,
                      "Write to this file (default: standard output), one record a line");
  command->add_option("--from", options->from, "From this day on");
  command->add_option("--to", options->to, "Up to this day");
  command->add_option("--register", options->register_uri,
                      "URI that the ids of processing activities are appended to");
  command->callback([&console, options] { export_ldv(console, *options); });
}

}  // namespace

void add_export(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("export", "Write the log in the forms of others");
  group->require_subcommand(1);
  add_tiles(*group, console);
  add_ldv(*group, console);
  add_export_xes(*group, console);
  add_export_ocel(*group, console);
  add_export_ics(*group, console);
  add_export_oso(*group, console);
  add_export_sheet(*group, console);
  add_export_table(*group, console);
}

}  // namespace verloop
