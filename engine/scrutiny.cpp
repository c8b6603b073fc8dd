#include "engine/scrutiny.hpp"

#include <algorithm>

#include "engine/scrutiny_parts.hpp"
#include "engine/settings.hpp"

namespace verloop {
namespace {

/// Where the `offset`th byte of a scalar's value stands in the file. The value may be folded,
/// indented or quoted there: all but the blanks is in both.
YamlPlace place_in(std::string_view file, const YamlNode& scalar, std::size_t offset) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  std::size_t at = 0;
  for (std::size_t line = 1; line < scalar.content.line; ++line) at = file.find('\n', at) + 1;
  for (std::size_t column = 1; column < scalar.content.column && at < file.size(); ++at)
    if (at + 1 >= file.size() || (static_cast<unsigned char>(file[at + 1]) & 0xC0U) != 0x80U)
      ++column;
  for (std::size_t i = 0; i <= offset && i < scalar.text.size(); ++i) {
    if (is_blank(scalar.text[i])) continue;
    const std::size_t found = file.find(scalar.text[i], at);
    if (found == std::string_view::npos) break;
    at = i < offset ? found + 1 : found;
  }
  const std::string_view before = file.substr(0, at);
  const std::size_t start = before.rfind('\n') + 1;  // 0 when there is none.
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
          static_cast<std::size_t>(std::count_if(
              before.begin() + static_cast<std::ptrdiff_t>(start), before.end(), begins)) +
              1};
}

/// None when the path does not lead to a node.
const YamlNode* find_node(const YamlNode& root, const Scrutiny::Path& path) {
  const YamlNode* node = &root;
  for (const std::string& name : path) {
    const YamlNode* next = node->find(name);
    for (std::size_t i = 0; next == nullptr && i < node->items.size(); ++i)
      if (std::to_string(i) == name) next = &node->items[i];
    if (next == nullptr) return nullptr;
    node = next;
  }
  return node;
}

/// The engine's own types: those that no catalogue of the definition has.
std::set<std::string> system_events_of(const Definition& definition,
                                       const std::vector<YamlNode>& roots) {
  std::set<std::string> names;
  for (const auto& [id, type] : definition.catalogue.types()) names.insert(type.name);
  for (const YamlNode& root : roots) {
    const YamlNode* types = root.find("types");
    if (types == nullptr) continue;
    for (const YamlNode::Entry& type : types->entries)
      names.erase(type.key.substr(0, type.key.find('@')));
  }
  return names;
}

/// A value that no change could give it either: a term without a last day, a negative number.
void check_settings(Scrutiny& scrutiny) {
  for (const auto& [name, setting] : scrutiny.procedure.settings) {
    const auto checked = check_setting(scrutiny.procedure, {name, setting.value, {}, {}});
    if (checked.has_value()) continue;
    const auto* number = setting.value.get_if<std::int64_t>();
    scrutiny.fault({"settings", name, "value", number == nullptr ? "" : std::to_string(*number)},
                   checked.error().detail);
  }
}

}  // namespace

void Scrutiny::fault(const Path& place, const std::string& message) {
  faults_.push_back({locate(root_, place), message});
}

void Scrutiny::fault(const Path& expression, std::uint32_t offset, const std::string& message) {
  const YamlNode* node = find_node(root_, expression);
  if (node == nullptr || node->kind != YamlNode::Kind::scalar) return fault(expression, message);
  faults_.push_back({place_in(text_, *node, offset), message});
}

std::vector<DefinitionFault> scrutinise(const Definition& definition) {
  std::vector<YamlNode> roots;
  for (const SourceFile& file : definition.files) {
    auto root = parse_yaml(file.text);
    ensure(root.has_value(), "a definition that was loaded can be read");
    roots.push_back(std::move(*root));
  }
  const auto is_procedure = [](const YamlNode& root) {
    return root.entries.front().key == "procedure";
  };
  const auto at = std::find_if(roots.begin(), roots.end(), is_procedure) - roots.begin();
  const SourceFile& file = definition.files[static_cast<std::size_t>(at)];
  const std::set<std::string> system_events = system_events_of(definition, roots);
  std::vector<YamlFault> faults;
  Scrutiny scrutiny({definition.procedure, definition.catalogue, definition.schema, system_events,
                     roots[static_cast<std::size_t>(at)]},
                    file.text, faults);
  check_settings(scrutiny);
  check_reach(scrutiny);
  check_conditions(scrutiny);
  check_terms(scrutiny);
  check_flow(scrutiny);
  check_outlets(scrutiny);
  std::stable_sort(faults.begin(), faults.end(), [](const YamlFault& a, const YamlFault& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  std::vector<DefinitionFault> all;
  for (YamlFault& fault : faults) all.push_back({file.name, std::move(fault)});
  return all;
}

}  // namespace verloop
