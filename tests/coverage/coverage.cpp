#include "tests/coverage/coverage.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "events/yaml/yaml_reader.hpp"

namespace verloop::coverage {
namespace {

constexpr std::string_view range_word = " to ";

Texts texts_of(YamlMap& file, std::string_view key) {
  Texts texts;
  const YamlNode* node = file.map(key);
  if (node == nullptr) return texts;
  for (const YamlNode::Entry& entry : node->entries)
    texts.emplace_back(entry.key, entry.value.text);
  return texts;
}

/// What all entries have.
Entry named_entry(const YamlNode::Entry& node, YamlMap& map) {
  Entry entry;
  entry.name = node.key;
  entry.line = node.key_place.line;
  entry.ids = ids_of(node.key);
  if (entry.ids.empty()) map.fault(node.key_place, "is no range");
  entry.none = map.text("none");
  entry.why = map.text("why");
  entry.lacks = map.text("lacks");
  return entry;
}

Entry entry_of(const YamlNode::Entry& node, std::vector<YamlFault>& faults) {
  YamlMap map(node.value, node.key, faults);
  Entry entry = named_entry(node, map);
  entry.by = map.texts("by");
  entry.taken = map.text("taken");
  map.finish();
  return entry;
}

Entry difference_of(const YamlNode::Entry& node, const Texts& procedures,
                    std::vector<YamlFault>& faults) {
  YamlMap map(node.value, node.key, faults);
  Entry entry = named_entry(node, map);
  entry.what = map.required_text("what");
  entry.treatment = map.texts("treatment");
  for (const auto& [prefix, file] : procedures) {
    const auto& shown = entry.shown[prefix] = map.texts(prefix);
    entry.by.insert(entry.by.end(), shown.begin(), shown.end());
  }
  map.finish();
  return entry;
}

std::vector<Entry> differences_of(YamlMap& file, const Texts& procedures) {
  std::vector<Entry> entries;
  const YamlNode* node = file.map("differences");
  if (node == nullptr) return entries;
  for (const YamlNode::Entry& entry : node->entries)
    entries.push_back(difference_of(entry, procedures, file.faults()));
  return entries;
}

std::vector<Entry> entries_of(YamlMap& file, std::string_view key) {
  std::vector<Entry> entries;
  const YamlNode* node = file.map(key);
  if (node == nullptr) return entries;
  for (const YamlNode::Entry& entry : node->entries)
    entries.push_back(entry_of(entry, file.faults()));
  return entries;
}

/// A name like HB-027 in its letters, with the dash, and its number.
struct Numbered {
  std::string letters;
  int number = 0;
  std::size_t digits = 0;
};

std::optional<Numbered> numbered(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  Numbered result{std::string(name.substr(0, dash + 1)), 0, name.size() - dash - 1};
  const char* end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + dash + 1, end, result.number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return result;
}

std::string padded(const Numbered& first, int number) {
  const std::string digits = std::to_string(number);
  return first.letters + std::string(first.digits - std::min(first.digits, digits.size()), '0') +
         digits;
}

}  // namespace

std::vector<std::string> ids_of(const std::string& name) {
  const std::size_t at = name.find(range_word);
  if (at == std::string::npos) return {name};
  const auto first = numbered(std::string_view(name).substr(0, at));
  const auto last = numbered(std::string_view(name).substr(at + range_word.size()));
  std::vector<std::string> ids;
  if (!first || !last || first->letters != last->letters) return ids;
  for (int number = first->number; number <= last->number; ++number)
    ids.push_back(padded(*first, number));
  return ids;
}

std::vector<std::string> expand(const std::string& reference, const Texts& procedures) {
  constexpr std::string_view both = "both.";
  if (!reference.starts_with(both)) return {reference};
  std::vector<std::string> expanded;
  for (const auto& [prefix, file] : procedures)
    expanded.push_back(prefix + "." + reference.substr(both.size()));
  return expanded;
}

std::vector<std::string> references_of(const Entry& entry, const Texts& procedures) {
  std::vector<std::string> all;
  for (const std::string& reference : entry.by)
    for (std::string& one : expand(reference, procedures)) all.push_back(std::move(one));
  return all;
}

Coverage read_coverage(std::string_view yaml, std::vector<std::string>& faults) {
  Coverage coverage;
  const auto parsed = parse_yaml(yaml);
  std::vector<YamlFault> found;
  if (parsed) {
    YamlMap file(*parsed, "coverage", found);
    coverage.procedures = texts_of(file, "procedures");
    coverage.documents = texts_of(file, "documents");
    coverage.procedure_of = texts_of(file, "procedureOf");
    coverage.reasons = texts_of(file, "reasons");
    coverage.segments = entries_of(file, "segments");
    coverage.rules = entries_of(file, "rules");
    coverage.deadlines = entries_of(file, "deadlines");
    coverage.events = entries_of(file, "events");
    coverage.ambiguities = entries_of(file, "ambiguities");
    coverage.differences = differences_of(file, coverage.procedures);
    coverage.beside = texts_of(file, "beside");
    file.finish();
  } else {
    found.push_back(parsed.error());
  }
  for (const YamlFault& fault : found)
    faults.push_back("line " + std::to_string(fault.place.line) + ": " + fault.message);
  return coverage;
}

}  // namespace verloop::coverage
