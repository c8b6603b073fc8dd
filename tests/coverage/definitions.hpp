#pragma once
// What a reference of docs/coverage.yaml may lead to: all names of procedures, catalogues,
// documents and tests, and what the definitions themselves name as their source.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/yaml/yaml_reader.hpp"
#include "tests/coverage/coverage.hpp"

namespace verloop::coverage {

struct Definitions {
  std::set<std::string> names;                              // As references spell them.
  std::map<std::string, std::vector<std::string>> sources;  // From a sentence's id to references.
  std::set<std::string> made;  // `top.CaseOpened` where an action or a derived event makes one.
  std::set<std::string> owed;  // Rules, deadlines, settings and event types that need a home.
};

/// Everything of a procedure, under `prefix`.
void add_procedure(Definitions& definitions, const std::string& prefix, const YamlNode& procedure);

/// Event types in their newest version, with fields and values; owed when the catalogue belongs to
/// the procedures.
void add_catalogue(Definitions& definitions, const YamlNode& catalogue);

/// A Markdown file with its headings.
void add_document(Definitions& definitions, const std::string& path, std::string_view text);

/// The tests in a C++ file.
void add_tests(Definitions& definitions, std::string_view source);

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                               std::string_view ending);

std::vector<std::string_view> lines_of(std::string_view text);

/// `scenario.differences/ot-carrier`, of a file below the folder of scenarios.
std::string scenario_reference(const std::filesystem::path& folder,
                               const std::filesystem::path& file);

/// What lies below `root`; files that can't be read as YAML go to `faults`.
Definitions load_definitions(const std::filesystem::path& root, const Texts& procedures,
                             std::vector<std::string>& faults);

}  // namespace verloop::coverage
