#include "tools/verloop/subcommands.hpp"

namespace verloop {

CLI::App* add_subcommand(CLI::App& app, Console& console, const std::string& name,
                         const std::string& purpose, const std::string& example) {
  CLI::App* command = app.add_subcommand(name, purpose);
  command
      ->add_option("--lang", console.lang,
                   "Language of the output: nl or en (default: the locale's)")
      ->check(CLI::IsMember({"nl", "en"}));
  command->add_flag("--json", console.json, "Output for programs");
  command->footer("Example:\n  " + example);
  return command;
}

}  // namespace verloop
