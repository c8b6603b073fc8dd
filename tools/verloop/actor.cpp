// verloop actor: who is in the directory.
#include "events/json/text_in.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/directory_commands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  DirectoryPlace place;
  std::string actor, name_file, organisation, subject_file;
};

void print_actor(const Console& console, const json::object& answer) {
  console.print(printable(text_in(answer, "actor")));
  if (const json::value* name = answer.if_contains("name"))
    console.print("  " + console.choose("naam: ", "name: ") + shown(*name, console.language()));
  for (const json::value& role : answer.at("roles").as_array())
    console.print("  " + role_text(console, role.as_object()));
  for (const json::value& link : answer.at("links").as_array()) {
    const json::object& row = link.as_object();
    const std::string withdrawn = text_in(row, "withdrawn");
    console.print(
        "  " + console.choose("gekoppeld aan een betrokkene sinds ", "linked to a subject since ") +
        text_in(row, "since") +
        (withdrawn.empty() ? "" : console.choose(", tot ", ", until ") + withdrawn));
  }
  print_mandates(console, answer.at("mandates").as_array());
}

void show(Console& console, const Options& options) {
  const auto answer = ask_directory(
      console, options.place, {"directory.get", {{"actor", options.actor}}, "actor show", {}});
  if (!answer) return;
  if (console.json) return console.print(json::value(*answer));
  print_actor(console, *answer);
}

void list(Console& console, const Options& options) {
  const auto answer =
      ask_directory(console, options.place, {"directory.list", {}, "actor list", {}});
  if (!answer) return;
  if (console.json) return console.print(answer->at("actors"));
  for (const json::value& one : answer->at("actors").as_array()) {
    const json::object& row = one.as_object();
    std::string roles;
    for (const json::value& role : row.at("roles").as_array())
      roles += (roles.empty() ? "" : "; ") + role_text(console, role.as_object());
    if (roles.empty()) roles = console.choose("geen rol", "no role");
    console.print(padded(printable(text_in(row, "actor")), 28) + " " + roles);
  }
}

void add(Console& console, const Options& options) {
  json::object params{{"actor", options.actor}};
  if (!options.name_file.empty()) {
    const auto name = read_words(console, options.name_file);
    if (!name) return;
    params["name"] = *name;
  }
  give_order(console, options.place,
             {"directory.addActor",
              std::move(params),
              "actor add",
              {"Opgenomen; een rol geeft u met: verloop role give",
               "Entered; give it a role with: verloop role give"}});
}

/// The name of a pupil is personal too: it comes from a file.
void link(Console& console, const Options& options, const char* method, const char* asked,
          const Label& done) {
  const auto handle = read_words(console, options.subject_file);
  if (!handle) return;
  give_order(
      console, options.place,
      {method,
       {{"actor", options.actor}, {"organisation", options.organisation}, {"subject", *handle}},
       asked,
       done});
}

void add_link_options(CLI::App* command, Console& console, Options& options) {
  command->add_option("actor", options.actor, "Who, such as a parent")->required();
  command
      ->add_option("--subject-file", options.subject_file,
                   "File with what the organisation calls the subject (-: standard input)")
      ->required();
  command->add_option("--organisation", options.organisation, "That organisation")->required();
  add_place_options(command, console, options.place);
}

}  // namespace

void add_actor_commands(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("actor", "Who is in the directory: list, show, add, link");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* listing = add_subcommand(*group, console, "list", "All actors with their roles",
                                     "verloop actor list --data school");
  add_place_options(listing, console, options->place);
  listing->callback([&console, options] { list(console, *options); });
  CLI::App* showing =
      add_subcommand(*group, console, "show", "One actor: name, and roles and mandates ever had",
                     "verloop actor show ib-1 --data school");
  showing->add_option("actor", options->actor, "Whom")->required();
  add_place_options(showing, console, options->place);
  showing->callback([&console, options] { show(console, *options); });
  CLI::App* adding =
      add_subcommand(*group, console, "add", "Enter an actor; the name is kept sealed",
                     "verloop actor add ib-7 --name-file - --data school");
  adding->add_option("actor", options->actor, "Its id, for ever: no name")->required();
  adding->add_option("--name-file", options->name_file,
                     "File with the person's name (-: standard input)");
  add_place_options(adding, console, options->place);
  adding->callback([&console, options] { add(console, *options); });
  CLI::App* linking =
      add_subcommand(*group, console, "link", "Let a subject be an actor's own, as a child is",
                     "verloop actor link par-1 --subject-file - --organisation school-12 --data "
                     "school");
  add_link_options(linking, console, *options);
  linking->callback([&console, options] {
    link(console, *options, "directory.linkSubject", "actor link", {"Gekoppeld", "Linked"});
  });
  CLI::App* unlinking =
      add_subcommand(*group, console, "unlink", "End that",
                     "verloop actor unlink par-1 --subject-file - --organisation school-12 --data "
                     "school");
  add_link_options(unlinking, console, *options);
  unlinking->callback([&console, options] {
    link(console, *options, "directory.unlinkSubject", "actor unlink",
         {"Losgekoppeld", "Unlinked"});
  });
}

}  // namespace verloop
