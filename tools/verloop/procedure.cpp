// verloop procedure validate, deploy, list: checks definitions before they can hurt; records them;
// names what is deployed.
#include <algorithm>

#include "events/yaml/catalogue_load.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/procedure_diagram.hpp"
#include "tools/verloop/procedure_versions.hpp"
#include "tools/verloop/shipped_procedures.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

struct Options {
  std::vector<std::string> files;
};

/// Catalogues without a procedure: each on its own types, with the shipped ones that it is not
/// itself beside it.
std::vector<DefinitionFault> catalogue_faults(const std::vector<SourceFile>& files) {
  std::vector<DefinitionFault> all;
  Catalogue catalogue;
  std::vector<YamlFault> faults;
  const auto system = parse_yaml(shipped_system_catalogue());
  if (system.has_value()) load_catalogue(*system, CatalogueKind::system, catalogue, faults);
  for (const SourceFile& file : files) {
    faults.clear();
    const auto root = parse_yaml(file.text);
    if (root.has_error())
      faults.push_back(root.error());
    else
      load_catalogue(*root, CatalogueKind::domain, catalogue, faults);
    for (YamlFault& fault : faults) all.push_back({file.name, std::move(fault)});
  }
  return all;
}

void validate_catalogues(Console& console, const std::vector<SourceFile>& files) {
  const auto faults = catalogue_faults(files);
  if (!faults.empty()) return print_faults(console, faults);
  if (console.json) return console.print(boost::json::value(boost::json::object{{"valid", true}}));
  for (const SourceFile& file : files)
    console.print(console.choose("Goed: ", "Valid: ") + file.name +
                  console.choose(" (catalogus)", " (catalogue)"));
}

void validate(Console& console, const Options& options) {
  auto files = read_definition(console, options.files);
  if (!files) return;
  const bool catalogues_only =
      std::all_of(files->begin(), files->end(), [](const SourceFile& file) {
        return has_key(file, "catalogue") && !has_key(file, "procedure");
      });
  if (catalogues_only) return validate_catalogues(console, *files);
  const auto definition = load_files(console, std::move(*files));
  if (definition == nullptr) return;
  const Procedure& procedure = definition->procedure;
  if (console.json) {
    return console.print(boost::json::value(
        boost::json::object{{"valid", true}, {"reference", definition->reference}}));
  }
  console.print(
      console.choose("Goed: ", "Valid: ") + definition->reference + ", " +
      std::to_string(procedure.actions.size()) + console.choose(" handelingen, ", " actions, ") +
      std::to_string(procedure.rules.size()) + console.choose(" regels, ", " rules, ") +
      std::to_string(procedure.deadlines.size()) + console.choose(" termijnen, ", " deadlines, ") +
      std::to_string(definition->catalogue.types().size()) +
      console.choose(" soorten gebeurtenissen", " event types"));
}

/// A shipped procedure by its name, or files. Null after a message.
std::shared_ptr<const Definition> asked_for(Console& console, const Options& options) {
  std::error_code ignored;  // What can't be examined is met when it is read.
  const std::string& first = options.files.front();
  if (options.files.size() == 1 && !std::filesystem::exists(first, ignored)) {
    auto shipped = shipped_procedure(first);
    if (shipped.has_error()) console.fail(shipped.error());
    if (shipped.has_error() || *shipped != nullptr)
      return shipped.has_error() ? nullptr : std::move(*shipped);
  }
  auto files = read_definition(console, options.files);
  return files ? load_files(console, std::move(*files)) : nullptr;
}

