// The command line: one program with subcommands. Everything that it does lies in subcommands and
// below.

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "events/yaml/yaml_label.hpp"
#include "tools/verloop/subcommands.hpp"

namespace {

/// Says which subcommand was meant, when the first word is none. True when it said so.
bool say_unknown_subcommand(verloop::Console& console, const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return false;
  console.fail(verloop::Exit::wrong_use,
               console.choose("dat is geen opdracht", "there is no such subcommand") +
                   verloop::suggestion(argv[1], names));
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace verloop;
  Console console;
  CLI::App app{"Verloop: the course of a case, recorded, replayed, judged and proved."};
  app.require_subcommand(1);
  app.set_version_flag("--version", "verloop 0.1.0");
  add_demo(app, console);
  add_init(app, console);
  add_run(app, console);
  add_do(app, console);
  add_cases(app, console);
  add_show(app, console);
  add_actions(app, console);
  add_replay(app, console);
  add_compliance(app, console);
  add_verify(app, console);
  add_checkpoint(app, console);
  add_prove(app, console);
  add_bundle(app, console);
  add_rebuild(app, console);
  add_export(app, console);
  add_procedure(app, console);
  add_serve(app, console);
  add_token(app, console);
  if (say_unknown_subcommand(console, app, argc, argv)) return console.status;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? Exit::done : Exit::wrong_use;
  } catch (const std::exception& error) {
    console.fail(Exit::storage_failure, error.what());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    console.fail(Exit::storage_failure, "the output could not be written");
  }
  return console.status;
}
