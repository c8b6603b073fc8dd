#include <string_view>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

constexpr std::size_t word_size_min = 4;

/// The keys one level below the top-level key `section`, without the part from @ on.
std::vector<std::string> keys_below(std::string_view yaml, std::string_view section) {
  std::vector<std::string> keys;
  bool inside = false;
  for (const std::string_view line : lines_of(yaml)) {
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos || line[indent] == '#') continue;
    const std::string_view key = line.substr(indent, line.find_first_of(":@", indent) - indent);
    if (indent == 0) inside = key == section;
    if (inside && indent == 2) keys.emplace_back(key);
  }
  return keys;
}

/// The program's own: of the engine, and of the access log.
bool is_system_catalogue(std::string_view yaml) {
  for (const std::string_view line : lines_of(yaml))
    if (line.starts_with("catalogue:"))
      return line.find("system") != std::string_view::npos ||
             line.find("access") != std::string_view::npos;
  return false;
}

}  // namespace

std::map<std::string, std::string> domain_words(const std::vector<SourceFile>& tree) {
  std::map<std::string, std::string> words;
  const auto add = [&words](const SourceFile& file, std::string_view section) {
    for (const std::string& key : keys_below(file.text, section))
      if (key.size() >= word_size_min) words.emplace(key, file.path);
  };
  for (const SourceFile& file : tree) {
    if (!file.path.ends_with(".yaml")) continue;
    if (file.is_in("events/catalogue") && !is_system_catalogue(file.text)) add(file, "types");
    if (!file.is_in("engine/procedures")) continue;
    add(file, "actions");
    add(file, "roles");
  }
  return words;
}

std::vector<Fault> check_domain_words(const SourceFile& file,
                                      const std::map<std::string, std::string>& words,
                                      const std::set<std::string>& allowed) {
  std::vector<Fault> faults;
  const bool concerned = file.is_in("events") || file.is_in("engine") || file.is_in("projections");
  if (!file.is_cpp() || !concerned) return faults;
  const std::string_view text = file.text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_word_character(text[at])) continue;
    std::size_t end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    const std::string word(text.substr(at, end - at));
    const auto known = words.find(word);
    if (known != words.end() && !allowed.contains(word))
      faults.push_back({file.path, line_of(text, at),
                        "\"" + word + "\" belongs to the domain (" + known->second + ")"});
    at = end;
  }
  return faults;
}

}  // namespace verloop::tidy
