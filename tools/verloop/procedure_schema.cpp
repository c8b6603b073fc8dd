// verloop procedure schema: JSON Schemas, of the languages for editors, and of what a procedure's
// actions take for forms.
#include <algorithm>

#include "engine/payload_schema.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/language_schema.hpp"
#include "tools/verloop/procedure_versions.hpp"
#include "tools/verloop/shipped_procedures.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const std::vector<std::string> languages = {"catalogue", "procedure", "scenario"};

struct Options {
  std::string what, procedure;
};

void print_language(Console& console, const Options& options) {
  if (std::find(languages.begin(), languages.end(), options.what) == languages.end()) {
    const auto near = nearest(options.what, languages);
    return console.fail(
        Exit::wrong_use,
        console.choose("noem catalogue, procedure of scenario, of een procedure met --procedure" +
                           (near ? "; bedoelt u " + *near + "?" : std::string()),
                       "name catalogue, procedure or scenario, or a procedure with --procedure" +
                           (near ? "; did you mean " + *near + "?" : std::string())));
  }
  auto made = language_schema(options.what);
  if (made.has_error()) return console.fail(made.error());
  console.print(json::value(std::move(made->schema)));
}

void print_of(Console& console, const Options& options, const Definition& definition) {
  const Language language = console.language();
  if (options.what.empty())
    return console.print(json::value(definition_schemas(definition, language)));
  if (const Action* action = definition.procedure.action(options.what))
    return console.print(json::value(payload_schema(*action, definition, language)));
  if (const EventType* type = definition.catalogue.find(options.what))
    return console.print(json::value(event_schema(*type, definition, language)));
  std::vector<std::string> names;
  for (const Action& action : definition.procedure.actions) names.push_back(action.id.text);
  for (const auto& [id, type] : definition.catalogue.types()) names.push_back(type.name);
  const auto near = nearest(options.what, names);
  console.fail(Exit::answer_is_no,
               console.choose("die handeling of gebeurtenis is er niet" +
                                  (near ? "; bedoelt u " + *near + "?" : std::string()),
                              "there is no such action or event" +
                                  (near ? "; did you mean " + *near + "?" : std::string())));
}

void print_deployed(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const Definition* definition = find_deployed(instance->definitions(), options.procedure);
  if (definition == nullptr)
    return console.refuse(instance->definitions().no_such_procedure(options.procedure));
  print_of(console, options, *definition);
}

/// A shipped one by its name, or a file.
void print_undeployed(Console& console, const Options& options) {
  const auto shipped = shipped_procedure(options.procedure);
  if (shipped.has_error()) return console.fail(shipped.error());
  if (*shipped != nullptr) return print_of(console, options, **shipped);
  auto files = read_definition(console, {options.procedure});
  if (!files) return;
  const auto definition = load_files(console, std::move(*files));
  if (definition != nullptr) print_of(console, options, *definition);
}

void schema(Console& console, const Options& options) {
  if (options.procedure.empty()) return print_language(console, options);
  if (!console.data.empty()) return print_deployed(console, options);
  print_undeployed(console, options);
}

}  // namespace

void add_procedure_schema(CLI::App& group, Console& console) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_subcommand(
      group, console, "schema", "JSON Schemas: for editors, and for forms of actions",
      "verloop procedure schema procedure > procedure.schema.json\n"
      "  verloop procedure schema fileRequest --procedure clusterarrangement-top");
  command->add_option("what", options->what,
                      "catalogue, procedure or scenario; with --procedure an action or event type "
                      "(default: all)");
  command->add_option("--procedure", options->procedure,
                      "With --data a name, or name@version; else a shipped one's name, or a file");
  command->add_option("--data", console.data, "The data folder");
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->callback([&console, options] { schema(console, *options); });
}

}  // namespace verloop
