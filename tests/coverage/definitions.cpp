#include "tests/coverage/definitions.hpp"

#include <algorithm>

#include "tests/support/shared_data.hpp"

namespace verloop::coverage {
namespace {

constexpr std::string_view own_catalogues = "cluster-";  // The rest is the program's or another's.

const std::vector<YamlNode::Entry>& entries_below(const YamlNode& node, std::string_view key) {
  static const std::vector<YamlNode::Entry> none;
  const YamlNode* found = node.find(key);
  return found == nullptr ? none : found->entries;
}

void add_section(Definitions& definitions, const std::string& kind, const YamlNode& procedure,
                 std::string_view section) {
  for (const YamlNode::Entry& entry : entries_below(procedure, section))
    definitions.names.insert(kind + "." + entry.key);
}

/// A section whose things need a home and name their sources.
void add_owed(Definitions& definitions, const std::string& kind, const YamlNode& procedure,
              std::string_view section) {
  add_section(definitions, kind, procedure, section);
  for (const YamlNode::Entry& entry : entries_below(procedure, section)) {
    const std::string reference = kind + "." + entry.key;
    definitions.owed.insert(reference);
    const YamlNode* source = entry.value.find("source");
    if (source == nullptr) continue;
    for (const YamlNode& id : source->items) definitions.sources[id.text].push_back(reference);
  }
}

void add_tracks(Definitions& definitions, const std::string& kind, const YamlNode& procedure) {
  for (const YamlNode::Entry& track : entries_below(procedure, "tracks")) {
    definitions.names.insert(kind + "." + track.key);
    for (const YamlNode::Entry& state : entries_below(track.value, "states"))
      definitions.names.insert(kind + "." + track.key + "." + state.key);
  }
}

/// What actions and derived events record.
void add_made(Definitions& definitions, const std::string& prefix, const YamlNode& procedure) {
  const auto add = [&](const std::string& type) { definitions.made.insert(prefix + "." + type); };
  for (const YamlNode::Entry& action : entries_below(procedure, "actions")) {
    const YamlNode* events = action.value.find("events");
    if (events == nullptr) continue;
    for (const YamlNode& event : events->items)
      add(event.entries.empty() ? event.text : event.entries.front().key);
  }
  const YamlNode* derived = procedure.find("derived");
  if (derived == nullptr) return;
  for (const YamlNode& item : derived->items)
    if (const YamlNode* event = item.find("event")) add(event->text);
}

void add_field(Definitions& definitions, const std::string& name, const YamlNode& field) {
  definitions.names.insert(name);
  const YamlNode* of = field.find("of");
  const YamlNode* values = (of != nullptr && !of->entries.empty() ? *of : field).find("values");
  if (values == nullptr) return;
  for (const YamlNode& value : values->items) definitions.names.insert(name + "." + value.text);
  for (const YamlNode::Entry& value : values->entries)
    definitions.names.insert(name + "." + value.key);
}

/// `X@2` as `X` and 2.
std::pair<std::string, int> type_of(const std::string& key) {
  const std::size_t at = key.find('@');
  if (at == std::string::npos) return {key, 0};
  return {key.substr(0, at), std::stoi(key.substr(at + 1))};
}

/// Calls `then` with the file as YAML, or notes why it is none.
template <class Then>
void with_yaml(const std::filesystem::path& file, std::vector<std::string>& faults, Then then) {
  const auto parsed = parse_yaml(test::read_file(file));
  if (parsed)
    then(*parsed);
  else
    faults.push_back(file.string() + ": " + parsed.error().message);
}

std::string between(std::string_view line, char open, char close) {
  const std::size_t from = line.find(open);
  const std::size_t end = line.find(close);
  if (from == std::string_view::npos || end == std::string_view::npos || end < from) return {};
  return std::string(line.substr(from + 1, end - from - 1));
}

}  // namespace

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                               std::string_view ending) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ending)
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string scenario_reference(const std::filesystem::path& folder,
                               const std::filesystem::path& file) {
  return "scenario." + std::filesystem::relative(file, folder).replace_extension().generic_string();
}

void add_procedure(Definitions& definitions, const std::string& prefix, const YamlNode& procedure) {
  definitions.names.insert(prefix + ".procedure");
  add_owed(definitions, prefix + ".rule", procedure, "rules");
  add_owed(definitions, prefix + ".deadline", procedure, "deadlines");
  add_owed(definitions, prefix + ".setting", procedure, "settings");
  add_section(definitions, prefix + ".action", procedure, "actions");
  add_section(definitions, prefix + ".role", procedure, "roles");
  add_section(definitions, prefix + ".view", procedure, "views");
  add_tracks(definitions, prefix + ".track", procedure);
  add_made(definitions, prefix, procedure);
}

void add_catalogue(Definitions& definitions, const YamlNode& catalogue) {
  const YamlNode* name = catalogue.find("catalogue");
  const bool own = name != nullptr && name->text.starts_with(own_catalogues);
  std::map<std::string, std::pair<int, const YamlNode*>> newest;
  for (const YamlNode::Entry& entry : entries_below(catalogue, "types")) {
    const auto [type, version] = type_of(entry.key);
    const auto known = newest.find(type);
    if (known == newest.end() || known->second.first < version)
      newest[type] = {version, &entry.value};
  }
  for (const auto& [type, found] : newest) {
    const std::string reference = "event." + type;
    definitions.names.insert(reference);
    if (own) definitions.owed.insert(reference);
    for (const YamlNode::Entry& field : entries_below(*found.second, "fields"))
      add_field(definitions, reference + "." + field.key, field.value);
  }
}

void add_document(Definitions& definitions, const std::string& path, std::string_view text) {
  definitions.names.insert("doc." + path);
  for (const std::string_view line : lines_of(text)) {
    const std::size_t title = line.find_first_not_of('#');
    if (title == 0 || title == std::string_view::npos || line[title] != ' ') continue;
    definitions.names.insert("doc." + path + "#" + std::string(line.substr(title + 1)));
  }
}

void add_tests(Definitions& definitions, std::string_view source) {
  for (const std::string_view line : lines_of(source)) {
    if (!line.starts_with("TEST(") && !line.starts_with("TEST_F(")) continue;
    const std::string name = between(line, '(', ')');
    const std::size_t comma = name.find(", ");
    if (comma == std::string::npos) continue;
    definitions.names.insert("test." + name.substr(0, comma) + "." + name.substr(comma + 2));
  }
}

Definitions load_definitions(const std::filesystem::path& root, const Texts& procedures,
                             std::vector<std::string>& faults) {
  Definitions definitions;
  for (const auto& [prefix, file] : procedures)
    with_yaml(root / file, faults, [&, &name = prefix](const YamlNode& procedure) {
      add_procedure(definitions, name, procedure);
    });
  for (const auto& file : files_below(root / "events/catalogue", ".yaml"))
    with_yaml(file, faults,
              [&](const YamlNode& catalogue) { add_catalogue(definitions, catalogue); });
  for (const auto& file : files_below(root / "docs", ".md"))
    add_document(definitions, std::filesystem::relative(file, root).generic_string(),
                 test::read_file(file));
  for (const auto& file : files_below(root / "tests", ".cpp"))
    add_tests(definitions, test::read_file(file));
  const std::filesystem::path scenarios = root / "tests/scenarios";
  for (const auto& file : files_below(scenarios, ".yaml"))
    definitions.names.insert(scenario_reference(scenarios, file));
  return definitions;
}

}  // namespace verloop::coverage
