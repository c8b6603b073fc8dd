// verloop procedure validate, list: checks definitions before they can hurt; names what is deployed
// or waits for a second person.
#include <algorithm>

#include "events/yaml/catalogue_load.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/procedure_diagram.hpp"
#include "tools/verloop/procedure_versions.hpp"
#include "tools/verloop/shipped_procedures.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

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
  if (console.json) return console.print(json::value(json::object{{"valid", true}}));
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
    return console.print(
        json::value(json::object{{"valid", true}, {"reference", definition->reference}}));
  }
  console.print(
      console.choose("Goed: ", "Valid: ") + definition->reference + ", " +
      std::to_string(procedure.actions.size()) + console.choose(" handelingen, ", " actions, ") +
      std::to_string(procedure.rules.size()) + console.choose(" regels, ", " rules, ") +
      std::to_string(procedure.deadlines.size()) + console.choose(" termijnen, ", " deadlines, ") +
      std::to_string(definition->catalogue.types().size()) +
      console.choose(" soorten gebeurtenissen", " event types"));
}

json::object row_of(const Proposal& proposal) {
  return {{"on", proposal.on},
          {"position", proposal.position.value},
          {"procedure", proposal.procedure},
          {"proposedBy", proposal.by.id.text},
          {"sha256", proposal.sha256},
          {"version", proposal.version}};
}

std::string line_of(const Console& console, const Proposal& proposal) {
  return padded(proposal.procedure + "@" + std::to_string(proposal.version) + "#" +
                    proposal.sha256.substr(0, 16),
                52) +
         console.choose("voorgesteld door " + proposal.by.id.text + " op " + proposal.on +
                            "; iemand anders keurt goed",
                        "proposed by " + proposal.by.id.text + " on " + proposal.on +
                            "; another person approves it");
}

void list(Console& console) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  json::array rows;
  for (const Definition* definition : instance->definitions().all()) {
    rows.push_back(json::object{{"reference", definition->reference},
                                {"label", definition->procedure.label.in(console.language())}});
  }
  const auto& proposals = instance->definitions().proposals();
  if (console.json) {
    for (const Proposal& proposal : proposals) rows.push_back(row_of(proposal));
    return console.print(json::value(std::move(rows)));
  }
  for (const auto& row : rows) {
    console.print(padded(std::string(row.at("reference").as_string()), 52) +
                  std::string(row.at("label").as_string()));
  }
  for (const Proposal& proposal : proposals) console.print(line_of(console, proposal));
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
  add_procedure_deploy(*group, console);
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
