#include "tools/verloop/subcommands.hpp"

#include <charconv>

#include "events/json/integers.hpp"

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

CLI::Validator whole_number(std::uint64_t least) {
  constexpr std::uint64_t most = integer_max;
  const auto check = [least](const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = failed == std::errc() && end == text.data() + text.size();
    if (is_whole && number >= least && number <= most) return std::string();
    return text + " is no whole number from " + std::to_string(least) + " on";
  };
  return CLI::Validator(check, "");
}

}  // namespace verloop
