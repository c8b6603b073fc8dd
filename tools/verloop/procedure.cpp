// verloop procedure validate, list: checks definitions before they can hurt; names what is
// deployed.
#include <algorithm>
#include <map>

#include "events/yaml/catalogue_load.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

struct Options {
  std::vector<std::string> files;
};

bool read(Console& console, const std::string& name, std::vector<SourceFile>& files) {
  auto text = read_text(console, name);
  if (text) files.push_back({name, std::move(*text)});
  return text.has_value();
}

/// The name that a file has in a definition, whatever it is called and wherever it lies: the
/// reference of a definition is over names and texts, and shall depend on what is written alone.
std::string name_within(const SourceFile& file) {
  const auto root = parse_yaml(file.text);
  if (root.has_error() || root->entries.empty()) return file.name;
  const YamlNode::Entry& first = root->entries.front();
  if (first.value.kind != YamlNode::Kind::scalar) return file.name;
  if (first.key == "procedure") return "engine/procedures/" + first.value.text + ".yaml";
  if (first.key == "catalogue") return "events/catalogue/" + first.value.text + ".yaml";
  return file.name;
}

/// Gives the files their names within the definition; what they were called, by those names.
std::map<std::string, std::string> rename(std::vector<SourceFile>& files) {
  std::map<std::string, std::string> given;
  for (SourceFile& file : files) {
    const std::string name = name_within(file);
    if (!given.emplace(name, file.name).second) continue;  // The second keeps the name it has.
    file.name = name;
  }
  return given;
}

/// The kinds of the files, by their first keys: a catalogue has no `procedure`.
bool has_key(const SourceFile& file, const std::string& key) {
  return file.text.starts_with(key + ":") || file.text.find("\n" + key + ":") != std::string::npos;
}

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

/// A procedure alone is checked against the shipped catalogues.
void add_shipped_catalogues(std::vector<SourceFile>& files) {
  for (const SourceFile& file : files) {
    if (has_key(file, "catalogue") && !has_key(file, "procedure")) return;
  }
  const auto shipped = shipped_definitions();
  if (shipped.empty()) return;
  for (const SourceFile& file : shipped.front()) {
    if (file.name.starts_with("events/catalogue/")) files.push_back(file);
  }
}

void print_faults(Console& console, std::vector<DefinitionFault> found) {
  console.status = Exit::answer_is_no;
  for (DefinitionFault& one : found)
    one.fault.message = said(one.fault.message, console.language());
  if (!console.json) {
    const std::string text = format(found);
    return console.print(text.substr(0, text.find_last_not_of('\n') + 1));
  }
  boost::json::array faults;
  for (const DefinitionFault& fault : found) {
    faults.push_back(boost::json::object{{"file", fault.file},
                                         {"line", fault.fault.place.line},
                                         {"column", fault.fault.place.column},
                                         {"fault", fault.fault.message}});
  }
  console.print(
      boost::json::value(boost::json::object{{"valid", false}, {"faults", std::move(faults)}}));
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
  std::vector<SourceFile> files;
  for (const std::string& name : options.files) {
    if (!read(console, name, files)) return;
  }
  const bool catalogues_only = std::all_of(files.begin(), files.end(), [](const SourceFile& file) {
    return has_key(file, "catalogue") && !has_key(file, "procedure");
  });
  if (catalogues_only) return validate_catalogues(console, files);
  add_shipped_catalogues(files);
  const std::map<std::string, std::string> given = rename(files);
  const auto definition = load_definition(
      std::move(files), {"events/catalogue/system.yaml", shipped_system_catalogue()});
  if (definition.has_error()) {
    std::vector<DefinitionFault> faults = definition.error();
    for (DefinitionFault& fault : faults) {
      const auto called = given.find(fault.file);
      if (called != given.end()) fault.file = called->second;
    }
    return print_faults(console, std::move(faults));
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
