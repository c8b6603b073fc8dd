// The command line: one program with subcommands. Everything that it does lies in subcommands and
// below.

#include <CLI/CLI.hpp>

#include "tools/verloop/subcommands.hpp"

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
  add_rebuild(app, console);
  add_procedure(app, console);
  add_serve(app, console);
  add_token(app, console);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? Exit::done : Exit::wrong_use;
  } catch (const std::exception& error) {
    console.fail(Exit::storage_failure, error.what());
  }
  return console.status;
}
