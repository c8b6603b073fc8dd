// verloop mandate: who may act for whom, from and until when.
#include "tools/verloop/directory_commands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  DirectoryPlace place;
  std::string giver, holder, role, organisation, from, until, reason, reason_file;
  std::vector<std::string> actions;
  std::uint64_t number = 0;
};

/// None after a message.
std::optional<std::string> reason_of(Console& console, const Options& options) {
  if (!options.reason_file.empty()) return read_words(console, options.reason_file);
  if (!options.reason.empty()) return options.reason;
  console.fail(Exit::wrong_use, console.choose("noem de reden: --reason of --reason-file",
                                               "name the reason: --reason or --reason-file"));
  return std::nullopt;
}

void give(Console& console, const Options& options) {
  if (!console.check_day("--from", options.from) || !console.check_day("--until", options.until))
    return;
  const auto reason = reason_of(console, options);
  if (!reason) return;
  json::object params{{"giver", options.giver}, {"holder", options.holder}, {"role", options.role},
                      {"from", options.from},   {"until", options.until},   {"reason", *reason}};
  if (!options.organisation.empty()) params["organisation"] = options.organisation;
  if (!options.actions.empty())
    params["actions"] = json::array(options.actions.begin(), options.actions.end());
  give_order(console, options.place,
             {"directory.giveMandate",
              std::move(params),
              "mandate give",
              {"Machtiging vastgelegd", "Mandate recorded"}});
}

void withdraw(Console& console, const Options& options) {
  give_order(console, options.place,
             {"directory.withdrawMandate",
              {{"mandate", static_cast<std::int64_t>(options.number)}},
              "mandate withdraw",
              {"Machtiging ingetrokken", "Mandate withdrawn"}});
}

void list(Console& console, const Options& options) {
  const auto answer =
      ask_directory(console, options.place, {"directory.list", {}, "mandate list", {}});
  if (!answer) return;
  if (console.json) return console.print(answer->at("mandates"));
  print_mandates(console, answer->at("mandates").as_array());
}

}  // namespace

void add_mandate_commands(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("mandate", "Who may act for whom: give, withdraw, list");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* giving = add_subcommand(
      *group, console, "give", "Let one actor act for another, in a role of the other's",
      "verloop mandate give con-1 con-2 --role consultant --from 2026-12-01 --until 2026-12-31 "
      "--reason \"on leave\" --data school");
  giving->add_option("giver", options->giver, "For whom")->required();
  giving->add_option("holder", options->holder, "Who may act")->required();
  giving->add_option("--role", options->role, "In which role of the giver's")->required();
  giving->add_option("--organisation", options->organisation,
                     "Where, when the giver has it in more than one");
  giving->add_option("--action", options->actions,
                     "Only for these actions (default: all that the role may do)");
  giving->add_option("--from", options->from, "First day")->required();
  giving->add_option("--until", options->until, "Last day")->required();
  auto* reason = giving->add_option("--reason", options->reason, "Why; sealed under the giver");
  giving->add_option("--reason-file", options->reason_file, "Or a file with it (-: standard input)")
      ->excludes(reason);
  add_place_options(giving, console, options->place);
  giving->callback([&console, options] { give(console, *options); });
  CLI::App* ending = add_subcommand(*group, console, "withdraw", "End a mandate, at once",
                                    "verloop mandate withdraw 412 --data school");
  ending->add_option("number", options->number, "Its number, as `list` shows it")
      ->required()
      ->check(whole_number());
  add_place_options(ending, console, options->place);
  ending->callback([&console, options] { withdraw(console, *options); });
  CLI::App* listing = add_subcommand(*group, console, "list", "The mandates that hold or will",
                                     "verloop mandate list --data school");
  add_place_options(listing, console, options->place);
  listing->callback([&console, options] { list(console, *options); });
}

}  // namespace verloop
