#include <array>
#include <optional>
#include <string_view>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

struct Layer {
  std::string_view folder;
  std::vector<std::string_view> may_include;
};

const std::vector<Layer>& layers() {
  static const std::vector<Layer> all = {
      {"events", {"events"}},
      {"engine", {"engine", "events"}},
      {"projections", {"projections", "engine", "events"}},
      {"adapters", {"adapters", "projections", "engine", "events"}},
      {"tools", {"tools", "adapters", "projections", "engine", "events"}},
  };
  return all;
}

/// A library that only some files know. Each place is a part of a path.
struct HiddenLibrary {
  std::string_view prefix;  // Of what stands between the brackets.
  std::vector<std::string_view> places;
};

const std::vector<HiddenLibrary>& hidden_libraries() {
  static const std::vector<HiddenLibrary> all = {
      {"rocksdb/", {"/rocksdb/"}},
      {"yaml-cpp/", {"events/yaml/"}},
      {"openssl/", {"events/crypto/"}},
      {"date/", {"events/time.cpp", "engine/cel/"}},
      {"re2/", {"engine/cel/"}},
      {"boost/beast/", {"adapters/http_"}},
      {"expat", {"adapters/xes/"}},
      {"graphviz/", {"projections/diagram/graphviz.cpp"}},
      {"xlsxwriter", {"adapters/sheets/"}},
  };
  return all;
}

std::string_view first_part(std::string_view path) {
  return path.substr(0, path.find('/'));
}

std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);
}

bool contains(const std::vector<std::string_view>& parts, std::string_view part) {
  for (const std::string_view one : parts)
    if (one == part) return true;
  return false;
}

/// What is wrong with including a file of the project.
std::optional<std::string> object_to_own(const SourceFile& file, std::string_view included) {
  const std::string_view folder = first_part(file.path);
  for (const Layer& layer : layers()) {
    if (layer.folder != folder) continue;
    if (!contains(layer.may_include, first_part(included)))
      return std::string(folder) + "/ may not include " + std::string(included);
    const std::string_view own = folder_of(file.path), other = folder_of(included);
    if (folder == "adapters" && first_part(included) == "adapters" && own != other &&
        other != "adapters/" && own != "adapters/")
      return "an adapter may not include another: " + std::string(included);
  }
  return std::nullopt;
}

/// What is wrong with including a header of a library.
std::optional<std::string> object_to_library(const SourceFile& file, std::string_view included) {
  for (const HiddenLibrary& library : hidden_libraries()) {
    if (!included.starts_with(library.prefix)) continue;
    for (const std::string_view place : library.places)
      if (file.path.find(place) != std::string::npos) return std::nullopt;
    return "<" + std::string(included) + "> is hidden behind another folder of ours";
  }
  return std::nullopt;
}

std::optional<std::string> object_to_include(const SourceFile& file, std::string_view line) {
  constexpr std::string_view directive = "#include ";
  if (!line.starts_with(directive)) return std::nullopt;
  line.remove_prefix(directive.size());
  const std::size_t end = line.find_first_of("\">", 1);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view included = line.substr(1, end - 1);
  return line.starts_with('"') ? object_to_own(file, included) : object_to_library(file, included);
}

}  // namespace

std::vector<Fault> check_includes(const SourceFile& file) {
  std::vector<Fault> faults;
  if (!file.is_cpp()) return faults;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (auto objection = object_to_include(file, line))
      faults.push_back({file.path, number, std::move(*objection)});
  }
  return faults;
}

}  // namespace verloop::tidy
