// verloop role: which actor has which role, from and until when.
#include "events/json/text_in.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/directory_commands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  DirectoryPlace place;
  std::string actor, role, organisation, from, until, reason;
};

json::object role_params(const Options& options) {
  return {{"actor", options.actor}, {"role", options.role}, {"organisation", options.organisation}};
}

void give(Console& console, const Options& options) {
  if (!console.check_day("--from", options.from) || !console.check_day("--until", options.until))
    return;
  json::object params = role_params(options);
  if (!options.from.empty()) params["from"] = options.from;
  if (!options.until.empty()) params["until"] = options.until;
  give_order(console, options.place,
             {"directory.giveRole", std::move(params), "role give", {"Rol gegeven", "Role given"}});
}

void withdraw(Console& console, const Options& options) {
  json::object params = role_params(options);
  if (!options.reason.empty()) params["reason"] = options.reason;
  give_order(console, options.place,
             {"directory.withdrawRole",
              std::move(params),
              "role withdraw",
              {"Rol ingetrokken; wat daarmee kon, kan vanaf nu niet meer",
               "Role withdrawn; what it gave is denied from now on"}});
}

void list(Console& console, const Options& options) {
  const auto answer =
      ask_directory(console, options.place, {"directory.list", {}, "role list", {}});
  if (!answer) return;
  json::array rows;
  for (const json::value& actor : answer->at("actors").as_array()) {
    for (const json::value& role : actor.at("roles").as_array()) {
      json::object row = role.as_object();
      row["actor"] = actor.at("actor");
      rows.push_back(std::move(row));
    }
  }
  if (console.json) return console.print(json::value(std::move(rows)));
  for (const json::value& row : rows)
    console.print(padded(printable(text_in(row.as_object(), "actor")), 28) + " " +
                  role_text(console, row.as_object()));
}

void add_role_options(CLI::App* command, Options& options) {
  command->add_option("actor", options.actor, "Who")->required();
  command->add_option("role", options.role, "Which role, e.g. ib")->required();
  command->add_option("--organisation", options.organisation, "Where")->required();
}

}  // namespace

void add_role_commands(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("role", "Roles in organisations: give, withdraw, list");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* giving = add_subcommand(
      *group, console, "give", "Give an actor a role",
      "verloop role give ib-7 ib --organisation school-12 --until 2027-07-31 --data school");
  add_role_options(giving, *options);
  giving->add_option("--from", options->from, "First day (default: at once)");
  giving->add_option("--until", options->until, "Last day (default: until it is withdrawn)");
  add_place_options(giving, console, options->place);
  giving->callback([&console, options] { give(console, *options); });
  CLI::App* ending =
      add_subcommand(*group, console, "withdraw", "Take a role away, at once",
                     "verloop role withdraw ib-7 ib --organisation school-12 --data school");
  add_role_options(ending, *options);
  ending->add_option("--reason", options->reason, "Why; sealed under the actor");
  add_place_options(ending, console, options->place);
  ending->callback([&console, options] { withdraw(console, *options); });
  CLI::App* listing = add_subcommand(*group, console, "list", "Who has which role",
                                     "verloop role list --data school");
  add_place_options(listing, console, options->place);
  listing->callback([&console, options] { list(console, *options); });
}

}  // namespace verloop
