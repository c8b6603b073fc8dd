#include "tools/verloop/definition_files.hpp"

#include <algorithm>
#include <map>

#include "engine/scrutiny.hpp"
#include "events/yaml/yaml_reader.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/shipped_procedures.hpp"

namespace verloop {
namespace {

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

/// Those that the procedure names, else those that a new folder has.
bool is_meant(const SourceFile& catalogue, const std::vector<std::string>& named) {
  return named.empty() || std::find(named.begin(), named.end(), catalogue.name) != named.end();
}

/// Paths of the catalogues that a procedure names.
std::vector<std::string> named_catalogues(const std::vector<SourceFile>& files) {
  std::vector<std::string> names;
  for (const SourceFile& file : files) {
    const auto root = parse_yaml(file.text);
    const YamlNode* list = root.has_error() ? nullptr : root->find("catalogues");
    if (list == nullptr) continue;
    for (const YamlNode& name : list->items)
      names.push_back("events/catalogue/" + name.text + ".yaml");
  }
  return names;
}

/// A procedure alone is checked against the shipped catalogues.
void add_shipped_catalogues(std::vector<SourceFile>& files) {
  for (const SourceFile& file : files) {
    if (has_key(file, "catalogue") && !has_key(file, "procedure")) return;
  }
  const std::vector<std::string> named = named_catalogues(files);
  for (const ShippedProcedure& shipped : shipped_procedures()) {
    if (named.empty() && shipped.on_request) continue;
    for (const SourceFile& file : shipped.files) {
      const bool is_there =
          std::any_of(files.begin(), files.end(),
                      [&file](const SourceFile& other) { return other.name == file.name; });
      if (file.name.starts_with("events/catalogue/") && !is_there && is_meant(file, named))
        files.push_back(file);
    }
  }
}

}  // namespace

std::optional<std::vector<SourceFile>> read_definition(Console& console,
                                                       const std::vector<std::string>& names) {
  std::vector<SourceFile> files;
  for (const std::string& name : names) {
    auto text = read_text(console, name);
    if (!text) return std::nullopt;
    files.push_back({name, std::move(*text)});
  }
  return files;
}

bool has_key(const SourceFile& file, const std::string& key) {
  return file.text.starts_with(key + ":") || file.text.find("\n" + key + ":") != std::string::npos;
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

std::shared_ptr<const Definition> load_files(Console& console, std::vector<SourceFile> files) {
  add_shipped_catalogues(files);
  const std::map<std::string, std::string> given = rename(files);
  auto definition = load_definition(std::move(files),
                                    {"events/catalogue/system.yaml", shipped_system_catalogue()});
  std::vector<DefinitionFault> faults =
      definition.has_error() ? std::move(definition.error()) : scrutinise(**definition);
  if (faults.empty()) return std::move(*definition);
  for (DefinitionFault& fault : faults) {
    const auto called = given.find(fault.file);
    if (called != given.end()) fault.file = called->second;
  }
  print_faults(console, std::move(faults));
  return nullptr;
}

const Definition* find_deployed(const Definitions& definitions, const std::string& asked) {
  const std::size_t at = asked.find('@');
  if (at == std::string::npos) return asked.empty() ? nullptr : definitions.newest(asked);
  const Definition* found = definitions.find(asked);
  for (const Definition* one : definitions.all()) {
    const std::string name = one->procedure.name + "@" + std::to_string(one->procedure.version);
    if (name == asked) found = one;  // Of several with one version the last one.
  }
  return found;
}

std::shared_ptr<const Definition> find_definition(Console& console, const Definitions& definitions,
                                                  const std::vector<std::string>& named) {
  std::error_code ignored;  // What can't be examined is met when it is read.
  if (named.size() == 1 && !std::filesystem::exists(named.front(), ignored)) {
    const Definition* deployed = find_deployed(definitions, named.front());
    if (deployed == nullptr) console.refuse(definitions.no_such_procedure(named.front()));
    // The definitions outlive what is asked here.
    return {std::shared_ptr<const Definition>(), deployed};
  }
  auto files = read_definition(console, named);
  return files ? load_files(console, std::move(*files)) : nullptr;
}

}  // namespace verloop
