#include <algorithm>
#include <stdexcept>

#include "events/yaml/yaml_reader.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/tools/who_sees_what.hpp"

namespace verloop::test::who {
namespace {

namespace json = boost::json;

using Words = std::vector<std::string>;

std::string text_of(const json::object& object, const char* key) {
  const json::value* found = object.if_contains(key);
  return found == nullptr ? "" : std::string(found->as_string());
}

Words words_of(const json::object& object, const char* key) {
  Words words;
  if (const json::value* found = object.if_contains(key))
    for (const json::value& word : found->as_array()) words.emplace_back(word.as_string());
  return words;
}

Words split(const std::string& text, char at) {
  Words words{""};
  for (const char letter : text) {
    if (letter == at)
      words.emplace_back();
    else
      words.back() += letter;
  }
  return words;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Part part_of(const json::object& object) {
  static const std::map<std::string, Level> levels{{"event", Level::event},
                                                   {"open", Level::open},
                                                   {"nameless", Level::nameless},
                                                   {"own", Level::own},
                                                   {"all", Level::all}};
  Part part{words_of(object, "of"), {}};
  for (const auto& [name, level] : levels)
    for (const std::string& role : words_of(object, name.c_str())) part.by_role[role] = {level, {}};
  if (const json::value* only = object.if_contains("only")) {
    for (const auto& member : only->as_object()) {
      const Words fields = words_of(only->as_object(), std::string(member.key()).c_str());
      part.by_role[std::string(member.key())] = {Level::only, {fields.begin(), fields.end()}};
    }
  }
  return part;
}

std::map<std::string, Parts> parts_of(const json::object& object) {
  std::map<std::string, Parts> parts;
  for (const char* procedure : {"top", "ot"}) {
    const json::value* found = object.if_contains(procedure);
    if (found == nullptr) continue;
    for (const json::value& part : found->as_array())
      parts[procedure].push_back(part_of(part.as_object()));
  }
  return parts;
}

/// The rows between the line that names the columns and the next empty one; the first word of each
/// is its name.
std::vector<Words> rows_of_page(const std::string& page) {
  std::vector<Words> rows;
  for (const std::string& line : split(page, '\n')) {
    const bool starts = line.starts_with("| Data |");
    if (rows.empty() && !starts) continue;
    if (!line.starts_with("|")) break;
    Words cells = split(line.substr(1, line.rfind('|') - 1), '|');
    for (std::string& cell : cells) cell = trimmed(cell);
    if (!cells.front().starts_with("---")) rows.push_back(std::move(cells));
  }
  return rows;
}

/// A cell of the page as the table spells it.
std::string symbol(const std::string& cell) {
  static const std::string dash = "\xE2\x80\x93";
  for (const std::string& letter : {std::string("F"), std::string("A"), std::string("O"),
                                    std::string("M"), std::string("L"), dash}) {
    if (cell == letter || cell.starts_with(letter + " (")) return letter == dash ? "-" : letter;
  }
  return cell.ends_with(", L") ? "L" : "?";
}

}  // namespace

Sees Part::seen_by(const std::string& role) const {
  const auto found = by_role.find(role);
  return found == by_role.end() ? Sees{} : found->second;
}

const Part* Table::find(const std::string& procedure, const std::string& type,
                        const std::string& field) const {
  const std::string wanted = field.empty() ? type : type + "." + field;
  std::vector<const Parts*> all;
  for (const Row& row : rows)
    if (row.parts.contains(procedure)) all.push_back(&row.parts.at(procedure));
  if (beside.contains(procedure)) all.push_back(&beside.at(procedure));
  for (const Parts* parts : all)
    for (const Part& part : *parts)
      if (std::find(part.of.begin(), part.of.end(), wanted) != part.of.end()) return &part;
  return field.empty() ? nullptr : find(procedure, type, "");
}

const Row& Table::row(const std::string& name) const {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&name](const Row& row) { return row.name == name; });
  if (found == rows.end()) throw std::runtime_error("no row " + name);
  return *found;
}

std::string who_file(const std::string& name) {
  return std::string(VERLOOP_ROOT) + "/tests/tools/who_sees_what/" + name + ".yaml";
}

Table read_table(const std::string& text) {
  const auto node = parse_yaml(text);
  if (node.has_error()) throw std::runtime_error(format({node.error()}, "table.yaml"));
  const json::value value = to_json(*node);
  const json::object& file = value.as_object();
  Table table;
  for (const json::value& item : file.at("columns").as_array()) {
    const json::object& column = item.as_object();
    table.columns.push_back({text_of(column, "column"),
                             {{"top", words_of(column, "top")}, {"ot", words_of(column, "ot")}}});
  }
  for (const json::value& item : file.at("rows").as_array()) {
    const json::object& row = item.as_object();
    table.rows.push_back({text_of(row, "row"), split(text_of(row, "says"), ' '), parts_of(row),
                          words_of(row, "access")});
  }
  for (const json::value& item : file.at("readings").as_array()) {
    const json::object& reading = item.as_object();
    table.readings.push_back({text_of(reading, "row"), text_of(reading, "column"),
                              text_of(reading, "procedure"), text_of(reading, "says"),
                              text_of(reading, "because")});
  }
  table.beside = parts_of(file.at("beside").as_object());
  for (const auto& member : file.at("same").as_object())
    table.same[std::string(member.key())] = std::string(member.value().as_string());
  const Words apart = words_of(file, "apart");
  table.apart = {apart.begin(), apart.end()};
  return table;
}

std::shared_ptr<const Definition> shipped_procedure(const std::string& procedure) {
  static std::map<std::string, std::shared_ptr<const Definition>> known;
  std::shared_ptr<const Definition>& definition = known[procedure];
  if (definition == nullptr) {
    std::vector<SourceFile> files;
    for (const ShippedFile& file : shipped_files()) {
      const bool catalogue = file.path.starts_with("events/catalogue/cluster-");
      if (catalogue || file.path == "engine/procedures/clusterarrangement-" + procedure + ".yaml")
        files.push_back({std::string(file.path), std::string(file.text)});
    }
    definition = loaded(std::move(files));
  }
  return definition;
}

std::vector<std::string> differences(const Table& table, const std::string& page) {
  std::vector<std::string> faults;
  const std::vector<Words> rows = rows_of_page(page);
  if (rows.empty()) return {"the page has no table"};
  Words columns{"Data"};
  for (const Column& column : table.columns) columns.push_back(column.name);
  if (rows.front() != columns) faults.emplace_back("the columns are others");
  for (std::size_t at = 1; at < std::max(rows.size(), table.rows.size() + 1); ++at) {
    const std::string there = at < rows.size() ? rows[at].front() : "";
    const std::string here = at <= table.rows.size() ? table.rows[at - 1].name : "";
    if (there != here) {
      faults.push_back("row " + std::to_string(at) + ": here `" + here + "`, there `" + there +
                       "`");
      continue;
    }
    Words symbols;
    std::transform(rows[at].begin() + 1, rows[at].end(), std::back_inserter(symbols), symbol);
    const Words& says = table.rows[at - 1].says;
    for (std::size_t cell = 0; cell < std::max(symbols.size(), says.size()); ++cell) {
      if (cell < symbols.size() && cell < says.size() && symbols[cell] == says[cell]) continue;
      faults.push_back(here + ", cell " + std::to_string(cell + 1) + " is another");
    }
  }
  return faults;
}

}  // namespace verloop::test::who