/// False after a message: the log has this definition, or one of this name and version or later.
bool check_newer(Console& console, const Definitions& known, const Definition& definition) {
  const Procedure& procedure = definition.procedure;
  const Definition* newest = known.newest(procedure.name);
  if (newest == nullptr || newest->procedure.version < procedure.version) return true;
  const bool is_same = known.find(definition.reference) != nullptr;
  console.fail(
      Exit::answer_is_no,
      is_same ? console.choose(
                    "deze definitie is er al: " + definition.reference + "; er is niets vastgelegd",
                    "this definition is there already: " + definition.reference +
                        "; nothing was recorded")
              : console.choose("er is al " + newest->reference +
                                   "; geef de nieuwe een hogere `version`; er is niets vastgelegd",
                               "there is " + newest->reference +
                                   " already; give the new one a higher `version`; nothing was "
                                   "recorded"));
  return false;
}

/// The position of the event that says so: the last of its command.
Result<Position> deploy_into(Instance& instance, std::shared_ptr<const Definition> definition) {
  const auto entered =
      instance.access().administered(acting_administrator(), Instance::local("procedure deploy"));
  if (entered.has_error()) return entered.error();
  const auto deployed = instance.definitions().deploy(std::move(definition), instance.log(),
                                                      instance.seed(), system_now());
  if (deployed.has_error()) return deployed.error();
  const Position position{instance.log().tail().size - 1};
  const auto finished = instance.finish();
  if (finished.has_error()) return finished.error();
  return position;
}

void deploy(Console& console, const Options& options) {
  const auto definition = asked_for(console, options);
  if (definition == nullptr) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  if (!check_newer(console, instance->definitions(), *definition)) return;
  const auto position = deploy_into(*instance, definition);
  if (position.has_error()) return console.fail(position.error());
  const std::string sha256 = to_hex(view(definition->digest));
  if (console.json) {
    return console.print(boost::json::value(boost::json::object{
        {"reference", definition->reference}, {"sha256", sha256}, {"position", position->value}}));
  }
  console.print(console.choose("Vastgelegd: ", "Deployed: ") + definition->reference +
                console.choose(", SHA-256 ", ", SHA-256 ") + sha256 +
                console.choose(", op positie ", ", at position ") +
                std::to_string(position->value));
}

void list(Console& console) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  boost::json::array rows;
  for (const Definition* definition : instance->definitions().all()) {
    rows.push_back(
        boost::json::object{{"reference", definition->reference},
                            {"label", definition->procedure.label.in(console.language())}});
  }
  if (console.json) return console.print(boost::json::value(std::move(rows)));
  for (const auto& row : rows) {
    console.print(padded(std::string(row.at("reference").as_string()), 52) +
                  std::string(row.at("label").as_string()));
  }
}

}  // namespace

void add_procedure(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("procedure", "Work on procedures");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* check =
      add_subcommand(*group, console, "validate", "Check a procedure and its catalogues",
                     "verloop procedure validate engine/procedures/clusterarrangement-top.yaml");
  check
      ->add_option("files", options->files,
                   "The procedure; catalogues too unless the shipped ones will do")
      ->required()
      ->check(CLI::ExistingFile);
  check->callback([&console, options] { validate(console, *options); });
  CLI::App* put = add_subcommand(*group, console, "deploy",
                                 "Record a procedure with its text: new cases begin on it",
                                 "verloop procedure deploy permit-receipt --data permits");
  put->add_option("files", options->files,
                  "The procedure with its catalogues, or the name of a shipped one")
      ->required();
  put->add_option("--data", console.data, "The data folder")->required();
  put->add_option("--key-file", console.key_file,
                  "File with the key-encryption key (default: DIR.key)");
  put->callback([&console, options] { deploy(console, *options); });
  CLI::App* all = add_subcommand(*group, console, "list", "The deployed procedures",
                                 "verloop procedure list --data school");
  all->add_option("--data", console.data, "The data folder")->required();
  all->add_option("--key-file", console.key_file,
                  "File with the key-encryption key (default: DIR.key)");
  all->callback([&console] { list(console); });
  add_procedure_texts(*group, console);
  add_procedure_migration(*group, console);
  add_procedure_schema(*group, console);
  add_procedure_diagram(*group, console);
}

}  // namespace verloop
