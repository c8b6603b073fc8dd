#include "tools/verloop/shipped_procedures.hpp"

#include <algorithm>
#include <set>

#include "events/shipped.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {
namespace {

constexpr std::string_view catalogue_folder = "events/catalogue/";
constexpr std::string_view procedure_folder = "engine/procedures/";
constexpr std::string_view system_file = "events/catalogue/system.yaml";
constexpr std::string_view access_file = "events/catalogue/access.yaml";

/// A procedure with the names of its catalogues; none: it takes those that nobody names.
struct Head {
  ShippedProcedure procedure;
  std::set<std::string> catalogues;  // Paths.
};

Head head_of(const ShippedFile& file) {
  const auto root = parse_yaml(file.text);
  Head head{{{}, false, {{std::string(file.path), std::string(file.text)}}}, {}};
  if (root.has_error()) return head;  // Loading it says what is wrong.
  if (const YamlNode* name = root->find("procedure")) head.procedure.name = name->text;
  if (const YamlNode* deployed = root->find("deployed"))
    head.procedure.on_request = deployed->text == "onRequest";
  if (const YamlNode* names = root->find("catalogues"))
    for (const YamlNode& name : names->items)
      head.catalogues.insert(std::string(catalogue_folder) + name.text + ".yaml");
  return head;
}

}  // namespace

std::string shipped_text(std::string_view path) {
  for (const ShippedFile& file : shipped_files()) {
    if (file.path == path) return std::string(file.text);
  }
  return {};
}

std::vector<ShippedProcedure> shipped_procedures() {
  std::vector<Head> heads;
  std::set<std::string> claimed;
  for (const ShippedFile& file : shipped_files()) {
    if (!file.path.starts_with(procedure_folder)) continue;
    heads.push_back(head_of(file));
    claimed.insert(heads.back().catalogues.begin(), heads.back().catalogues.end());
  }
  std::vector<ShippedProcedure> procedures;
  for (Head& head : heads) {
    for (const ShippedFile& file : shipped_files()) {
      if (!file.path.starts_with(catalogue_folder) || file.path == system_file ||
          file.path == access_file)
        continue;
      const std::string path(file.path);
      const bool is_used =
          head.catalogues.empty() ? !claimed.contains(path) : head.catalogues.contains(path);
      if (is_used) head.procedure.files.push_back({path, std::string(file.text)});
    }
    procedures.push_back(std::move(head.procedure));
  }
  return procedures;
}

Result<std::shared_ptr<const Definition>> shipped_procedure(const std::string& name) {
  for (ShippedProcedure& one : shipped_procedures()) {
    if (one.name != name) continue;
    auto definition = load_definition(std::move(one.files),
                                      {std::string(system_file), shipped_text(system_file)});
    if (definition.has_error()) return Error{Errc::malformed, format(definition.error())};
    return std::move(*definition);
  }
  return std::shared_ptr<const Definition>();
}

}  // namespace verloop
