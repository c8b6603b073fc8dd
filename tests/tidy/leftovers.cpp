#include <array>
#include <cctype>
#include <optional>
#include <string_view>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

// Spelled in two halves, so that this file passes its own check.
constexpr std::array<std::string_view, 3> marks = {
    "TO"
    "DO",
    "FIX"
    "ME",
    "XX"
    "X"};

constexpr std::array<std::string_view, 5> own_paths = {
    "/wo"
    "rk/",
    "/tm"
    "p/",
    "/ho"
    "me/",
    "/ro"
    "ot/",
    "/Us"
    "ers/"};

bool has_issue_number(std::string_view rest) {
  return rest.size() > 2 && rest.starts_with("(#") &&
         std::isdigit(static_cast<unsigned char>(rest[2])) != 0;
}

bool stands_alone(std::string_view line, std::size_t at, std::size_t size) {
  const std::size_t end = at + size;
  return (at == 0 || !is_word_character(line[at - 1])) &&
         (end == line.size() || !is_word_character(line[end]));
}

bool has_open_end(std::string_view line, std::string_view mark) {
  for (std::size_t at = line.find(mark); at != std::string_view::npos; at = line.find(mark, at + 1))
    if (stands_alone(line, at, mark.size()) && !has_issue_number(line.substr(at + mark.size())))
      return true;
  return false;
}

/// A path starts where no name ends: `a/tests/x` and `https://host/x` hold none.
bool has_path(std::string_view line, std::string_view path) {
  for (std::size_t at = line.find(path); at != std::string_view::npos;
       at = line.find(path, at + 1)) {
    const char before = at == 0 ? ' ' : line[at - 1];
    if (!is_word_character(before) && before != '.' && before != '}' && before != '>' &&
        before != '-' && before != '*')
      return true;
  }
  return false;
}

}  // namespace

std::vector<Fault> check_open_ends(const SourceFile& file) {
  std::vector<Fault> faults;
  const auto lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const std::string_view mark : marks)
      if (has_open_end(lines[i], mark))
        faults.push_back({file.path, i + 1, "an open end without the number of its issue"});
  return faults;
}

std::vector<Fault> check_machine_paths(const SourceFile& file) {
  std::vector<Fault> faults;
  const auto lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const std::string_view path : own_paths)
      if (has_path(lines[i], path))
        faults.push_back({file.path, i + 1, "a path of somebody's own machine"});
  return faults;
}

}  // namespace verloop::tidy
