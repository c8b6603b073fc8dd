// The command line: one program with subcommands. Everything that it does lies in subcommands and
// below.

#include <algorithm>
#include <cstdio>
#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "events/yaml/yaml_label.hpp"
#include "tools/verloop/backup.hpp"
#include "tools/verloop/directory_commands.hpp"
#include "tools/verloop/document.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/retention.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/witness_commands.hpp"

namespace {

/// Says which subcommand was meant, when the first word is none. True when it said so.
bool say_unknown_subcommand(verloop::Console& console, const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return false;
  console.fail(verloop::Exit::wrong_use,
               verloop::said("there is no such subcommand" + verloop::suggestion(argv[1], names),
                             console.language()));
  return true;
}

/// How to speak, for what is wrong before or while the command line is read.
void read_manner(verloop::Console& console, int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  console.json = std::find(words.begin(), words.end(), "--json") != words.end();
  const auto lang = std::find(words.begin(), words.end(), "--lang");
  if (lang != words.end() && lang + 1 != words.end()) console.lang = lang[1];
  if (const auto nl = std::find(words.begin(), words.end(), "--lang=nl"); nl != words.end())
    console.lang = "nl";
}

/// What is wrong is CLI11's sentence.
void say_wrong_use(verloop::Console& console, const CLI::ParseError& error, int argc, char** argv) {
  const std::string command = argc > 1 && argv[1][0] != '-' ? " " + std::string(argv[1]) : "";
  const std::string what = error.what();
  const std::string dutch = verloop::wrong_use_in_dutch(what).value_or(
      "zo kan de opdracht niet worden gegeven (melding: \"" + what + "\")");
  console.fail(
      verloop::Exit::wrong_use,
      console.choose(dutch + "; zie: verloop", what + "; see: verloop") + command + " --help");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace verloop;
  ::umask(S_IRWXG | S_IRWXO);  // What the databases make is for its owner alone, too.
  Console console;
  CLI::App app{"Verloop: the course of a case, recorded, replayed, judged and proved.", "verloop"};
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
  add_worklist(app, console);
  add_why(app, console);
  add_diff(app, console);
  add_compliance(app, console);
  add_verify(app, console);
  add_checkpoint(app, console);
  add_prove(app, console);
  add_bundle(app, console);
  add_rebuild(app, console);
  add_retention(app, console);
  add_backup(app, console);
  add_restore(app, console);
  add_export(app, console);
  add_import(app, console);
  add_procedure(app, console);
  add_cel(app, console);
  add_setting(app, console);
  add_serve(app, console);
  add_witness(app, console);
  add_token(app, console);
  add_actor_commands(app, console);
  add_role_commands(app, console);
  add_mandate_commands(app, console);
  add_break_glass(app, console);
  add_subject(app, console);
  add_document(app, console);
  add_bench(app, console);
  add_key(app, console);
  add_audit(app, console);
  read_manner(console, argc, argv);
  if (say_unknown_subcommand(console, app, argc, argv)) return console.status;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    say_wrong_use(console, error, argc, argv);
  } catch (const std::exception& error) {
    console.fail(Exit::storage_failure, error.what());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    console.fail(Exit::storage_failure, console.choose("de uitvoer kon niet worden geschreven",
                                                       "the output could not be written"));
  }
  return console.status;
}
