// verloop procedure validate, list: checks definitions before they can hurt; names what is
// deployed.
#include <fstream>
#include <sstream>

#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

struct Options {
  std::vector<std::string> files;
};

bool read(Console& console, const std::string& name, std::vector<SourceFile>& files) {
  std::ifstream stream(name, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    console.fail(Exit::wrong_use,
                 console.choose("kan het bestand niet lezen: ", "can't read the file: ") + name);
    return false;
  }
  files.push_back({name, text.str()});
  return true;
}

/// A procedure alone is checked against the shipped catalogues.
void add_shipped_catalogues(std::vector<SourceFile>& files) {
  for (const SourceFile& file : files) {
    if (file.text.starts_with("catalogue:") ||
        file.text.find("\ncatalogue:") != std::string::npos) {
      const bool is_procedure = file.text.starts_with("procedure:") ||
                                file.text.find("\nprocedure:") != std::string::npos;
      if (!is_procedure) return;
    }
  }
  const auto shipped = shipped_definitions();
  if (shipped.empty()) return;
  for (const SourceFile& file : shipped.front()) {
    if (file.name.starts_with("events/catalogue/")) files.push_back(file);
  }
}

void validate(Console& console, const Options& options) {
  std::vector<SourceFile> files;
  for (const std::string& name : options.files) {
    if (!read(console, name, files)) return;
  }
  add_shipped_catalogues(files);
  const auto definition = load_definition(
      std::move(files), {"events/catalogue/system.yaml", shipped_system_catalogue()});
  if (definition.has_error()) {
    console.status = Exit::answer_is_no;
    if (!console.json) return console.print(format(definition.error()));
    boost::json::array faults;
    for (const DefinitionFault& fault : definition.error()) {
      faults.push_back(boost::json::object{{"file", fault.file},
                                           {"line", fault.fault.place.line},
                                           {"column", fault.fault.place.column},
                                           {"fault", fault.fault.message}});
    }
    return console.print(boost::json::value(std::move(faults)));
  }
  const Procedure& procedure = (*definition)->procedure;
  if (console.json) {
    return console.print(boost::json::value(
        boost::json::object{{"valid", true}, {"reference", (*definition)->reference}}));
  }
  console.print(
      console.choose("Goed: ", "Valid: ") + (*definition)->reference + ", " +
      std::to_string(procedure.actions.size()) + console.choose(" handelingen, ", " actions, ") +
      std::to_string(procedure.rules.size()) + console.choose(" regels, ", " rules, ") +
      std::to_string(procedure.deadlines.size()) + console.choose(" termijnen, ", " deadlines, ") +
      std::to_string((*definition)->catalogue.types().size()) +
      console.choose(" soorten gebeurtenissen", " event types"));
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
  CLI::App* all = add_subcommand(*group, console, "list", "The deployed procedures",
                                 "verloop procedure list --data school");
  all->add_option("--data", console.data, "The data folder")->required();
  all->add_option("--key-file", console.key_file,
                  "File with the key-encryption key (default: DIR.key)");
  all->callback([&console] { list(console); });
}

}  // namespace verloop
